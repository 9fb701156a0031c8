// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfigMXBean;
import io.pgsluice.spi.NodePool;
import io.pgsluice.spi.PoolFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

@Timeout(20)
class HikariPoolFactoryTest {

    private static PoolFactory.Request request(Duration borrowTimeout, Duration maxLifetime) {
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setServerNames(new String[] {"127.0.0.1"});
        nobody.setPortNumbers(new int[] {freePort()});
        nobody.setDatabaseName("app");
        nobody.setUser("app");
        return new PoolFactory.Request(
                "test-n1", nobody, 7, 2, borrowTimeout, maxLifetime, Duration.ofSeconds(20), Duration.ofSeconds(5));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void create_nodeIsDead_startsAndFailsEachBorrowInTimeWithTheCause() {
        try (NodePool pool = new HikariPoolFactory().create(request(Duration.ofSeconds(2), Duration.ofMinutes(30)))) {
            assertThatThrownBy(pool::borrow)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("test-n1")
                    .cause()
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("refused");
            assertThat(pool.inUse()).isZero();
            assertThat(pool.idle()).isZero();
            assertThat(pool.waiting()).isZero();
            pool.evictAll();
        }
    }

    @Test
    void create_request_becomesTheSettingsOfThePool() {
        try (HikariNodePool pool = (HikariNodePool)
                new HikariPoolFactory().create(request(Duration.ofSeconds(2), Duration.ofSeconds(30)))) {
            HikariConfigMXBean settings = pool.dataSource().getHikariConfigMXBean();
            assertThat(settings.getPoolName()).isEqualTo("test-n1");
            assertThat(settings.getMaximumPoolSize()).isEqualTo(7);
            assertThat(settings.getMinimumIdle()).isEqualTo(2);
            assertThat(settings.getConnectionTimeout()).isEqualTo(2_000);
            assertThat(settings.getValidationTimeout()).isEqualTo(2_000);
            assertThat(settings.getMaxLifetime()).isEqualTo(30_000);
            assertThat(settings.getIdleTimeout()).isEqualTo(20_000);
            assertThat(settings.getLeakDetectionThreshold()).isEqualTo(5_000);
            assertThat(pool.dataSource().isAutoCommit()).isTrue();
            assertThat(pool.dataSource().getInitializationFailTimeout()).isEqualTo(-1);
            assertThat(pool.dataSource().getKeepaliveTime()).isZero();
        }
    }

    @Test
    void create_borrowTimeoutBelowHikarisFloor_usesTheFloor() {
        try (HikariNodePool pool =
                (HikariNodePool) new HikariPoolFactory().create(request(Duration.ofMillis(1), Duration.ZERO))) {
            assertThat(pool.dataSource().getConnectionTimeout()).isEqualTo(250);
            assertThat(pool.dataSource().getValidationTimeout()).isEqualTo(250);
            assertThat(pool.dataSource().getMaxLifetime()).isZero();
        }
    }

    @Test
    void close_twice_isQuiet() {
        NodePool pool = new HikariPoolFactory().create(request(Duration.ofMillis(300), Duration.ZERO));
        pool.close();
        pool.close();

        assertThatThrownBy(pool::borrow).isInstanceOf(SQLException.class).hasMessageContaining("closed");
        assertThat(pool.inUse()).isZero();
        pool.evictAll();
    }
}
