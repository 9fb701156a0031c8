// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides which acknowledged writes asynchronous replication may have lost. Immutable.
 *
 * <p>A write W was made on timeline t, and some moment within it stood at position p(W): its commit record lies behind p(W). If timeline
 * t+1 forked off t at F, then W is on the new timeline if and only if its commit record lies before F. The application does not know
 * where its commit record lies, but between two bounds:
 *
 * <ul>
 *   <li>p(W) ≥ F: the commit lies behind the fork. W may be lost.
 *   <li>Some operation Y on timeline t began after W was acknowledged, and p(Y) ≤ F: then commit(W) &lt; p(Y) ≤ F. W must be there.
 *   <li>Neither: the fork may lie between p(W) and commit(W), so W may be lost. That leaves at most one write of each session and promotion
 *       which is not decided, the one that was under way.
 * </ul>
 *
 * <p>Whether the row is there plays no part in this.
 */
final class Survival {
    private final Map<Integer, Fork> forkOf = new HashMap<>();
    private final Map<Integer, Witnesses> witnesses = new HashMap<>();

    Survival(List<Operation> operations, List<Fork> forks) {
        forks.forEach(fork -> forkOf.put(fork.parent(), fork));
        Map<Integer, List<Operation>> byTimeline = new HashMap<>();
        for (Operation operation : operations) {
            Position position = operation.position();
            if (position != null) {
                byTimeline
                        .computeIfAbsent(position.timeline(), timeline -> new ArrayList<>())
                        .add(operation);
            }
        }
        byTimeline.forEach((timeline, list) -> witnesses.put(timeline, new Witnesses(list)));
    }

    /** For each instant, the lowest position seen within operations that began later. */
    private static final class Witnesses {
        private final long[] starts;
        private final long[] lowest;

        Witnesses(List<Operation> operations) {
            operations.sort(Comparator.comparingLong(Operation::start));
            starts = operations.stream().mapToLong(Operation::start).toArray();
            lowest = new long[starts.length];
            long low = Long.MAX_VALUE;
            for (int i = starts.length - 1; i >= 0; i--) {
                Position position = operations.get(i).position();
                low = position == null ? low : Math.min(low, position.lsn());
                lowest[i] = low;
            }
        }

        long lowestAfter(long instant) {
            int low = 0;
            int high = starts.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (starts[middle] > instant) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low == starts.length ? Long.MAX_VALUE : lowest[low];
        }
    }

    /** Whether an acknowledged write may be gone from the timelines after its own. */
    boolean mayBeLost(Operation write) {
        Position position = write.position();
        if (position == null) {
            return false;
        }
        Fork fork = forkOf.get(position.timeline());
        if (fork == null) {
            return false;
        }
        Witnesses seen = witnesses.get(position.timeline());
        return position.lsn() >= fork.lsn() || seen == null || seen.lowestAfter(write.end()) > fork.lsn();
    }

    /** Whether a transaction that stood at a position must see an acknowledged write; a null position is that of no known timeline. */
    boolean mustBeSeen(Operation write, @Nullable Position by) {
        Position position = write.position();
        boolean sameTimeline = position != null && by != null && position.timeline() == by.timeline();
        return sameTimeline || !mayBeLost(write);
    }
}
