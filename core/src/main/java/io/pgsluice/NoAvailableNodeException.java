// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * No node could take a transaction in time. Its SQLSTATE is 08001; the message names every node, its state and why it was
 * not used. Nothing was executed: running the transaction again is safe.
 */
public final class NoAvailableNodeException extends SQLTransientConnectionException {
    private static final long serialVersionUID = 1L;

    private final transient Topology topology;

    /**
     * Makes the exception.
     *
     * @param message what was attempted and for how long
     * @param topology the nodes as they were when the attempt was given up
     * @param cause the last error met on the way, or null
     */
    public NoAvailableNodeException(String message, Topology topology, @Nullable Throwable cause) {
        super(message + ": " + topology.summary(), "08001", cause);
        this.topology = topology;
    }

    /**
     * Answers the nodes as they were when the attempt was given up.
     *
     * @return the picture; null after deserialization
     */
    public @Nullable Topology topology() {
        return topology;
    }
}
