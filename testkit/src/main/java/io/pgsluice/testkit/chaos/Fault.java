// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.chaos;

/** What is counted as injected: the parts that steps are made of. */
public enum Fault {
    /** SIGKILL to a server. */
    KILL("kill -9"),
    /** SIGSTOP to a server. */
    FREEZE("SIGSTOP"),
    /** Packets lost. */
    SILENT_PARTITION("partition, packets lost"),
    /** Connections reset and refused. */
    REFUSING_PARTITION("partition, connections refused"),
    /** All replicas cut off from the primary, and not from clients. */
    DETACHMENT("replicas cut off from the primary"),
    /** Replay paused on a replica. */
    REPLAY_PAUSE("replay paused"),
    /** A replica promoted. */
    PROMOTION("promotion"),
    /** The primary stopped in order before a promotion. */
    SWITCHOVER("switchover"),
    /** The old primary came back as a replica. */
    CLEAN_RETURN("old primary returns as a replica"),
    /** The old primary ran on with its old timeline. */
    ZOMBIE("old primary returns as a zombie with the old timeline"),
    /** No replica runs or answers. */
    ALL_REPLICAS_DOWN("all replicas down"),
    /** A crashed server started again in its place. */
    RESTART("crash and restart in place"),
    /** TCP connections reset. */
    RESET("connections reset"),
    /** Sessions ended by an administrator. */
    TERMINATION("sessions terminated");

    private final String text;

    Fault(String text) {
        this.text = text;
    }

    /** What reports call it. */
    public String text() {
        return text;
    }
}
