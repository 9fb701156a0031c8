// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.pgsluice.SluiceConfig;
import io.pgsluice.SluiceConfigBuilder;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testing.RoundTrips;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Counts what goes over the wire. */
@PgCluster
class WireIT {
    private static final int TRANSACTIONS = 51;
    private static final int WARM_UP = 10;

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

    @Test
    void readBehindAWrite_steadyState_addsNoRoundTrip() throws SQLException {
        makeTable();
        assertAddsNothing(connection -> {
            connection.setAutoCommit(false);
            insert(connection);
            connection.commit();
            connection.setReadOnly(true);
            select(connection);
            connection.commit();
        });
    }

    @Test
    void commit_bringingItsPlaceAlong_addsNoRoundTrip() throws SQLException {
        makeTable();
        assertAddsNothing(
                connection -> {
                    connection.setAutoCommit(false);
                    insert(connection);
                    connection.commit();
                },
                config -> config.commitTokens(true));
    }

    @Test
    void token_withItsCommit_needsNoQuestion() throws SQLException {
        makeTable();
        RoundTrips trips = new RoundTrips("sluice");
        try (SluiceDataSource sluice = sluice(trips, config -> config.commitTokens(true))) {
            try (Connection connection = sluice.getConnection()) {
                connection.setAutoCommit(false);
                insert(connection);
                connection.commit();
            }
            long version = sluice.topology().version();
            assertThat(sluice.lastWriteToken()).isNotNull();
            assertThat(sluice.topology().version()).as("nothing was waited for").isLessThan(version + 3);
        }
    }

    private void makeTable() throws SQLException {
        try (Connection connection = cluster.primary().connect("app", "app", "app");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS wire(id int)");
        }
    }

    private static void insert(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO wire VALUES (?)")) {
            statement.setInt(1, 42);
            statement.executeUpdate();
        }
    }

    private void assertAddsNothing(Cycle cycle) throws SQLException {
        assertAddsNothing(cycle, config -> {});
    }

    private void assertAddsNothing(Cycle cycle, Consumer<SluiceConfigBuilder> settings) throws SQLException {
        RoundTrips plainTrips = new RoundTrips("plain");
        RoundTrips sluiceTrips = new RoundTrips("sluice");
        try (HikariDataSource plain = plain(plainTrips);
                SluiceDataSource sluice = sluice(sluiceTrips, settings)) {
            long expected = typical(plain, cycle, plainTrips);
            assertThat(expected).isPositive();
            assertThat(typical(sluice, cycle, sluiceTrips)).isEqualTo(expected);
        }
    }

    /** The median: on a stalled machine HikariCP, in either data source, may ask whether a connection is still alive. */
    private static long typical(DataSource dataSource, Cycle cycle, RoundTrips trips) throws SQLException {
        long[] counts = new long[TRANSACTIONS];
        for (int i = -WARM_UP; i < TRANSACTIONS; i++) {
            trips.take();
            try (Connection connection = dataSource.getConnection()) {
                cycle.run(connection);
            }
            counts[Math.max(i, 0)] = trips.take();
        }
        Arrays.sort(counts);
        return counts[TRANSACTIONS / 2];
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

    private SluiceDataSource sluice(RoundTrips trips, Consumer<SluiceConfigBuilder> settings) {
        SluiceConfigBuilder config = SluiceConfig.builder()
                .credentials(PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD)
                .maximumPoolSize(1);
        cluster.jdbcUrls().forEach((name, url) -> config.node(name, counted(url, trips)));
        settings.accept(config);
        return SluiceDataSource.create(config.build());
    }

    private static String counted(String url, RoundTrips trips) {
        return url + (url.contains("?") ? "&" : "?") + trips.urlParameters();
    }
}
