// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The truth about freshness: when each number of the heartbeat row was acknowledged. One thread writes the numbers, in
 * order, so a read that shows a number lacks exactly the acknowledged ones above it.
 */
final class Heartbeats {
    private final ConcurrentSkipListMap<Long, Long> acknowledged = new ConcurrentSkipListMap<>();

    void acknowledged(long number, long nanos) {
        acknowledged.put(number, nanos);
    }

    /**
     * How stale an answer was: how long before the statement was sent the first write that it lacks had been acknowledged; 0
     * if it lacks none.
     */
    long stalenessNanos(long seen, long sentNanos) {
        Map.Entry<Long, Long> missed = acknowledged.higherEntry(seen);
        return missed == null ? 0 : Math.max(0, sentNanos - missed.getValue());
    }

    int count() {
        return acknowledged.size();
    }
}
