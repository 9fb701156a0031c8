// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Inserts one row a transaction, each with an id of its own, and never tries an id twice. */
final class Writer extends Worker {
    static final String KIND = "writer";

    private final WriteLedger ledger;
    private final RunClock clock;
    private final int number;

    Writer(DataSource dataSource, Surfaced surfaced, Duration pause, WriteLedger ledger, RunClock clock, int number) {
        super(KIND, dataSource, surfaced, pause);
        this.ledger = ledger;
        this.clock = clock;
        this.number = number;
    }

    @Override
    void transaction(DataSource source) throws SQLException {
        int id = ledger.newId();
        boolean acknowledged = false;
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            String node = insert(connection, id);
            connection.commit();
            ledger.acknowledged(id, node, clock.now());
            acknowledged = true;
        } finally {
            if (!acknowledged) {
                ledger.inDoubt(id);
            }
        }
    }

    /** Answers the node that the transaction runs on. */
    private String insert(Connection connection, int id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(Schema.INSERT)) {
            statement.setInt(1, id);
            statement.setInt(2, number);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
