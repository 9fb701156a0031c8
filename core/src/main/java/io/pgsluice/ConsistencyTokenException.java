// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A read was to see what stands before a {@link ConsistencyToken}, and it is certain that no node shows that, or nobody can tell. Its
 * SQLSTATE is 55000. Thrown with {@code unknownToken=FAIL} only.
 */
public final class ConsistencyTokenException extends SQLException {
    private static final long serialVersionUID = 1L;

    /** 55000 object_not_in_prerequisite_state. */
    private static final String STATE = "55000";

    /** Why a token can't be honoured. */
    public enum Reason {
        /** It is of another cluster. */
        OTHER_SYSTEM,
        /** It was written on a timeline behind the point where the next one began: lost in a failover. */
        LOST,
        /**
         * Nobody can tell: it is of a timeline, or of a position, that no node has got to, or of an earlier timeline of which this data source
         * has not seen the end.
         */
        UNKNOWN
    }

    private final Reason reason;
    private final transient @Nullable ConsistencyToken token;

    /**
     * Makes the exception.
     *
     * @param message what was asked for and what is known
     * @param reason why the token can't be honoured
     * @param token the token
     */
    public ConsistencyTokenException(String message, Reason reason, ConsistencyToken token) {
        super(message, STATE);
        this.reason = reason;
        this.token = token;
    }

    /** Answers why the token can't be honoured. */
    public Reason reason() {
        return reason;
    }

    /** Answers the token; null after deserialization. */
    public @Nullable ConsistencyToken token() {
        return token;
    }
}
