// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.open;
import static io.pgsluice.it.Sluices.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgsluice.SluiceDataSource;
import io.pgsluice.SluiceDataSourceMXBean;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import java.lang.management.ManagementFactory;
import java.util.Map;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

@PgCluster
class ManagementIT {
    private final PostgresCluster cluster;
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    ManagementIT(PostgresCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void mbean_ofARunningDataSource_showsAndOperatesIt() throws Exception {
        ObjectName name = new ObjectName("io.pgsluice:type=SluiceDataSource,name=\"o:rders, 1\"");
        try (SluiceDataSource dataSource =
                open(cluster, config -> config.name("o:rders, 1").registerMbeans(true))) {
            SluiceDataSourceMXBean bean = JMX.newMXBeanProxy(server, name, SluiceDataSourceMXBean.class);
            transaction(dataSource, cluster);
            assertThat(bean.getName()).isEqualTo("o:rders, 1");
            assertThat(bean.getPrimary()).isEqualTo("n1");
            assertThat(bean.getTopology()).contains("n1 (").contains("n3 (");
            assertThat(bean.getRoles()).containsEntry("n1", "PRIMARY").containsEntry("n2", "REPLICA");
            assertThat(bean.getStates()).containsValue("UP").hasSize(3);
            assertThat(bean.getEligibilities()).containsEntry("n3", "ELIGIBLE");
            assertThat(bean.getLagMillis()).containsOnlyKeys("n2", "n3");
            assertThat(bean.getTransactions().get("n1")).isPositive();
            assertThat(bean.getConnectionsInUse()).isEqualTo(Map.of("n1", 0, "n2", 0, "n3", 0));
            assertThat(bean.getConnectionsIdle()).hasSize(3);
            assertThat(bean.getPrimaryChanges()).isZero();
            assertThat(bean.getOpenPrimaryTransactions()).isZero();
            assertThat(bean.pause(1_000)).isTrue();
            assertThat(bean.isPaused()).isTrue();
            assertThat(bean.getHeldCalls()).isZero();
            bean.resume();
            assertThat(dataSource.isPaused()).isFalse();
            bean.drain("n2");
            assertThat(bean.getEligibilities()).containsEntry("n2", "DRAINED");
            bean.undrain("n2");
            assertThatThrownBy(() -> bean.drain("n1"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("pause()");
        }
        assertThat(server.isRegistered(name)).isFalse();
    }

    @Test
    void mbeans_ofTheSameName_getNumbersAndGoWithTheirDataSource() throws Exception {
        ObjectName first = new ObjectName("io.pgsluice:type=SluiceDataSource,name=\"it\"");
        ObjectName second = new ObjectName("io.pgsluice:type=SluiceDataSource,name=\"it\",instance=2");
        SluiceDataSource one = open(cluster, config -> config.registerMbeans(true));
        SluiceDataSource two = open(cluster, config -> config.registerMbeans(true));
        assertThat(server.isRegistered(first)).isTrue();
        assertThat(server.isRegistered(second)).isTrue();
        one.close();
        assertThat(server.isRegistered(first)).isFalse();
        assertThat(server.isRegistered(second)).isTrue();
        two.close();
        assertThat(server.isRegistered(second)).isFalse();
        try (SluiceDataSource unasked = open(cluster)) {
            assertThat(unasked.config().registerMbeans()).isFalse();
            assertThat(server.isRegistered(first)).isFalse();
        }
    }
}
