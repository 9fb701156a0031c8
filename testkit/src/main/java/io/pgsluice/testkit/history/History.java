// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes down operations as they end, and holds the clock that all instants are of. Safe for use by multiple threads. */
public final class History {
    private final long origin = System.nanoTime();
    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();

    /** The instant now: nanoseconds since the history began, monotonic. */
    public long now() {
        return System.nanoTime() - origin;
    }

    void add(Operation operation) {
        operations.add(operation);
    }

    /** What has ended so far. */
    public List<Operation> operations() {
        return new ArrayList<>(operations);
    }
}
