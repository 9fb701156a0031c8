// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreesTest {
    @TempDir
    private Path directory;

    private Path from = Path.of("");
    private Path to = Path.of("");

    @BeforeEach
    void createDirectories() throws IOException {
        from = Files.createDirectories(directory.resolve("from"));
        Files.createDirectories(from.resolve("sub"));
        to = directory.resolve("to");
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private void assertSame(String file) throws IOException {
        assertThat(Files.readAllBytes(to.resolve(file))).isEqualTo(Files.readAllBytes(from.resolve(file)));
    }

    @Test
    void mirror_filesOfManyLengths_areTheSame() throws IOException {
        for (int length : new int[] {0, 1, 65_535, 65_536, 65_537, 200_000}) {
            Files.write(from.resolve("random-" + length), random(length));
            Files.write(from.resolve("sub/zero-" + length), new byte[length]);
        }
        Trees.mirror(from, to, path -> false);
        for (int length : new int[] {0, 1, 65_535, 65_536, 65_537, 200_000}) {
            assertSame("random-" + length);
            assertSame("sub/zero-" + length);
        }
    }

    @Test
    void mirror_ontoOtherContent_replacesAndDeletes() throws IOException {
        Files.write(from.resolve("longer"), random(100_000));
        Files.write(from.resolve("shorter"), random(10));
        Files.write(from.resolve("zeros"), new byte[100_000]);
        Files.write(from.resolve("skipped"), new byte[] {1});
        Files.createDirectories(to.resolve("old/deep"));
        Files.write(to.resolve("old/deep/file"), random(10));
        Files.write(to.resolve("longer"), random(10));
        Files.write(to.resolve("shorter"), random(100_000));
        Files.write(to.resolve("zeros"), random(200_000));
        Files.write(to.resolve("skipped"), new byte[] {2});

        Trees.mirror(from, to, path -> path.endsWith("skipped"));

        assertSame("longer");
        assertSame("shorter");
        assertSame("zeros");
        assertThat(to.resolve("old")).doesNotExist();
        assertThat(to.resolve("skipped")).doesNotExist();
        assertThat(to.resolve("sub")).isEmptyDirectory();
    }
}
