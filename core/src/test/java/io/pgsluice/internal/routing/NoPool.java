// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import io.pgsluice.spi.NodePool;
import java.sql.Connection;
import java.sql.SQLException;

/** The pool of a node that is only routed to. */
final class NoPool implements NodePool {
    @Override
    public Connection borrow() throws SQLException {
        throw new SQLException("nothing to borrow");
    }

    @Override
    public void evict(Connection connection) {}

    @Override
    public void evictAll() {}

    @Override
    public int inUse() {
        return 0;
    }

    @Override
    public int idle() {
        return 0;
    }

    @Override
    public int waiting() {
        return 0;
    }

    @Override
    public void close() {}
}
