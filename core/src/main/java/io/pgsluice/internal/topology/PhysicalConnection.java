// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.internal.net.Wire;
import java.sql.Connection;
import java.sql.SQLException;

/** A connection of the driver's, the wire under it, and whether it is in a transaction. */
record PhysicalConnection(Connection connection, Wire wire, TransactionMark mark) {

    PhysicalConnection(Connection connection, Wire wire) {
        this(connection, wire, new TransactionMark());
    }

    /** Ends both: a thread that hangs in a read or a write comes back with an error. May wait for that thread. */
    void abort() {
        wire.cut();
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // abort() is specified to be a no-op on a closed connection: nothing is left to cut.
        }
    }
}
