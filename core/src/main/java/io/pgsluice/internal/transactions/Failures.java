// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.transactions;

import io.pgsluice.NoAvailableNodeException;
import io.pgsluice.internal.topology.SqlErrors;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a failure says of a transaction. Looks at causes too: frameworks wrap what the driver throws. */
final class Failures {
    /** As the server writes it where {@code lc_messages} is not translated; a session goes on after it. */
    private static final String SEVERITY_OF_STATEMENTS = "ERROR";

    /** Class 42: syntax error or access rule violation. */
    private static final String CLASS_OF_RULES = "42";

    private Failures() {}

    /** Whether it may go better the next time: the session was lost, no node was there, or the server undid the transaction for another. */
    static boolean isTransient(@Nullable Throwable failure) {
        SqlErrors error = SqlErrors.of(failure);
        if (error.endsSession() || error == SqlErrors.SERIALIZATION_OR_RECOVERY_CONFLICT) {
            return true;
        }
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLTransactionRollbackException || t instanceof SQLTransientConnectionException) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a failure of what was sent to be committed proves that it was not: nothing was sent, or the server answered that it failed.
     * A unique violation does not count: it is also what a text meets that was sent twice.
     */
    static boolean provesRollback(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof NoAvailableNodeException) {
                return true;
            }
            if (t instanceof PSQLException driver) {
                ServerErrorMessage answer = driver.getServerErrorMessage();
                return answer != null
                        && SEVERITY_OF_STATEMENTS.equals(answer.getSeverity())
                        && !SqlErrors.UNIQUE_VIOLATION.equals(answer.getSQLState());
            }
        }
        return false;
    }

    /** Whether asking again is of no use: the table is missing, or may not be written to, or the data source is closed. */
    static boolean isLasting(Throwable failure) {
        return failure instanceof SQLException e
                && e.getSQLState() != null
                && (e.getSQLState().startsWith(CLASS_OF_RULES) || isClosed(e));
    }

    /** Whether a data source that hands out no connection is closed. */
    static boolean isClosed(SQLException failure) {
        return SqlErrors.CONNECTION_CLOSED.equals(failure.getSQLState());
    }
}
