// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgsluice.testkit.PostgresClusterException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {
    @Test
    void failure_ofFullDisk_saysWhatToDo() {
        assertThat(Disk.failure("cannot copy", new IOException("x: No space left on device")))
                .hasMessageContaining("The disk is full")
                .hasMessageContaining("java.io.tmpdir");
        assertThat(Disk.failure("cannot copy", new IOException("other")).getMessage())
                .doesNotContain("full");
    }

    @Test
    void requireRoom_forMoreThanThereIs_namesBothAmounts(@TempDir Path directory) {
        assertThatThrownBy(() -> Disk.requireRoom(directory, Integer.MAX_VALUE))
                .isInstanceOf(PostgresClusterException.class)
                .hasMessageContaining("MB usable")
                .hasMessageContaining("builder().directory(path)");
    }
}
