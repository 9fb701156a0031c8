// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Runs one transaction once and takes down what became of it. Confined to one thread. */
final class Attempt {
    private static final int TIMELINE_DIGITS = 8;

    private final OperationKind kind;
    private final int session;
    private final boolean autocommit;
    private final boolean readOnly;
    private Phase phase = Phase.FIRST_STATEMENT;
    private boolean acknowledged;
    private boolean onReplica;
    private @Nullable Position position;

    Attempt(OperationKind kind, int session, boolean autocommit, boolean readOnly) {
        this.kind = kind;
        this.session = session;
        this.autocommit = autocommit;
        this.readOnly = readOnly;
    }

    /** What is done in the transaction. */
    @FunctionalInterface
    interface Body {
        /** Does it and answers what was written or read. */
        Effect run(Connection connection, Attempt attempt) throws SQLException;
    }

    /** Notes that the first statement has been answered. */
    void answered() {
        phase = Phase.LATER_STATEMENT;
    }

    /** Notes whether the server that answered is a replica. */
    void servedBy(boolean replica) {
        onReplica = replica;
    }

    /** Notes where a row says that it was made: in recovery or not, log file, position, in that order from a column on. */
    void servedBy(ResultSet row, int column) throws SQLException {
        onReplica = row.getBoolean(column);
        String file = row.getString(column + 1);
        if (file != null) {
            position = new Position(Integer.parseInt(file.substring(0, TIMELINE_DIGITS), 16), row.getLong(column + 2));
        }
    }

    /**
     * Runs it.
     *
     * @param intended the effect if it fails
     */
    Operation run(DataSource dataSource, History history, Effect intended, Body body) {
        long start = history.now();
        Effect effect = intended;
        Failure failure = null;
        Outcome outcome = Outcome.ACKNOWLEDGED;
        try (Connection connection = dataSource.getConnection()) {
            effect = within(connection, body);
            acknowledged = true;
            phase = Phase.CLOSE;
        } catch (SQLException e) {
            failure = Failure.of(phase, e, 1 + rollbacksFailed(e));
            if (!acknowledged) {
                outcome = kind.isWrite() ? Outcome.ofWrite(phase, autocommit, e) : Outcome.FAILED;
                effect = intended;
            }
        }
        return new Operation(
                kind, session, start, history.now(), outcome, effect, readOnly, onReplica, position, failure);
    }

    private Effect within(Connection connection, Body body) throws SQLException {
        connection.setReadOnly(readOnly);
        connection.setAutoCommit(autocommit);
        try {
            Effect effect = body.run(connection, this);
            if (!autocommit) {
                phase = Phase.COMMIT;
                connection.commit();
            }
            return effect;
        } catch (SQLException e) {
            if (!autocommit) {
                rollback(connection, e);
            }
            throw e;
        }
    }

    private static void rollback(Connection connection, SQLException failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(new RollbackFailure(e));
        }
    }

    private static int rollbacksFailed(SQLException e) {
        int count = 0;
        for (Throwable suppressed : e.getSuppressed()) {
            if (suppressed instanceof RollbackFailure) {
                count++;
            }
        }
        return count;
    }

    /** Marks what a rollback after a failure surfaced. */
    private static final class RollbackFailure extends Exception {
        private static final long serialVersionUID = 1;

        RollbackFailure(SQLException cause) {
            super("rollback() failed too", cause);
        }
    }
}
