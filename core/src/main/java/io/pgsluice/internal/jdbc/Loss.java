// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.CommitOutcomeUnknownException;
import io.pgsluice.internal.sql.StatementInfo;
import io.pgsluice.internal.sql.StatementKind;
import io.pgsluice.internal.topology.SqlErrors;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import org.jspecify.annotations.Nullable;

/**
 * What the application is told of a session that was lost, and the transaction that is gone with it while the application believes to be
 * in it: nothing runs until it was told by a {@code rollback()} or {@code commit()}, or by the same in SQL. Confined to one thread at a time.
 */
final class Loss {
    private final LeaseBroker broker;
    private final SessionState state;
    /** The first exception that told of it; null while no transaction is gone. */
    private @Nullable SQLException told;

    Loss(LeaseBroker broker, SessionState state) {
        this.broker = broker;
        this.state = state;
    }

    /** What tells that a transaction, or a statement on its own, has left nothing: COMMIT was not sent. */
    SQLException rolledBack(Lease lease, SQLException cause) {
        broker.told(false);
        return new SQLTransactionRollbackException(
                broker.dataSourceName()
                        + " - the session was lost and its transaction with it; nothing of it was committed: roll back and run the whole"
                        + " transaction again (" + broker.situation(lease) + "): " + cause.getMessage(),
                SqlErrors.ROLLED_BACK,
                cause);
    }

    /** What tells that the server may have committed, or not. */
    SQLException unknown(Lease lease, @Nullable CommitTrace trace, SQLException cause) {
        broker.told(true);
        broker.committed(lease, state, null);
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

    /** Notes that the transaction of the application is gone, which is told until the application has ended it. */
    void happened(SQLException exception) {
        told = exception;
    }

    boolean isOpen() {
        return told != null;
    }

    /** Ends it by a rollback; false if there was none. */
    boolean rolledBack() {
        boolean was = isOpen();
        told = null;
        if (was) {
            state.rolledBack(null);
        }
        return was;
    }

    /** Ends it by a commit, which fails if there was one. */
    void checkCommit() throws SQLException {
        SQLException first = told;
        if (first != null) {
            rolledBack();
            throw again(first);
        }
    }

    /** Lets nothing run but what ends it. */
    void check(StatementInfo info) throws SQLException {
        SQLException first = told;
        if (first == null) {
            return;
        }
        if (info.kind() == StatementKind.COMMIT) {
            checkCommit();
        } else if (info.kind() == StatementKind.ROLLBACK) {
            rolledBack();
        } else {
            throw again(first);
        }
    }

    /** The same in an exception of its own, thrown where it is. */
    private SQLException again(SQLException first) {
        if (first instanceof CommitOutcomeUnknownException unknown) {
            return new CommitOutcomeUnknownException(
                    String.valueOf(first.getMessage()), unknown.node(), unknown.transactionId(), unknown.lsn(), first);
        }
        return new SQLTransactionRollbackException(first.getMessage(), first.getSQLState(), first);
    }
}
