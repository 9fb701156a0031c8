// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the workload's transactions do. */
final class Transactions {
    private static final String SERVED_BY = "pg_is_in_recovery(), " + Tables.POSITION;
    private static final String APPEND = "INSERT INTO history_row(id, session) VALUES (?, ?) RETURNING " + SERVED_BY;
    private static final String PAY = "UPDATE history_account SET balance = balance + ? WHERE id = ?";
    private static final String INCREMENT =
            "UPDATE history_counter SET value = value + 1 WHERE id = ? RETURNING " + SERVED_BY + ", value";
    private static final String OWN = "SELECT " + SERVED_BY
            + ", (SELECT count(*) FROM history_row WHERE id = ?), (SELECT value FROM history_counter WHERE id = ?)";
    private static final String TOTAL = "SELECT pg_is_in_recovery(), sum(balance) FROM history_account";
    private static final String COUNTERS = "SELECT pg_is_in_recovery(), id, value FROM history_counter";

    private Transactions() {}

    static Attempt.Body append(int session, List<Long> ids) {
        return (connection, attempt) -> {
            try (PreparedStatement statement = connection.prepareStatement(APPEND)) {
                for (Long id : ids) {
                    statement.setLong(1, id);
                    statement.setInt(2, session);
                    served(statement, attempt);
                }
            }
            return new Effect.Rows(ids);
        };
    }

    /** Takes the lower account first, so that transfers never wait for each other in a circle. */
    static Attempt.Body transfer(int session, long id, int from, int to, long amount) {
        return (connection, attempt) -> {
            try (PreparedStatement statement = connection.prepareStatement(PAY)) {
                pay(statement, Math.min(from, to), from < to ? -amount : amount);
                attempt.answered();
                pay(statement, Math.max(from, to), from < to ? amount : -amount);
            }
            return append(session, List.of(id)).run(connection, attempt);
        };
    }

    private static void pay(PreparedStatement statement, int account, long amount) throws SQLException {
        statement.setLong(1, amount);
        statement.setInt(2, account);
        statement.executeUpdate();
    }

    static Attempt.Body increment(int counter) {
        return (connection, attempt) -> {
            try (PreparedStatement statement = connection.prepareStatement(INCREMENT)) {
                statement.setInt(1, counter);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    attempt.servedBy(row, 1);
                    return new Effect.Increment(counter, row.getLong(4));
                }
            }
        };
    }

    static Attempt.Body readOwn(long id, int counter) {
        return (connection, attempt) -> {
            try (PreparedStatement statement = connection.prepareStatement(OWN)) {
                statement.setLong(1, id);
                statement.setInt(2, counter);
                try (ResultSet row = statement.executeQuery()) {
                    attempt.answered();
                    row.next();
                    attempt.servedBy(row, 1);
                    return new Effect.Own(id, row.getInt(4), counter, row.getLong(5));
                }
            }
        };
    }

    static Attempt.Body total() {
        return (connection, attempt) -> {
            try (PreparedStatement statement = connection.prepareStatement(TOTAL);
                    ResultSet row = statement.executeQuery()) {
                attempt.answered();
                row.next();
                attempt.servedBy(row.getBoolean(1));
                return new Effect.Total(row.getLong(2));
            }
        };
    }

    static Attempt.Body counters() {
        return (connection, attempt) -> {
            Map<Integer, Long> values = new HashMap<>();
            try (PreparedStatement statement = connection.prepareStatement(COUNTERS);
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    attempt.servedBy(row.getBoolean(1));
                    values.put(row.getInt(2), row.getLong(3));
                }
            }
            return new Effect.Counters(Map.copyOf(values));
        };
    }

    private static void served(PreparedStatement statement, Attempt attempt) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            attempt.servedBy(row, 1);
            attempt.answered();
        }
    }
}
