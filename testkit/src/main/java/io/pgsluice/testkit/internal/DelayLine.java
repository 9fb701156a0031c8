// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Holds bytes until they are due, in order. It takes up to 16 MB, so that a long delay does not cost throughput. */
final class DelayLine implements Runnable {
    private static final long CAPACITY = 16 << 20;

    private final Writer writer;
    private final RelayConnection connection;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final Queue<Chunk> chunks = new ArrayDeque<>();

    @GuardedBy("lock")
    private long bytes;

    @GuardedBy("lock")
    private boolean closed;

    DelayLine(Writer writer, RelayConnection connection) {
        this.writer = writer;
        this.connection = connection;
    }

    /** Passes bytes on. */
    @FunctionalInterface
    interface Writer {
        void write(byte[] chunk) throws IOException, InterruptedException;
    }

    private static final class Chunk {
        private final byte[] data;
        private final long dueNanos;

        Chunk(byte[] data, long dueNanos) {
            this.data = data;
            this.dueNanos = dueNanos;
        }
    }

    /** Adds bytes to be written at that time; blocks while the line is full. */
    void put(byte[] data, long dueNanos) throws IOException, InterruptedException {
        lock.lock();
        try {
            while (bytes > CAPACITY && !closed) {
                changed.await();
            }
            if (closed) {
                throw new IOException("closed");
            }
            chunks.add(new Chunk(data, dueNanos));
            bytes += data.length;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether everything put in has been written. */
    boolean isIdle() {
        lock.lock();
        try {
            return bytes == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Returns once everything put in has been written. */
    void awaitIdle() throws IOException, InterruptedException {
        lock.lock();
        try {
            while (bytes > 0) {
                if (closed) {
                    throw new IOException("closed");
                }
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the writing thread, and with an error whoever waits for it. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        try {
            for (Chunk chunk = next(); chunk != null; chunk = next()) {
                writer.write(chunk.data);
                written(chunk);
            }
        } catch (IOException broken) {
            connection.reset();
        } catch (InterruptedException e) {
            connection.reset();
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    /** The next chunk once it is due, or null once the line is closed. */
    private @Nullable Chunk next() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                Chunk head = chunks.peek();
                long wait = head == null ? Long.MAX_VALUE : head.dueNanos - System.nanoTime();
                if (wait <= 0) {
                    return chunks.poll();
                }
                boolean unused = changed.await(wait, TimeUnit.NANOSECONDS);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void written(Chunk chunk) {
        lock.lock();
        try {
            bytes -= chunk.data.length;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
