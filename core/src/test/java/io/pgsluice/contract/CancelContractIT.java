// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Statements that are stopped. */
class CancelContractIT extends Contract {
    private static final String SLEEP = "SELECT pg_sleep(60)";

    @FunctionalInterface
    private interface Stop {
        void run() throws SQLException;
    }

    /** Runs a statement, and stops it from another thread once the server is at it. */
    private void stopped(Connection connection, Transcript seen, String sql, Transcript.Action running, Stop stop)
            throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            boolean readOnly = connection.isReadOnly();
            Future<?> stopping = other.submit(() -> {
                await().pollInterval(java.time.Duration.ofMillis(5))
                        .until(() -> servers().isRunning(readOnly, sql));
                stop.run();
                return null;
            });
            seen.note("stopped", () -> {
                running.run();
                return "not stopped";
            });
            stopping.get(30, TimeUnit.SECONDS);
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void cancel_fromAnotherThread_stopsTheStatement() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                stopped(connection, seen, SLEEP, () -> statement.execute(SLEEP), statement::cancel);
                seen.note("afterwards", () -> statement.executeQuery("SELECT 1"));
            }
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(SLEEP)) {
                stopped(connection, seen, SLEEP, statement::execute, statement::cancel);
                seen.fails("failed transaction", "25P02", statement::execute);
            }
            connection.rollback();
        });
    }

    @Test
    void cancel_ofNothing_isHarmless() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                seen.succeeds("before", statement::cancel);
                statement.execute("SELECT 1");
                seen.succeeds("after", statement::cancel);
                seen.note("then", () -> statement.executeQuery("SELECT 1"));
            }
        });
    }

    @Test
    void queryTimeout_stopsTheStatement() throws Exception {
        onceEach((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                statement.setQueryTimeout(1);
                seen.is("timeout", 1, statement::getQueryTimeout);
                seen.fails("stopped", "57014", () -> statement.execute(SLEEP));
                seen.note("afterwards", () -> statement.executeQuery("SELECT 1"));
                statement.setQueryTimeout(0);
                seen.note("none", () -> statement.executeQuery("SELECT pg_sleep(0.01)"));
            }
        });
    }

    @Test
    void statementTimeout_ofTheServer_stopsTheStatement() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL statement_timeout = 20");
                seen.fails("stopped", "57014", () -> statement.execute(SLEEP));
            }
            connection.rollback();
        });
    }

    @Test
    void close_fromAnotherThread_endsTheWait() throws Exception {
        everywhere((connection, seen) -> {
            Statement statement = connection.createStatement();
            stopped(connection, seen, SLEEP, () -> execute(statement), () -> connection.abort(quietly()));
            seen.is("closed", true, connection::isClosed);
            seen.fails("used", "08003", () -> connection.createStatement().execute("SELECT 1"));
        });
    }

    /** As an executor of an application's: what fails there fails there. */
    private static Executor quietly() {
        return task -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                assertThat(e).isNotNull();
            }
        };
    }

    private static void execute(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(SLEEP)) {
            rows.next();
        }
    }

    @Test
    void networkTimeout_endsTheWait() throws Exception {
        onPrimary((connection, seen) -> {
            connection.setNetworkTimeout(Runnable::run, 200);
            Statement statement = connection.createStatement();
            seen.fails("timeout", "08006", () -> execute(statement));
            seen.note("closed", connection::isClosed);
            seen.does("used", () -> connection.createStatement().execute("SELECT 1"));
        });
    }

    @Test
    void terminated_withinATransaction_isReported() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            Statement statement = connection.createStatement();
            statement.execute("SELECT 1");
            boolean readOnly = connection.isReadOnly();
            stopped(connection, seen, SLEEP, () -> execute(statement), () -> servers()
                    .terminate(readOnly, SLEEP));
            seen.fails("next", "08003", () -> statement.execute("SELECT 1"));
            seen.does("commit", connection::commit);
            seen.does("rollback", connection::rollback);
            seen.note("valid", () -> connection.isValid(5));
            seen.note("closed", connection::isClosed);
        });
    }
}
