// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The thread that keeps a display up to date. */
final class Screen implements AutoCloseable {
    private static final Duration JOIN = Duration.ofSeconds(5);

    private final Display display;
    private final Observer observer;
    private final Thread thread = new Thread(this::run, "demo-screen");

    /** Written by the thread that closes. */
    private volatile boolean closed;

    Screen(Display display, Observer observer) {
        this.display = display;
        this.observer = observer;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            display.show(observer.take());
            LockSupport.parkNanos(display.interval().toNanos());
        }
        display.show(observer.take());
        display.end();
    }

    /** Shows the last state and ends. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(JOIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
