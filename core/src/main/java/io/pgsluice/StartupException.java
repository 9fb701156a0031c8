// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

/** A data source could not be started: no node answered. The message names every node and what it said. */
public final class StartupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what failed, for how long, and every node's state
     */
    public StartupException(String message) {
        super(message);
    }
}
