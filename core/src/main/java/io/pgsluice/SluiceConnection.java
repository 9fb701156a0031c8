// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What a connection of a {@link SluiceDataSource} can do beyond JDBC: {@code connection.unwrap(SluiceConnection.class)}. Confined to one thread
 * at a time.
 */
public interface SluiceConnection {

    /**
     * Sets what read-only transactions of this connection must see, from the next one on and until it is closed. Stronger than the level
     * of a {@link RoutingScope}; what a scope requires besides its level still holds.
     *
     * @param level the level; null leaves it to the scope and the configuration, as on a new connection
     * @throws SQLException 08003 if the connection is closed
     */
    void setConsistencyLevel(@Nullable ConsistencyLevel level) throws SQLException;

    /**
     * Answers what was set.
     *
     * @return the level; null if none was set
     * @throws SQLException 08003 if the connection is closed
     */
    @Nullable
    ConsistencyLevel getConsistencyLevel() throws SQLException;
}
