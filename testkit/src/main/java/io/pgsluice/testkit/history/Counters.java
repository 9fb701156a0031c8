// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All increments, by counter, in the order in which their one session made them. Immutable. */
final class Counters {
    private final Map<Integer, List<Operation>> increments = new HashMap<>();
    private final Map<Integer, List<Operation>> lasting = new HashMap<>();

    Counters(List<Operation> operations, Survival survival) {
        for (Operation operation : operations) {
            if (operation.effect() instanceof Effect.Increment increment) {
                list(increments, increment.counter()).add(operation);
                if (operation.acknowledged() && !survival.mayBeLost(operation)) {
                    list(lasting, increment.counter()).add(operation);
                }
            }
        }
    }

    private static List<Operation> list(Map<Integer, List<Operation>> map, int counter) {
        return map.computeIfAbsent(counter, key -> new ArrayList<>());
    }

    Set<Integer> all() {
        return increments.keySet();
    }

    List<Operation> of(int counter) {
        return increments.getOrDefault(counter, List.of());
    }

    /** What a counter answered last before an instant, of the increments that can't have been lost; 0 if none. */
    long lastingBefore(int counter, long instant) {
        List<Operation> list = lasting.getOrDefault(counter, List.of());
        int low = 0;
        int high = list.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (list.get(middle).end() < instant) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? 0 : value(list.get(low - 1));
    }

    /** How many increments began before an instant and may have taken effect. */
    long possibleBefore(int counter, long instant) {
        long count = 0;
        for (Operation operation : of(counter)) {
            if (operation.start() > instant) {
                break;
            }
            if (operation.outcome() != Outcome.ROLLED_BACK) {
                count++;
            }
        }
        return count;
    }

    static long value(Operation operation) {
        return operation.effect() instanceof Effect.Increment increment ? increment.value() : 0;
    }
}
