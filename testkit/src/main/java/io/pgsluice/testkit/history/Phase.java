// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

/** How far an operation had come when it failed. */
public enum Phase {
    /** Until the answer to its first statement. */
    FIRST_STATEMENT,
    /** Until the answer to a later one. */
    LATER_STATEMENT,
    /** While its COMMIT was under way. */
    COMMIT,
    /** When the connection was given back, after a success. */
    CLOSE
}
