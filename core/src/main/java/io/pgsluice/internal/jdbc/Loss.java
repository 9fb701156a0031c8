// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.internal.sql.StatementInfo;
import io.pgsluice.internal.sql.StatementKind;
import io.pgsluice.internal.topology.SqlErrors;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that is gone with its session while the application believes to be in it: nothing runs until it was told by a
 * {@code rollback()} or {@code commit()}, or by the same in SQL. Confined to one thread at a time.
 */
final class Loss {
    private final String name;
    private final SessionState state;
    /** Why the transaction is gone; null while none is. */
    private @Nullable SQLException cause;

    Loss(String name, SessionState state) {
        this.name = name;
        this.state = state;
    }

    void happened(SQLException e) {
        cause = e;
    }

    boolean isOpen() {
        return cause != null;
    }

    /** Ends it by a rollback; false if there was none. */
    boolean rolledBack() {
        boolean was = isOpen();
        cause = null;
        if (was) {
            state.rolledBack(null);
        }
        return was;
    }

    /** Ends it by a commit, which fails if there was one. */
    void checkCommit() throws SQLException {
        SQLException loss = cause;
        if (loss != null) {
            rolledBack();
            throw exception(loss);
        }
    }

    /** Lets nothing run but what ends it. */
    void check(StatementInfo info) throws SQLException {
        SQLException loss = cause;
        if (loss == null) {
            return;
        }
        if (info.kind() == StatementKind.COMMIT) {
            checkCommit();
        } else if (info.kind() == StatementKind.ROLLBACK) {
            rolledBack();
        } else {
            throw exception(loss);
        }
    }

    private SQLException exception(SQLException loss) {
        return new SQLNonTransientConnectionException(
                name
                        + " - the transaction is gone with its connection and was not committed by this call; roll back and begin again"
                        + " (SQLSTATE of the loss=" + loss.getSQLState() + ")",
                SqlErrors.CONNECTION_CLOSED,
                loss);
    }
}
