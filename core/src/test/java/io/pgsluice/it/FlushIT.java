// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.execute;
import static io.pgsluice.it.Sluices.open;
import static io.pgsluice.it.Sluices.query;
import static io.pgsluice.it.Sluices.readOnlyTransaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgsluice.RouteReason;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A primary that flushes nothing unasked: what is inserted into its log and what is flushed are far apart. */
@PgCluster(settings = {"wal_writer_delay=10s", "wal_log_hints=on", "autovacuum=off"})
class FlushIT extends AbstractConsistencyIT {
    FlushIT(PostgresCluster cluster) {
        super(cluster);
    }

    private boolean isUnflushed() throws SQLException {
        try (Connection superuser = cluster.primary().connect()) {
            return query(superuser, "SELECT (pg_current_wal_insert_lsn() - pg_current_wal_flush_lsn())::int") > 24 + 16;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET synchronous_commit = off; INSERT INTO ticks(by) VALUES ('me')",
                "BEGIN; SET LOCAL synchronous_commit = off; INSERT INTO ticks(by) VALUES ('me'); COMMIT",
                "BEGIN; SELECT set_config('synchronous_commit', 'off', true); INSERT INTO ticks(by) VALUES ('me'); COMMIT",
                "SELECT lazily()"
            })
    void write_acknowledgedBeforeItsFlush_isSeenAllTheSame(String sql) throws SQLException {
        try (Connection connection = cluster.primary().connect("app", "app", "app");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE OR REPLACE FUNCTION lazily() RETURNS text LANGUAGE sql AS $$ INSERT INTO"
                    + " ticks(by) VALUES ('me'); SELECT set_config('synchronous_commit', 'off', true) $$");
        }
        try (SluiceDataSource dataSource = open(cluster)) {
            int unflushed = 0;
            for (int i = 1; i <= 20; i++) {
                try (Connection connection = dataSource.getConnection();
                        Statement statement = connection.createStatement()) {
                    for (String part : sql.split("; ", -1)) {
                        statement.execute(part);
                    }
                    unflushed += isUnflushed() ? 1 : 0;
                }
                assertThat(count(dataSource)).isEqualTo(i);
            }
            assertThat(unflushed).as("times that the server had not flushed it").isPositive();
            assertThat(reads(dataSource, RouteReason.NO_PROVEN_REPLICA)).isPositive();
        }
    }

    @Test
    void write_serverSetToAcknowledgeBeforeTheFlush_isSeenAllTheSame() throws SQLException {
        try (Connection superuser = cluster.primary().connect();
                Statement statement = superuser.createStatement()) {
            statement.execute("ALTER ROLE app SET synchronous_commit = off");
            try (SluiceDataSource dataSource = open(cluster)) {
                int unflushed = 0;
                for (int i = 1; i <= 20; i++) {
                    execute(dataSource, "INSERT INTO ticks(by) VALUES ('me')");
                    unflushed += isUnflushed() ? 1 : 0;
                    assertThat(count(dataSource)).isEqualTo(i);
                }
                assertThat(unflushed)
                        .as("times that the server had not flushed it")
                        .isPositive();
                assertThat(reads(dataSource, RouteReason.NO_PROVEN_REPLICA)).isPositive();
                statement.execute("CHECKPOINT");
                await().pollInSameThread().atMost(Sluices.SOON).until(() -> cluster.replicas()
                        .contains(readOnlyTransaction(dataSource, cluster)));
                assertThat(count(dataSource)).isEqualTo(20);
            } finally {
                statement.execute("ALTER ROLE app RESET synchronous_commit");
            }
        }
    }

    @Test
    void read_idlePrimaryWithHintBitsNotFlushed_isServedByAReplica() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster)) {
            execute(dataSource, "INSERT INTO ticks(by) SELECT 'me' FROM generate_series(1, 100)");
            try (Connection superuser = cluster.primary().connect();
                    Statement statement = superuser.createStatement()) {
                statement.execute("CHECKPOINT");
            }
            try (Connection reader = cluster.primary().connect("app", "app", "app")) {
                query(reader, "SELECT count(*)::int FROM ticks");
            }
            assertThat(isUnflushed())
                    .as("hint bits are in the log, and not flushed")
                    .isTrue();
            await().pollInSameThread().atMost(Sluices.SOON).until(() -> cluster.replicas()
                    .contains(readOnlyTransaction(dataSource, cluster)));
            assertThat(isUnflushed()).isTrue();
            assertThat(count(dataSource)).isEqualTo(100);
        }
    }

    @Test
    void read_primaryAtTheBeginOfASegment_isServedByAReplica() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster)) {
            execute(dataSource, "INSERT INTO ticks(by) VALUES ('me')");
            try (Connection superuser = cluster.primary().connect();
                    Statement statement = superuser.createStatement()) {
                statement.execute("SELECT pg_switch_wal()");
                assertThat(query(superuser, "SELECT ((pg_current_wal_insert_lsn() - '0/0') % 8192)::int"))
                        .isEqualTo(40);
            }
            // Of a function that may have set synchronous_commit, so that all that is inserted counts.
            execute(dataSource, "SELECT tick() WHERE false");
            await().pollInSameThread().atMost(Sluices.SOON).until(() -> cluster.replicas()
                    .contains(readOnlyTransaction(dataSource, cluster)));
            assertThat(count(dataSource)).isEqualTo(1);
        }
    }
}
