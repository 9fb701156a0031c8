// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.testkit.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A cluster for the tests of a class, and pools for each test, which must give every connection back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ShellIT {
    final PostgresCluster cluster = PostgresCluster.builder()
            .replicas(2)
            .setting("max_standby_streaming_delay", "0")
            .build();
    Shell shell;

    @BeforeAll
    void createTable() throws SQLException {
        try (Connection connection = cluster.primary()
                .connect(PostgresCluster.APP_DATABASE, PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD)) {
            Shell.execute(connection, "CREATE TABLE item (id int GENERATED ALWAYS AS IDENTITY, name text)");
            Shell.execute(connection, "INSERT INTO item (name) SELECT 'item ' || i FROM generate_series(1, 100) i");
            Shell.execute(connection, "CREATE SCHEMA other");
            Shell.execute(
                    connection,
                    "CREATE FUNCTION twice(n int, OUT result int) LANGUAGE sql IMMUTABLE AS 'SELECT 2 * n'");
        }
        cluster.awaitCaughtUp();
    }

    @BeforeEach
    void open() {
        shell = new Shell(cluster);
    }

    @AfterEach
    void close() {
        int leaked = shell.inUse();
        shell.close();
        assertThat(leaked).as("connections not given back").isZero();
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    static void assertFails(String state, ThrowingCallable call) {
        Assertions.assertThatThrownBy(call).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState())
                .isEqualTo(state));
    }
}
