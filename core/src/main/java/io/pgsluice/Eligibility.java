// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

/**
 * Whether a node may serve read-only transactions as a replica, and if not, why.
 *
 * <p>A node is eligible only on positive, recent evidence. Each way of lacking it has its own name.
 */
public enum Eligibility {
    /** Fresh enough, and taking new read-only transactions. */
    ELIGIBLE("eligible"),
    /** No probe has finished yet. */
    NOT_PROBED("not probed yet"),
    /** The node is in recovery no longer, or never was: it is the primary. */
    PRIMARY("is the primary"),
    /** The last probe failed or missed its deadline. */
    PROBE_FAILED("its last probe failed"),
    /** The node is {@link NodeState#DOWN}. */
    NODE_DOWN("down"),
    /** The last good sample is older than three probe intervals. */
    SAMPLE_TOO_OLD("its last sample is older than three probe intervals"),
    /** The measured lag is above {@code maxReplicaLag}. */
    LAG_ABOVE_THRESHOLD("lag above maxReplicaLag"),
    /** The node is behind and nothing tells since when. */
    LAG_UNKNOWN("lag unknown"),
    /** Replay was paused by {@code pg_wal_replay_pause()}. */
    REPLAY_PAUSED("replay paused"),
    /** The node has no WAL receiver although the primary is up. */
    WAL_RECEIVER_DETACHED("WAL receiver detached"),
    /** The node has not yet shown that it follows the timeline of the current primary. */
    TIMELINE_NOT_PROVEN("not yet proven to follow the primary's timeline"),
    /** The node belongs to another cluster: its {@code system_identifier} differs. */
    WRONG_SYSTEM("another cluster's system_identifier"),
    /** The node says it is a primary, but is not the one that is written to. */
    FENCED("claims to be primary and is not the accepted one"),
    /** {@link SluiceDataSource#drain} was called for the node. */
    DRAINED("drained"),
    /** The node is fresh again and has to stay so for a few samples. */
    RETURNING("fresh again, being watched for a few samples");

    private final String text;

    Eligibility(String text) {
        this.text = text;
    }

    /**
     * Answers the reason in words, for messages and logs.
     *
     * @return a short phrase, lower case
     */
    public String text() {
        return text;
    }
}
