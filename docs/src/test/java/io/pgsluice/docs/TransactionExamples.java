// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.docs;

import io.pgsluice.SluiceDataSource;
import io.pgsluice.SluiceTransactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What the page about transactions shows. */
final class TransactionExamples {
    private TransactionExamples() {}

    static long pay(SluiceDataSource dataSource, long amount) throws SQLException {
        // snippet
        SluiceTransactions transactions = SluiceTransactions.builder(dataSource).build(); // one for the application
        transactions.createTable(); // or by your migrations

        long payment = transactions.execute(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO payment (amount) VALUES (?) RETURNING id")) {
                insert.setLong(1, amount);
                try (ResultSet row = insert.executeQuery()) {
                    row.next();
                    return row.getLong("id");
                }
            }
        });
        // end
        transactions.close();
        return payment;
    }

    static void isolation(SluiceTransactions transactions) throws SQLException {
        // snippet
        transactions.run(connection -> {
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE stock SET count = count - 1 WHERE item = 'tea'")) {
                update.executeUpdate();
            }
        });
        // end
    }
}
