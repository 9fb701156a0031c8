// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

/** Where a comment asks for its statement to run. */
public enum RouteHint {
    /** {@code pgsluice:primary}. */
    PRIMARY,
    /** {@code pgsluice:replica}. */
    REPLICA
}
