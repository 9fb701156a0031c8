// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.chaos;

/** What a step of a plan does to the cluster. After each the cluster has three nodes again, one primary and caught-up replicas. */
public enum FaultKind {
    /** SIGKILL to the primary, a replica promoted. */
    KILL_PRIMARY(true, false),
    /**
     * All replicas cut off from the primary, which goes on alone, then SIGKILL to it, and one of them promoted: acknowledged writes are lost,
     * and the checker must tell which may be.
     */
    KILL_PRIMARY_AHEAD(true, true),
    /** SIGSTOP to the primary, a replica promoted. */
    FREEZE_PRIMARY(true, false),
    /** The primary cut off, its packets lost; a replica promoted. */
    PARTITION_PRIMARY_SILENT(true, false),
    /** The primary cut off, its connections reset; a replica promoted. */
    PARTITION_PRIMARY_REFUSED(true, false),
    /** The primary stopped in order, a replica promoted, the old one rejoined. */
    SWITCHOVER(true, false),
    /** A replica promoted while the old primary goes on, which loses what that one acknowledges. */
    PROMOTE_UNFENCED(true, true),
    /** SIGKILL to the primary and a start at once, nobody promoted. */
    CRASH_AND_RESTART_PRIMARY(false, false),
    /** SIGSTOP to the primary for a while, nobody promoted. */
    FREEZE_PRIMARY_BRIEFLY(false, false),
    /** The primary cut off for a while, its packets held up, nobody promoted. */
    PARTITION_PRIMARY_BRIEFLY(false, false),
    /** All TCP connections to the primary reset. */
    RESET_CONNECTIONS(false, false),
    /** All sessions on the primary ended by an administrator. */
    TERMINATE_SESSIONS(false, false),
    /** SIGKILL to a replica. */
    KILL_REPLICA(false, false),
    /** SIGSTOP to a replica. */
    FREEZE_REPLICA(false, false),
    /** A replica cut off, its packets lost. */
    PARTITION_REPLICA_SILENT(false, false),
    /** A replica cut off, its connections reset. */
    PARTITION_REPLICA_REFUSED(false, false),
    /** A replica receives and does not replay. */
    PAUSE_REPLAY(false, false),
    /** SIGKILL to all replicas. */
    ALL_REPLICAS_DOWN(false, false),
    /** SIGSTOP to all replicas. */
    ALL_REPLICAS_FROZEN(false, false);

    private final boolean promotes;
    /** Loses acknowledged writes whatever the application does. */
    private final boolean asynchronousOnly;

    FaultKind(boolean promotes, boolean asynchronousOnly) {
        this.promotes = promotes;
        this.asynchronousOnly = asynchronousOnly;
    }

    /** Whether a replica becomes the primary. */
    public boolean promotes() {
        return promotes;
    }

    boolean asynchronousOnly() {
        return asynchronousOnly;
    }
}
