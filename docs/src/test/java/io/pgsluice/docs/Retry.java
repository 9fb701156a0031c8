// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.docs;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
                try {
                    work.on(connection);
                } catch (SQLException e) {
                    if (attempt == 3 || !isRetriable(e)) {
                        throw e;
                    }
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50L * attempt));
                    continue; // close() rolls back what is left of the transaction
                }
                connection.commit(); // never retried: its outcome may be unknown
                return;
            }
        }
    }

    static boolean isRetriable(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("08")
                || Set.of("57P01", "57P02", "57P03", "25006", "40001", "40P01").contains(state);
    }
    // end
}
