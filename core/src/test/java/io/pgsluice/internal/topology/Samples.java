// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.NodeState;
import java.sql.Connection;
import java.util.Map;

/** Observations to test with. */
final class Samples {
    static final long SYSTEM = 7711484682177424914L;

    private boolean inRecovery;
    private long sent;
    private long position;
    private long inserted;
    private boolean flushesLate;
    private int timeline;
    private long system = SYSTEM;
    private boolean writable = true;
    private boolean paused;
    private int receiver;
    private int standbys;
    private boolean privileged;

    private int oldest = 800;
    private int next = 800;

    private Samples() {}

    static Samples primary(int timeline) {
        Samples samples = new Samples();
        samples.timeline = timeline;
        return samples;
    }

    static Samples replica() {
        Samples samples = new Samples();
        samples.inRecovery = true;
        samples.receiver = 77;
        return samples;
    }

    Samples at(long nanos, long where) {
        sent = nanos;
        position = where;
        return this;
    }

    Samples inserted(long where) {
        inserted = where;
        return this;
    }

    Samples transactions(int oldestUnderWay, int nextNumber) {
        oldest = oldestUnderWay;
        next = nextNumber;
        return this;
    }

    Samples flushesLate() {
        flushesLate = true;
        return this;
    }

    Samples timeline(int id) {
        timeline = id;
        return this;
    }

    Samples system(long id) {
        system = id;
        return this;
    }

    Samples receiver(int pid) {
        receiver = pid;
        return this;
    }

    Samples privileged() {
        privileged = true;
        return this;
    }

    Samples standbys(int count) {
        standbys = count;
        return this;
    }

    Samples readOnly() {
        writable = false;
        return this;
    }

    Samples paused() {
        paused = true;
        return this;
    }

    Samples detached() {
        receiver = 0;
        return this;
    }

    /** Sent at the given instant, received one nanosecond later. */
    Sample sample() {
        return new Sample(
                sent,
                sent + 1,
                inRecovery,
                position,
                Math.max(position, inserted),
                timeline,
                system,
                writable && !inRecovery,
                paused,
                receiver,
                standbys,
                Map.of(),
                privileged,
                0,
                0,
                1,
                "18.0",
                flushesLate,
                oldest,
                next,
                Connection.TRANSACTION_READ_COMMITTED);
    }

    NodeHealth up() {
        return new NodeHealth(NodeState.UP, 0, sample(), 0, null);
    }

    NodeHealth suspect() {
        return new NodeHealth(NodeState.SUSPECT, 1, sample(), 0, "missed");
    }

    NodeHealth down() {
        return new NodeHealth(NodeState.DOWN, 2, sample(), 0, "missed");
    }
}
