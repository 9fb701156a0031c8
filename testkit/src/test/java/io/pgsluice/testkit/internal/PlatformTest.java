// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgsluice.testkit.PostgresClusterException;
import org.junit.jupiter.api.Test;

class PlatformTest {
    @Test
    void of_knownPlatforms_namesArtifactAndArchive() {
        assertThat(Platform.of("Linux", "amd64", "Debian GNU/Linux"))
                .isEqualTo(new Platform("linux-amd64", "postgres-linux-x86_64.txz"));
        assertThat(Platform.of("Linux", "aarch64", null))
                .isEqualTo(new Platform("linux-arm64v8", "postgres-linux-arm_64.txz"));
        assertThat(Platform.of("Linux", "amd64", "Alpine Linux"))
                .isEqualTo(new Platform("linux-amd64-alpine", "postgres-linux-x86_64-alpine_linux.txz"));
        assertThat(Platform.of("Mac OS X", "aarch64", null))
                .isEqualTo(new Platform("darwin-arm64v8", "postgres-darwin-arm_64.txz"));
        assertThat(Platform.of("Mac OS X", "x86_64", null))
                .isEqualTo(new Platform("darwin-amd64", "postgres-darwin-x86_64.txz"));
    }

    @Test
    void of_unsupportedPlatform_saysWhatToDo() {
        assertThatThrownBy(() -> Platform.of("Windows 11", "amd64", null))
                .isInstanceOf(PostgresClusterException.class)
                .hasMessageContaining("Windows 11 on amd64")
                .hasMessageContaining("WSL");
        assertThatThrownBy(() -> Platform.of("SunOS", "sparcv9", null)).hasMessageContaining("postgresHome");
    }

    @Test
    void dependency_eachSupportedVersion_namesItsNewestArtifact() {
        Platform platform = Platform.of("Linux", "amd64", null);
        for (int major = 14; major <= 18; major++) {
            assertThat(platform.dependency(major))
                    .containsPattern("<version>" + major + "\\.\\d+\\.\\d+</version>")
                    .doesNotContain(".0.0<");
        }
    }
}
