// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Which ids were written, by the word that the writers got. Safe for use by multiple threads. */
final class WriteLedger {
    private final AtomicInteger lastId = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final BitSet acknowledged = new BitSet();
    private final BitSet inDoubt = new BitSet();
    private final Map<String, Long> firstOn = new ConcurrentHashMap<>();
    private final Gap gap = new Gap();

    /** An id that nobody had. */
    int newId() {
        return lastId.incrementAndGet();
    }

    /** The commit of an id returned; the transaction ran on that node. */
    void acknowledged(int id, String node, long nanos) {
        lock.lock();
        try {
            acknowledged.set(id);
        } finally {
            lock.unlock();
        }
        firstOn.putIfAbsent(node, nanos);
        gap.mark(nanos);
    }

    /** The transaction of an id threw: its row may be there or not. */
    void inDoubt(int id) {
        lock.lock();
        try {
            inDoubt.set(id);
        } finally {
            lock.unlock();
        }
    }

    BitSet acknowledgedIds() {
        return copy(acknowledged);
    }

    BitSet inDoubtIds() {
        return copy(inDoubt);
    }

    private BitSet copy(BitSet set) {
        lock.lock();
        try {
            return (BitSet) set.clone();
        } finally {
            lock.unlock();
        }
    }

    int acknowledgedCount() {
        lock.lock();
        try {
            return acknowledged.cardinality();
        } finally {
            lock.unlock();
        }
    }

    /** When the first write on a node was acknowledged, null if none was yet. */
    @Nullable
    Long firstAcknowledgedOn(String node) {
        return firstOn.get(node);
    }

    Gap gap() {
        return gap;
    }
}
