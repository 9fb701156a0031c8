// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one node at one moment.
 *
 * @param name the node's configured name
 * @param address host and port
 * @param role the role it last reported, {@link Role#UNKNOWN} before its first answer
 * @param state whether it answers
 * @param eligibility whether it may serve read-only transactions, and if not, why
 * @param lsn the last WAL position it reported (flushed on a primary, replayed on a replica), null before its first answer
 * @param timeline its timeline, 0 while unknown; a replica's is the one it has been proven to follow
 * @param systemIdentifier its {@code system_identifier}, 0 while unknown
 * @param lag how far it was behind the primary at its last sample, an upper bound; null while unknown and on a primary
 * @param detail the last error or notice about it, null if there is none
 */
public record NodeStatus(
        String name,
        String address,
        Role role,
        NodeState state,
        Eligibility eligibility,
        @Nullable Lsn lsn,
        int timeline,
        long systemIdentifier,
        @Nullable Duration lag,
        @Nullable String detail) {

    /**
     * Says in one phrase what the node is and why it is or is not used.
     *
     * @return for example {@code n2 REPLICA UP (lag above maxReplicaLag, lag=3400ms)}
     */
    public String summary() {
        StringBuilder text = new StringBuilder(name)
                .append(" (")
                .append(address)
                .append(") ")
                .append(role)
                .append(' ')
                .append(state)
                .append(": ")
                .append(eligibility.text());
        if (lag != null) {
            text.append(", lag=").append(lag.toMillis()).append("ms");
        }
        if (timeline != 0) {
            text.append(", timeline=").append(timeline);
        }
        if (detail != null) {
            text.append(", ").append(detail);
        }
        return text.toString();
    }
}
