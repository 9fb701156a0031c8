// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.execute;
import static io.pgsluice.it.Sluices.open;
import static io.pgsluice.it.Sluices.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The text of a statement may be as large as a string: it goes through, and nothing of it stays behind or is shown. */
@PgCluster(replicas = 1)
class GiantStatementIT {
    private static final int SIZE = 64 << 20;

    /** Where several are sent. */
    private static final int LARGE = 8 << 20;

    private static final Duration LONG = Duration.ofSeconds(30);

    private final PostgresCluster cluster;

    GiantStatementIT(PostgresCluster cluster) {
        this.cluster = cluster;
    }

    private static String giant(String sql, int size) {
        return sql + " /* " + "x".repeat(size) + " */";
    }

    private static int prepared(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static String whole(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** What is in use when everything that can be collected is. */
    private static long used() {
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void giantText_onEveryRoute_runsAndLeavesNothingBehind() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster);
                Connection connection = dataSource.getConnection()) {
            execute(dataSource, "SELECT 1");
            long before = used();
            assertThat(query(connection, giant("SELECT 1", SIZE))).isEqualTo(1);
            connection.setReadOnly(true);
            for (int i = 0; i < 3; i++) {
                assertThat(query(connection, giant("SELECT 2", LARGE))).isEqualTo(2);
                assertThat(prepared(connection, giant("SELECT 3", LARGE))).isEqualTo(3);
            }
            await().atMost(LONG).untilAsserted(() -> assertThat(used() - before).isLessThan(LARGE));
            assertThat(connection.isReadOnly()).isTrue();
        }
    }

    @Test
    void giantText_thatFailsOrIsRefused_isShownNowhere() throws SQLException {
        PrintStream original = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try (SluiceDataSource dataSource = open(cluster);
                Connection connection = dataSource.getConnection()) {
            execute(dataSource, "CREATE TABLE IF NOT EXISTS giant(id int)");
            execute(
                    dataSource,
                    "CREATE OR REPLACE FUNCTION write_giant() RETURNS int LANGUAGE sql AS 'INSERT INTO giant VALUES (1) RETURNING id'");
            cluster.awaitCaughtUp();
            for (boolean readOnly : new boolean[] {false, true}) {
                connection.setReadOnly(readOnly);
                assertThatThrownBy(() -> query(connection, giant("SELECT nonsense FROM nowhere", LARGE)))
                        .isInstanceOf(SQLException.class)
                        .satisfies(e -> assertThat(whole(e)).hasSizeLessThan(20_000));
            }
            assertThatThrownBy(() -> query(connection, giant("SELECT write_giant()", LARGE)))
                    .isInstanceOf(SQLException.class)
                    .satisfies(e -> assertThat(whole(e)).hasSizeLessThan(20_000));
        } finally {
            System.setErr(original);
        }
        assertThat(log.size()).isLessThan(50_000);
    }
}
