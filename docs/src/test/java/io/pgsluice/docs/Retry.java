// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.docs;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import javax.sql.DataSource;

/** The retry that the page about failover shows. */
final class Retry {
    private Retry() {}

    /** What a transaction does. */
    interface Work {
        void on(Connection connection) throws SQLException;
    }

    // snippet
    static void inTransaction(DataSource dataSource, Work work) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                work.on(connection);
                connection.commit();
                return;
            } catch (SQLTransactionRollbackException e) { // certainly not committed; close() has rolled back
                if (attempt == 3) {
                    throw e;
                }
            }
        }
    }
    // end
}
