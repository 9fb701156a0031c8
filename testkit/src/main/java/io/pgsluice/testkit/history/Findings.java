// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.util.ArrayList;
import java.util.List;

/** Gathers what the checks find. Confined to one thread. */
final class Findings {
    private final List<Violation> violations = new ArrayList<>();
    private final List<Operation> lostByReplication = new ArrayList<>();

    void add(ViolationKind kind, String description) {
        violations.add(new Violation(kind, description));
    }

    void add(ViolationKind kind, Operation operation, String what) {
        violations.add(new Violation(kind, describe(operation) + ": " + what));
    }

    void lostByReplication(Operation operation) {
        lostByReplication.add(operation);
    }

    Verdict verdict() {
        return new Verdict(List.copyOf(violations), List.copyOf(lostByReplication));
    }

    private static String describe(Operation operation) {
        return operation.kind() + " of session " + operation.session() + ", " + operation.outcome()
                + ", started=" + operation.start() + ", ms=" + (operation.end() - operation.start()) / 1_000_000
                + ", position=" + operation.position() + ", onReplica=" + operation.onReplica() + ", "
                + operation.effect();
    }
}
