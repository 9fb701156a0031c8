// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Follows each session: it sees its own writes, and never an older state than before. */
final class SessionChecks {
    private final Findings findings;
    private final Survival survival;
    private final Guarantees guarantees;
    private final Map<Long, Operation> writes = new HashMap<>();
    private final Map<Integer, Operation> increments = new HashMap<>();
    private final Map<String, Seen> seen = new HashMap<>();

    SessionChecks(Findings findings, Survival survival, Guarantees guarantees) {
        this.findings = findings;
        this.survival = survival;
        this.guarantees = guarantees;
    }

    /** What a session saw last of a counter. */
    private record Seen(Operation read, long value) {}

    void check(List<Operation> operations, Recording recording) {
        for (Operation operation : operations) {
            if (!operation.acknowledged()) {
                continue;
            }
            if (!operation.readOnly() && operation.onReplica()) {
                findings.add(ViolationKind.MISROUTED, operation, "was answered by a replica");
            }
            Effect effect = operation.effect();
            if (effect instanceof Effect.Rows rows) {
                rows.ids().forEach(id -> writes.put(id, operation));
            } else if (effect instanceof Effect.Increment increment) {
                increments.put(increment.counter(), operation);
            } else if (effect instanceof Effect.Own own) {
                checkOwn(operation, own);
                checkForward(operation, own.counter(), own.value(), recording);
            } else if (effect instanceof Effect.Counters read) {
                read.values().forEach((counter, value) -> checkForward(operation, counter, value, recording));
            }
        }
    }

    private void checkOwn(Operation read, Effect.Own own) {
        if (own.count() > 1) {
            findings.add(ViolationKind.DUPLICATED_WRITE, read, "row " + own.id() + " is there more than once");
        }
        if (read.readOnly() && !guarantees.readYourWrites()) {
            return;
        }
        Operation write = writes.get(own.id());
        if (write != null && own.count() == 0 && survival.mustBeSeen(write, read.position())) {
            findings.add(ViolationKind.OWN_WRITE_NOT_SEEN, read, "row " + own.id() + " is not seen");
        }
        Operation increment = increments.get(own.counter());
        if (increment != null
                && own.value() < Counters.value(increment)
                && survival.mustBeSeen(increment, read.position())) {
            findings.add(
                    ViolationKind.OWN_WRITE_NOT_SEEN,
                    read,
                    "the counter had been raised to " + Counters.value(increment));
        }
    }

    private void checkForward(Operation read, int counter, long value, Recording recording) {
        if (read.readOnly() && !guarantees.monotonicReads()) {
            return;
        }
        Seen before = seen.put(read.session() + " " + counter, new Seen(read, value));
        if (before != null && value < before.value && !mayGoBack(before.read, read, recording)) {
            findings.add(
                    ViolationKind.BACKWARD_READ,
                    read,
                    "counter " + counter + " is " + value + ", was seen at " + before.value);
        }
    }

    /** With asynchronous replication a promotion between two reads may take back what the first one saw. */
    private boolean mayGoBack(Operation before, Operation after, Recording recording) {
        Position first = before.position();
        Position second = after.position();
        if (guarantees.durable() || recording.forks().isEmpty()) {
            return false;
        }
        if (first != null && second != null) {
            return first.timeline() != second.timeline();
        }
        return recording.outages().stream()
                .anyMatch(outage -> outage.start() <= after.end() && outage.end() >= before.start());
    }
}
