// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import static io.pgsluice.internal.jdbc.Shell.ask;
import static io.pgsluice.internal.jdbc.Shell.execute;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.internal.topology.Node;
import io.pgsluice.testkit.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;

/** Settings whose way to the server, or back from it, is not the usual one. */
abstract class SettingsIT extends ShellIT {
    static final String X = "SELECT current_setting('app.tenant_id', true)";
    private static final String Y = "SELECT current_setting('app.y', true)";

    @BeforeAll
    void createObjects() throws SQLException {
        try (Connection connection = cluster.primary()
                .connect(PostgresCluster.APP_DATABASE, PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD)) {
            execute(connection, "CREATE TYPE other.mood AS ENUM ('glad', 'sad')");
            execute(connection, "CREATE TABLE other.only_here (id int)");
            execute(
                    connection,
                    "CREATE TABLE stamped (id int PRIMARY KEY, name text, tenant text DEFAULT current_setting('app.tenant_id', true))");
            execute(connection, "INSERT INTO stamped VALUES (1, 'one', 'none')");
        }
        cluster.awaitCaughtUp();
    }

    /** Looks at every session that the pools may lend. */
    final void nothingLeft() throws SQLException {
        List<Connection> borrowed = new ArrayList<>();
        List<String> left = new ArrayList<>();
        try {
            for (Node node : shell.nodes()) {
                for (int i = 0; i < Shell.POOL_SIZE; i++) {
                    Connection connection = node.borrow();
                    borrowed.add(connection);
                    for (String question : List.of(X, Y)) {
                        String value = ask(connection, question);
                        if (value != null && !value.isEmpty()) {
                            left.add(node + ": " + question + " = " + value);
                        }
                    }
                }
            }
        } finally {
            for (Connection connection : borrowed) {
                connection.close();
            }
        }
        assertThat(left).as("settings that the next borrower finds").isEmpty();
    }

    /** Does what may fail, but by an error of SQL only. */
    static void attempt(ThrowingCallable step) {
        Throwable thrown = Assertions.catchThrowable(step);
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(SQLException.class);
        }
    }
}
