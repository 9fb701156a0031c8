// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at the exceptions: of an allowed kind, in a disturbance, and not too many for each session and disturbance. */
final class ExceptionChecks {
    private final Findings findings;
    private final Guarantees guarantees;

    ExceptionChecks(Findings findings, Guarantees guarantees) {
        this.findings = findings;
        this.guarantees = guarantees;
    }

    /** A session in a disturbance. */
    private record Place(int session, Disturbance disturbance) {}

    void check(List<Operation> operations, List<Disturbance> disturbances) {
        Map<Place, Integer> counts = new HashMap<>();
        for (Operation operation : operations) {
            Failure failure = operation.failure();
            if (failure == null) {
                continue;
            }
            Disturbance disturbance = of(operation, disturbances);
            String what = failure.phase() + " " + failure.kind() + ": " + failure.stackTrace();
            if (disturbance == null) {
                findings.add(ViolationKind.UNEXPECTED_EXCEPTION, operation, "without a disturbance, " + what);
                continue;
            }
            if (!guarantees.exceptions().allow(operation, failure)) {
                findings.add(ViolationKind.UNEXPECTED_EXCEPTION, operation, disturbance.name() + ", " + what);
            }
            int count = counts.merge(new Place(operation.session(), disturbance), failure.count(), Integer::sum);
            if (count > guarantees.exceptionsPerDisturbance() * disturbance.losses()) {
                findings.add(
                        ViolationKind.REPEATED_EXCEPTION,
                        operation,
                        "exception " + count + " in " + disturbance.name() + ", " + what);
            }
        }
    }

    /** The latest disturbance that an operation falls into. */
    private static @Nullable Disturbance of(Operation operation, List<Disturbance> disturbances) {
        Disturbance latest = null;
        for (Disturbance disturbance : disturbances) {
            if (disturbance.overlaps(operation) && (latest == null || disturbance.start() - latest.start() > 0)) {
                latest = disturbance;
            }
        }
        return latest;
    }
}
