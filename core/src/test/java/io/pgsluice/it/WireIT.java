// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testing.RoundTrips;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Counts what goes over the wire. */
@PgCluster
class WireIT {
    private static final int TRANSACTIONS = 50;

    private final PostgresCluster cluster;

    WireIT(PostgresCluster cluster) {
        this.cluster = cluster;
    }

    /** What an application does with a connection. */
    @FunctionalInterface
    private interface Cycle {
        void run(Connection connection) throws SQLException;
    }

    @Test
    void readOnlyTransaction_steadyState_addsNoRoundTrip() throws SQLException {
        assertAddsNothing(connection -> {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            select(connection);
            connection.commit();
        });
    }

    @Test
    void readWriteTransaction_steadyState_addsNoRoundTrip() throws SQLException {
        assertAddsNothing(connection -> {
            connection.setAutoCommit(false);
            select(connection);
            select(connection);
            connection.commit();
        });
    }

    @Test
    void autocommitStatements_steadyState_addNoRoundTrip() throws SQLException {
        assertAddsNothing(connection -> {
            select(connection);
            select(connection);
        });
    }

    @Test
    void autocommitReadOnlyStatements_steadyState_addNoRoundTrip() throws SQLException {
        assertAddsNothing(connection -> {
            connection.setReadOnly(true);
            select(connection);
            select(connection);
        });
    }

    @Test
    void repeatableReadTransaction_steadyState_addsNoRoundTrip() throws SQLException {
        assertAddsNothing(connection -> {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            select(connection);
            connection.commit();
        });
    }

    @Test
    void rolledBackTransaction_steadyState_addsNoRoundTrip() throws SQLException {
        assertAddsNothing(connection -> {
            connection.setAutoCommit(false);
            select(connection);
            connection.rollback();
        });
    }

    private void assertAddsNothing(Cycle cycle) throws SQLException {
        RoundTrips plainTrips = new RoundTrips("plain");
        RoundTrips sluiceTrips = new RoundTrips("sluice");
        try (HikariDataSource plain = plain(plainTrips);
                SluiceDataSource sluice = sluice(sluiceTrips)) {
            long expected = count(plain, cycle, plainTrips);
            assertThat(expected).isPositive();
            assertThat(count(sluice, cycle, sluiceTrips)).isEqualTo(expected);
        }
    }

    private static long count(DataSource dataSource, Cycle cycle, RoundTrips trips) throws SQLException {
        long total = 0;
        for (int i = -10; i < TRANSACTIONS; i++) {
            trips.take();
            try (Connection connection = dataSource.getConnection()) {
                cycle.run(connection);
            }
            total += i < 0 ? 0 : trips.take();
        }
        return total;
    }

    private static void select(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT ?::int")) {
            statement.setInt(1, 42);
            try (ResultSet row = statement.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getInt(1)).isEqualTo(42);
            }
        }
    }

    private HikariDataSource plain(RoundTrips trips) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(counted(cluster.primary().jdbcUrl(), trips));
        config.setUsername(PostgresCluster.APP_USER);
        config.setPassword(PostgresCluster.APP_PASSWORD);
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    /** One connection a pool, and a monitor that is silent while the cycles run. */
    private SluiceDataSource sluice(RoundTrips trips) {
        return Sluices.open(cluster, config -> config.driverProperty("socketFactory", RoundTrips.class.getName())
                .driverProperty("socketFactoryArg", "sluice")
                .maximumPoolSize(1));
    }

    private static String counted(String url, RoundTrips trips) {
        return url + (url.contains("?") ? "&" : "?") + trips.urlParameters();
    }
}
