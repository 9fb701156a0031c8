// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit;

import org.jspecify.annotations.Nullable;

/**
 * Says that the test cluster could not do what it was asked to, and what to do about it. The message carries the node,
 * the time waited and, where a server failed, the end of its log.
 */
public final class PostgresClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception with a message that says what failed and what to do. */
    public PostgresClusterException(String message) {
        super(message);
    }

    /** Makes the exception with a message that says what failed and what to do, and what caused it. */
    public PostgresClusterException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
