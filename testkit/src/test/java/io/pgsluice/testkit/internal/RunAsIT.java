// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresClusterException;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunAsIT {
    @BeforeEach
    void requireRoot() {
        assumeTrue(Commands.run(List.of("id", "-u")).output().strip().equals("0"), "only root changes the user");
    }

    @AfterEach
    void clearProperty() {
        System.clearProperty(RunAs.PROPERTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"setpriv-postgres", "setpriv-nobody", "chroot-nobody", "unshare"})
    void cluster_startedByRootInEachWay_startsFailsOverAndStops(String way) {
        System.setProperty(RunAs.PROPERTY, way);
        PostgresCluster cluster;
        try {
            cluster = PostgresCluster.builder().replicas(1).build();
        } catch (PostgresClusterException e) {
            assumeTrue(!e.toString().contains("no other user could be taken"), "not possible here: " + way);
            throw e;
        }
        try (cluster) {
            cluster.node("n2").freeze();
            cluster.node("n2").thaw();
            cluster.node("n1").kill();
            cluster.node("n2").promote();
            cluster.node("n1").rejoin(cluster.node("n2"));
            assertThat(cluster.node("n1").isInRecovery()).isTrue();
        }
        assertThat(cluster.directory()).doesNotExist();
    }

    @Test
    void noWay_left_saysWhatToDo() {
        System.setProperty(RunAs.PROPERTY, "nothing");
        Assertions.assertThatThrownBy(() -> PostgresCluster.builder().build())
                .isInstanceOf(PostgresClusterException.class)
                .hasMessageContaining("install setpriv");
    }
}
