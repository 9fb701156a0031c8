// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.SluiceConfig;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PostgresCluster;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class MainJobIT {
    @Test
    void smoke() throws Exception {
        try (PostgresCluster cluster = PostgresCluster.builder().replicas(2).build()) {
            var builder = SluiceConfig.builder().credentials("app", "app");
            cluster.jdbcUrls().forEach(builder::node);
            long t0 = System.nanoTime();
            try (SluiceDataSource ds = SluiceDataSource.create(builder.build())) {
                System.out.println("create " + (System.nanoTime() - t0) / 1_000_000);
                try (Connection c = ds.getConnection();
                        Statement s = c.createStatement()) {
                    s.execute("create table t(id bigint primary key)");
                }
                for (int i = 0; i < 10; i++) {
                    try (Connection c = ds.getConnection()) {
                        c.setReadOnly(true);
                        c.setAutoCommit(false);
                        try (Statement s = c.createStatement();
                                ResultSet r = s.executeQuery("select inet_server_port(), pg_is_in_recovery()")) {
                            r.next();
                            System.out.println(r.getInt(1) + " " + r.getBoolean(2));
                        }
                        c.commit();
                    }
                }
                System.out.println(ds.statistics());
                cluster.node("n1").kill();
                System.out.println("promoted in " + cluster.node("n2").promote());
                t0 = System.nanoTime();
                for (int i = 0; i < 3; i++) {
                    try (Connection c = ds.getConnection();
                            Statement s = c.createStatement()) {
                        s.execute("insert into t values (1)");
                        break;
                    } catch (SQLException e) {
                        System.out.println(e);
                    }
                }
                System.out.println("write after " + (System.nanoTime() - t0) / 1_000_000);
                assertThat(ds.topology().primary().name()).isEqualTo("n2");
                t0 = System.nanoTime();
            }
            System.out.println("close " + (System.nanoTime() - t0) / 1_000_000);
        }
    }
}
