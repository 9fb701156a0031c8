// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheDirectoryTest {
    @TempDir
    private Path directory;

    private final AtomicInteger fillings = new AtomicInteger();

    private void fill(Path target) throws IOException {
        fillings.incrementAndGet();
        Files.writeString(Files.createDirectory(target.resolve("sub")).resolve("file"), "content");
    }

    @Test
    void get_byManyThreads_fillsOnce() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            List<Future<Path>> paths = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                paths.add(executor.submit(() -> CacheDirectory.in(directory).get("key", this::fill)));
            }
            for (Future<Path> path : paths) {
                assertThat(path.get().resolve("sub/file")).hasContent("content");
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(fillings).hasValue(1);
    }

    @Test
    void get_afterFileWasRemoved_fillsAgain() throws IOException {
        CacheDirectory cache = CacheDirectory.in(directory);
        Files.delete(cache.get("key", this::fill).resolve("sub/file"));
        assertThat(cache.get("key", this::fill).resolve("sub/file")).hasContent("content");
        assertThat(fillings).hasValue(2);
    }

    @Test
    void get_failingFiller_leavesNothingAndIsTriedAgain() throws IOException {
        CacheDirectory cache = CacheDirectory.in(directory);
        assertThatThrownBy(() -> cache.get("key", target -> {
                    fill(target);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(IOException.class);
        assertThat(cache.root().resolve("key")).doesNotExist();
        assertThat(cache.root().resolve("key.draft")).doesNotExist();
        assertThat(cache.get("key", this::fill).resolve("sub/file")).exists();
    }
}
