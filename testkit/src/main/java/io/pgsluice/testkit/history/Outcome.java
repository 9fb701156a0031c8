// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.Set;

/** What the application knows of an operation after it has ended. */
public enum Outcome {
    /** It returned: a write is durable as far as the server promises that. */
    ACKNOWLEDGED,
    /** It failed, and certainly left nothing. */
    ROLLED_BACK,
    /** It failed while the server may have committed it. */
    IN_DOUBT,
    /** A read failed. */
    FAILED;

    /** The session's end, which says nothing of a statement that was on its way: 57P01 and 57P02. */
    private static final Set<String> SESSION_ENDED = Set.of("57P01", "57P02");
    /** 08001: no session was had. 08004: refused by the server. */
    private static final Set<String> NEVER_CONNECTED = Set.of("08001", "08004");
    /** 40003 statement_completion_unknown. */
    private static final String COMPLETION_UNKNOWN = "40003";

    /**
     * Judges a write that failed, by what the application knows: before COMMIT was sent nothing can have been committed; after that, and for
     * a write with autocommit on, by type and SQLSTATE. What is not known to be harmless is in doubt.
     */
    public static Outcome ofWrite(Phase phase, boolean autocommit, SQLException e) {
        if (!autocommit && phase != Phase.COMMIT) {
            return ROLLED_BACK;
        }
        String state = e.getSQLState();
        if (state == null || state.equals(COMPLETION_UNKNOWN)) {
            return IN_DOUBT;
        }
        if (e instanceof SQLTransactionRollbackException || NEVER_CONNECTED.contains(state)) {
            return ROLLED_BACK;
        }
        boolean unknown = state.startsWith("08")
                || SESSION_ENDED.contains(state)
                || state.startsWith("58")
                || state.startsWith("XX");
        return unknown ? IN_DOUBT : ROLLED_BACK;
    }
}
