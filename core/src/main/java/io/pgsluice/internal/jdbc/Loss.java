// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.CommitOutcomeUnknownException;
import io.pgsluice.internal.routing.ConnectionFreshness;
import io.pgsluice.internal.sql.StatementInfo;
import io.pgsluice.internal.sql.StatementKind;
import io.pgsluice.internal.topology.SqlErrors;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import org.jspecify.annotations.Nullable;

/**
 * What the application is told of a session that was lost, and the transaction that is gone with it while the application believes to be
 * in it: nothing runs until it was told by a {@code rollback()} or {@code commit()}, or by the same in SQL.
 */
final class Loss {
    private Loss() {}

    /** What tells that a transaction, or a statement on its own, has left nothing: COMMIT was not sent. */
    static SQLException rolledBack(LeaseBroker broker, Lease lease, SQLException cause) {
        broker.told(false);
        return new SQLTransactionRollbackException(
                broker.dataSourceName()
                        + " - the session was lost and its transaction with it; nothing of it was committed: roll back and run the whole"
                        + " transaction again (" + broker.situation(lease) + "): " + cause.getMessage(),
                SqlErrors.ROLLED_BACK,
                cause);
    }

    /** What tells that the server may have committed, or not. */
    static SQLException unknown(
            LeaseBroker broker,
            ConnectionFreshness connection,
            Lease lease,
            @Nullable CommitTrace trace,
            SQLException cause) {
        broker.told(true);
        broker.committed(lease, connection, null);
        return new CommitOutcomeUnknownException(
                broker.dataSourceName()
                        + " - the session was lost before the server answered whether it has committed: look whether the work was done before"
                        + " doing it again ("
                        + (trace == null ? "" : "xid=" + trace.transactionId() + ", lsn=" + trace.position() + ", ")
                        + broker.situation(lease) + "): " + cause.getMessage(),
                lease.node().name(),
                trace == null ? null : trace.transactionId(),
                trace == null ? null : trace.position(),
                cause);
    }

    /** Ends it by a rollback; false if there was none. */
    static boolean rolledBack(SessionState state) {
        boolean was = state.lost() != null;
        state.lost(null);
        if (was) {
            state.rolledBack(null);
        }
        return was;
    }

    /** Ends it by a commit, which fails if there was one. */
    static void checkCommit(SessionState state) throws SQLException {
        SQLException first = state.lost();
        if (first != null) {
            rolledBack(state);
            throw again(first);
        }
    }

    /** Lets nothing run but what ends it. */
    static void check(SessionState state, StatementInfo info) throws SQLException {
        SQLException first = state.lost();
        if (first == null) {
            return;
        }
        if (info.kind() == StatementKind.COMMIT) {
            checkCommit(state);
        } else if (info.kind() == StatementKind.ROLLBACK) {
            rolledBack(state);
        } else {
            throw again(first);
        }
    }

    /** The same in an exception of its own, thrown where it is. */
    private static SQLException again(SQLException first) {
        if (first instanceof CommitOutcomeUnknownException unknown) {
            return new CommitOutcomeUnknownException(
                    String.valueOf(first.getMessage()), unknown.node(), unknown.transactionId(), unknown.lsn(), first);
        }
        return new SQLTransactionRollbackException(first.getMessage(), first.getSQLState(), first);
    }
}
