// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

/** Role of a node, always learned from the server itself. */
public enum Role {
    /** The server is not in recovery: it takes writes. */
    PRIMARY,
    /** The server is in recovery (a hot standby): it takes read-only transactions. */
    REPLICA,
    /** The server has not answered yet. */
    UNKNOWN
}
