// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** A thread that runs one transaction after the other, with a pause between them, until it is told to stop. */
abstract class Worker implements Runnable {
    private final String kind;
    private final DataSource dataSource;
    private final Surfaced surfaced;
    private final long pauseNanos;

    /** Written by the thread that stops the load. */
    private volatile boolean stopped;

    Worker(String kind, DataSource dataSource, Surfaced surfaced, Duration pause) {
        this.kind = kind;
        this.dataSource = dataSource;
        this.surfaced = surfaced;
        this.pauseNanos = pause.toNanos();
    }

    /** Runs one transaction. */
    abstract void transaction(DataSource source) throws SQLException;

    @Override
    public void run() {
        while (!stopped) {
            try {
                transaction(dataSource);
            } catch (SQLException | RuntimeException e) {
                surfaced.add(kind, e);
            }
            LockSupport.parkNanos(pauseNanos);
        }
    }

    /** Lets the transaction in progress be the last one. */
    void stop() {
        stopped = true;
    }
}
