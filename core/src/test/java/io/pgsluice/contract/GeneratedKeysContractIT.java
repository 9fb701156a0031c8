// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Keys that the server made. */
class GeneratedKeysContractIT extends Contract {
    private static final String INSERT = "INSERT INTO work (name, amount) VALUES ('new', 3)";
    private static final String INSERT_TWO = "INSERT INTO work (name, amount) VALUES ('new 1', 3), ('new 2', 4)";
    private static final String PREPARED = "INSERT INTO work (name, amount) VALUES (?, 3)";

    @Test
    void plain_allFlavours() throws Exception {
        onPrimary((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                seen.is("all", 1, () -> statement.executeUpdate(INSERT, Statement.RETURN_GENERATED_KEYS));
                seen.is(
                        "all keys",
                        "rows (id serial, name text, amount int4, item_id int4): 6, new, 3, null = 1",
                        statement::getGeneratedKeys);
                statement.executeUpdate("DELETE FROM work WHERE id > 5");
                seen.is("none after another", "rows () = 0", statement::getGeneratedKeys);
                seen.is("names", 2, () -> statement.executeUpdate(INSERT_TWO, new String[] {"id", "name"}));
                seen.is(
                        "named keys",
                        "rows (id serial, name text): 7, new 1; 8, new 2 = 2",
                        statement::getGeneratedKeys);
                seen.does("indexes", () -> statement.executeUpdate(INSERT, new int[] {1}));
                seen.does("no names", () -> statement.executeUpdate(INSERT, new String[0]));
                seen.note("no keys", statement::getGeneratedKeys);
                seen.fails("unknown column", "42703", () -> statement.executeUpdate(INSERT, new String[] {"nowhere"}));
                statement.executeUpdate("DELETE FROM work WHERE id > 5");
                seen.is("not asked", 1, () -> statement.executeUpdate(INSERT, Statement.NO_GENERATED_KEYS));
                seen.note("no keys then", statement::getGeneratedKeys);
                seen.does("unknown flag", () -> statement.executeUpdate(INSERT, 77));
            }
        });
    }

    @Test
    void plain_executeAndLarge() throws Exception {
        onPrimary((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                seen.note("execute", () -> statement.execute(INSERT, Statement.RETURN_GENERATED_KEYS));
                seen.note("count", statement::getUpdateCount);
                seen.note("rows", statement::getResultSet);
                seen.note("keys", statement::getGeneratedKeys);
                seen.note(
                        "names",
                        () -> statement.execute("UPDATE work SET amount = 1 WHERE id < 3", new String[] {"id"}));
                seen.note("updated", statement::getGeneratedKeys);
                seen.is("large", 2L, () -> statement.executeLargeUpdate(INSERT_TWO, Statement.RETURN_GENERATED_KEYS));
                seen.note("large keys", statement::getGeneratedKeys);
                seen.note(
                        "large names",
                        () -> statement.executeLargeUpdate("DELETE FROM work WHERE id > 5", new String[] {"id"}));
                seen.note("deleted", statement::getGeneratedKeys);
                seen.note("select", () -> statement.execute("SELECT 1", Statement.RETURN_GENERATED_KEYS));
                seen.note("its rows", statement::getResultSet);
                seen.note("its keys", statement::getGeneratedKeys);
            }
        });
    }

    @Test
    void prepared_allFlavours() throws Exception {
        onPrimary((connection, seen) -> {
            try (PreparedStatement statement = connection.prepareStatement(PREPARED, Statement.RETURN_GENERATED_KEYS)) {
                statement.setString(1, "a");
                seen.is("all", 1, statement::executeUpdate);
                try (ResultSet keys = statement.getGeneratedKeys()) {
                    seen.is("next", true, keys::next);
                    seen.is("id", 6, () -> keys.getInt(1));
                    seen.is("by name", "a", () -> keys.getString("name"));
                }
                statement.setString(1, "b");
                seen.is("execute", false, statement::execute);
                seen.note("keys", statement::getGeneratedKeys);
                statement.setString(1, "b");
                seen.fails("violation", "23505", statement::executeUpdate);
                seen.note("keys after it", statement::getGeneratedKeys);
            }
            try (PreparedStatement statement = connection.prepareStatement(PREPARED, new String[] {"id"})) {
                statement.setString(1, "c");
                seen.is("names", 1, statement::executeUpdate);
                seen.note("named keys", statement::getGeneratedKeys);
            }
            seen.does(
                    "indexes",
                    () -> connection.prepareStatement(PREPARED, new int[] {1}).close());
            seen.does(
                    "no indexes",
                    () -> connection.prepareStatement(PREPARED, new int[0]).close());
            seen.does(
                    "no names",
                    () -> connection.prepareStatement(PREPARED, new String[0]).close());
            seen.does(
                    "unknown flag",
                    () -> connection.prepareStatement(PREPARED, 77).close());
            try (PreparedStatement statement = connection.prepareStatement(PREPARED, Statement.NO_GENERATED_KEYS)) {
                statement.setString(1, "d");
                seen.is("not asked", 1, statement::executeUpdate);
                seen.note("no keys", statement::getGeneratedKeys);
            }
        });
    }

    @Test
    void batch_keysOfAll() throws Exception {
        onPrimary((connection, seen) -> {
            try (PreparedStatement statement = connection.prepareStatement(PREPARED, new String[] {"id"})) {
                for (int i = 0; i < 3; i++) {
                    statement.setString(1, "batch " + i);
                    statement.addBatch();
                }
                seen.is("counts", new int[] {1, 1, 1}, statement::executeBatch);
                seen.is("keys", "rows (id serial): 6; 7; 8 = 3", statement::getGeneratedKeys);
            }
            try (PreparedStatement statement = connection.prepareStatement(PREPARED, Statement.RETURN_GENERATED_KEYS)) {
                statement.setString(1, "fresh");
                statement.addBatch();
                statement.setString(1, "work 1");
                statement.addBatch();
                seen.fails("failing", "23505", statement::executeBatch);
                seen.note("its keys", statement::getGeneratedKeys);
            }
        });
    }

    @Test
    void batch_rewritten_keysOfAll() throws Exception {
        onPrimaryWith("reWriteBatchedInserts", "true", (connection, seen) -> {
            try (PreparedStatement statement = connection.prepareStatement(PREPARED, new String[] {"id"})) {
                for (int i = 0; i < 5; i++) {
                    statement.setString(1, "batch " + i);
                    statement.addBatch();
                }
                seen.note("counts", statement::executeBatch);
                seen.note("keys", statement::getGeneratedKeys);
            }
        });
    }
}
