// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.util.Comparator;
import java.util.List;

/** Judges a recording. A pure function: the same recording gives the same verdict. Safe for use by multiple threads. */
public final class HistoryChecker {
    private final Guarantees guarantees;

    /** Judges by what is promised. */
    public HistoryChecker(Guarantees guarantees) {
        this.guarantees = guarantees;
    }

    /** Finds everything that is wrong. */
    public Verdict check(Recording recording) {
        List<Operation> operations = recording.operations().stream()
                .sorted(Comparator.comparingLong(Operation::start))
                .toList();
        Survival survival = new Survival(operations, guarantees.durable() ? List.of() : recording.forks());
        Findings findings = new Findings();
        new RowChecks(findings, survival).check(operations, recording.primary());
        Counters counters = new Counters(operations, survival);
        new CounterChecks(findings, survival, counters).check(operations, recording.primary());
        new SessionChecks(findings, survival, guarantees).check(operations, recording);
        new ReadChecks(findings, guarantees, counters).check(operations, recording);
        new ExceptionChecks(findings, guarantees).check(operations, recording.disturbances());
        checkSplitBrain(findings, operations);
        checkFinal(findings, recording);
        return findings.verdict();
    }

    /** Once a newer primary has acknowledged something, nothing begins on an older one. */
    private static void checkSplitBrain(Findings findings, List<Operation> operations) {
        for (Operation operation : operations) {
            Position position = operation.position();
            if (position != null && operation.onReplica()) {
                throw new IllegalArgumentException("a position of a replica: " + operation);
            }
        }
        List<Operation> served = operations.stream()
                .filter(operation -> operation.position() != null && operation.acknowledged())
                .toList();
        TimelineStarts starts = new TimelineStarts(served);
        for (Operation operation : served) {
            long newer = starts.firstWriteAbove(operation);
            if (operation.start() > newer) {
                findings.add(
                        ViolationKind.SPLIT_BRAIN,
                        operation,
                        "began " + (operation.start() - newer) / 1_000
                                + " us after the first acknowledged write on a newer timeline");
            }
        }
    }

    private static void checkFinal(Findings findings, Recording recording) {
        FinalState primary = recording.primary();
        if (primary.total() != recording.expectedTotal()) {
            findings.add(
                    ViolationKind.BROKEN_TOTAL,
                    "at the end on " + primary.node() + ": " + primary.total() + " instead of "
                            + recording.expectedTotal());
        }
        for (FinalState replica : recording.replicas()) {
            if (!replica.holdsTheSame(primary)) {
                findings.add(
                        ViolationKind.REPLICA_DIFFERS,
                        replica.node() + " has " + replica.rows().size() + " ids, total=" + replica.total()
                                + ", counters=" + replica.counters() + "; the primary " + primary.node() + " has "
                                + primary.rows().size() + " ids, total=" + primary.total() + ", counters="
                                + primary.counters());
            }
        }
    }
}
