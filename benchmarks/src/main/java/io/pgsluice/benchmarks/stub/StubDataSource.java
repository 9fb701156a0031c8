// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks.stub;

import java.sql.Connection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Makes connections to nowhere. Safe for use by multiple threads. */
public final class StubDataSource extends SimpleDataSource {
    private final StubDriver driver;
    private final boolean standby;
    private final Queue<StubConnection> connections = new ConcurrentLinkedQueue<>();

    /**
     * Makes a data source.
     *
     * @param standby whether its connections say that they belong to a standby
     */
    public StubDataSource(StubDriver driver, boolean standby) {
        this.driver = driver;
        this.standby = standby;
    }

    @Override
    public Connection getConnection() {
        StubConnection connection =
                driver == StubDriver.PGJDBC ? new StubPgConnection(standby) : new StubConnection(standby);
        connections.add(connection);
        return connection;
    }

    /** How many queries ran on all connections, as far as the calling thread can see. */
    public long queries() {
        return connections.stream().mapToLong(StubConnection::queries).sum();
    }
}
