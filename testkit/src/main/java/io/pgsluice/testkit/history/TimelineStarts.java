// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** When the first write on each timeline was acknowledged. Immutable. */
final class TimelineStarts {
    private final NavigableMap<Integer, Long> firstWrites = new TreeMap<>();

    TimelineStarts(List<Operation> operations) {
        for (Operation operation : operations) {
            Position position = operation.position();
            if (position != null && operation.acknowledged() && operation.kind().isWrite()) {
                firstWrites.merge(position.timeline(), operation.end(), Math::min);
            }
        }
    }

    /** The first on any timeline above that of an operation; the end of time if there is none. */
    long firstWriteAbove(Operation operation) {
        Position position = operation.position();
        if (position == null) {
            return Long.MAX_VALUE;
        }
        return firstWrites.tailMap(position.timeline(), false).entrySet().stream()
                .mapToLong(Map.Entry::getValue)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
