// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The exceptions that reached the workers. Safe for use by multiple threads. */
final class Surfaced {
    private static final Logger LOG = LoggerFactory.getLogger(Surfaced.class);

    /** How many exceptions of one SQLSTATE the workers of one kind met. */
    record Count(String worker, String sqlState, long count) {}

    private record Key(String worker, String sqlState) {}

    private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();
    private final EventLog events;

    Surfaced(EventLog events) {
        this.events = events;
    }

    void add(String worker, Exception e) {
        String state = e instanceof SQLException sql ? sql.getSQLState() : null;
        Key key = new Key(worker, state == null ? "none" : state);
        LongAdder fresh = new LongAdder();
        LongAdder known = counts.putIfAbsent(key, fresh);
        (known == null ? fresh : known).increment();
        if (known == null) {
            events.add(
                    EventLog.Source.WORKER, "the first " + worker + " gets " + key.sqlState() + ": " + e.getMessage());
        }
        LOG.warn("a {} got {}", worker, key.sqlState(), e);
    }

    List<Count> counts() {
        return counts.entrySet().stream()
                .map(entry -> new Count(
                        entry.getKey().worker(),
                        entry.getKey().sqlState(),
                        entry.getValue().sum()))
                .sorted(Comparator.comparing(Count::worker).thenComparing(Count::sqlState))
                .toList();
    }

    long total() {
        return counts().stream().mapToLong(Count::count).sum();
    }

    long of(String worker) {
        return counts().stream()
                .filter(count -> count.worker().equals(worker))
                .mapToLong(Count::count)
                .sum();
    }
}
