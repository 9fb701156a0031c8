// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.sql.SQLNonTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * A transaction was sent to be committed, or a statement was sent with autocommit on, and the session was lost before the answer came:
 * the server may have committed it, or not. Its SQLSTATE is 08007; the driver's error is its cause.
 *
 * <p>Doing the work again may do it twice. Look whether it was done, make it repeatable ({@code INSERT … ON CONFLICT DO NOTHING}), or run
 * it where the outcome is always known: with {@code SluiceTransactions}.
 */
public final class CommitOutcomeUnknownException extends SQLNonTransientConnectionException {
    private static final long serialVersionUID = 1L;

    /** 08007 transaction_resolution_unknown. */
    private static final String STATE = "08007";

    private final @Nullable String node;
    private final @Nullable String transactionId;
    private final transient @Nullable Lsn lsn;

    /**
     * Makes the exception.
     *
     * @param message what was attempted and what is known of it
     * @param node the name of the node that was to commit, or null
     * @param transactionId the transaction's number there ({@code pg_current_xact_id()}), if it was asked for, else null
     * @param lsn a WAL position at or behind all that the transaction had written before its COMMIT, if it was asked for, else null
     * @param cause what was met instead of an answer, or null
     */
    public CommitOutcomeUnknownException(
            String message,
            @Nullable String node,
            @Nullable String transactionId,
            @Nullable Lsn lsn,
            @Nullable Throwable cause) {
        super(message, STATE, cause);
        this.node = node;
        this.transactionId = transactionId;
        this.lsn = lsn;
    }

    /** Answers the name of the node that was to commit, or null. */
    public @Nullable String node() {
        return node;
    }

    /**
     * Answers the transaction's number on that node, which {@code pg_xact_status()} takes there as long as nobody was promoted and the
     * server was not restarted.
     *
     * @return the number in decimal digits, or null if it is not known: see {@code commitProof}
     */
    public @Nullable String transactionId() {
        return transactionId;
    }

    /**
     * Answers a WAL position at or behind all that the transaction had written before its COMMIT.
     *
     * @return the position; null if it is not known, and after deserialization
     */
    public @Nullable Lsn lsn() {
        return lsn;
    }
}
