// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.util.Set;

/** Which exceptions may surface while something is wrong with the cluster. Nothing else may, and nothing at all at other times. */
@FunctionalInterface
public interface ExceptionRules {
    /** Those of a driver whose connection breaks, on every call: 08xxx, 57P01 to 57P03, 40001. */
    ExceptionRules DRIVER = (operation, failure) -> {
        String state = String.valueOf(failure.sqlState());
        return (state.startsWith("08") && !state.equals("08001"))
                || Set.of("57P01", "57P02", "57P03", "40001", "40P01", "25006").contains(state);
    };

    /**
     * Those that tell what became of a write: 40001 where it was certainly rolled back, 08007 where its COMMIT was on the way. None
     * for the first statement of a transaction, and none for a read by one statement.
     */
    ExceptionRules TOLD = (operation, failure) -> {
        String state = String.valueOf(failure.sqlState());
        boolean autocommitWrite =
                operation.kind() == OperationKind.APPEND || operation.kind() == OperationKind.INCREMENT;
        return switch (failure.phase()) {
            case FIRST_STATEMENT -> autocommitWrite && state.equals("08007");
            case LATER_STATEMENT -> state.equals("40001");
            case COMMIT -> state.equals("08007") || state.equals("40001");
            case CLOSE -> false;
        };
    };

    /** Whether an operation may surface this in a disturbance. */
    boolean allow(Operation operation, Failure failure);
}
