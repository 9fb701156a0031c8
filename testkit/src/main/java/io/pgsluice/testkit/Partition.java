// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit;

/** How a node is cut off from its clients and from the other nodes. */
public enum Partition {
    /**
     * Packets vanish: connections stay open, new ones are accepted, and nothing flows in either direction. What was
     * sent meanwhile arrives after {@link PostgresNode#heal()}, as with TCP's retransmissions.
     */
    SILENT,
    /** Connections are reset and new ones refused. */
    REFUSED
}
