// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import io.pgsluice.internal.topology.Instants;
import java.util.concurrent.atomic.AtomicLongArray;

/** When the last read ended on each replica, and on the primary whichever node that was. Safe for use by multiple threads. */
final class ReadMarks {
    private final AtomicLongArray ended;

    ReadMarks(int nodes) {
        ended = new AtomicLongArray(nodes + 1);
        for (int i = 0; i <= nodes; i++) {
            ended.setPlain(i, Instants.NEVER);
        }
    }

    /** Notes the end of a read on a replica. */
    void replica(int index, long nanos) {
        raise(index, nanos);
    }

    /** Notes the end of a read on the primary. */
    void primary(long nanos) {
        raise(replicas(), nanos);
    }

    private void raise(int place, long nanos) {
        long now = ended.get(place);
        while (!Instants.reaches(now, nanos) && !ended.compareAndSet(place, now, nanos)) {
            now = ended.get(place);
        }
    }

    /** When the last one ended on a replica; {@link Instants#NEVER} if there was none. */
    long onReplica(int index) {
        return ended.get(index);
    }

    /** When the last one ended on the primary; {@link Instants#NEVER} if there was none. */
    long onPrimary() {
        return ended.get(replicas());
    }

    /** How many nodes there are. */
    int replicas() {
        return ended.length() - 1;
    }

    /** When the last one ended anywhere; {@link Instants#NEVER} if there was none. */
    long latest() {
        long latest = Instants.NEVER;
        for (int i = 0; i < ended.length(); i++) {
            latest = Instants.later(latest, ended.get(i));
        }
        return latest;
    }
}
