// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What Java asks of every object. */
class IdentityContractIT extends Contract {

    @Test
    void connection_toString() throws Exception {
        everywhere((connection, seen) -> seen.note(
                "text",
                () -> connection.toString().startsWith(connection.getClass().getName() + "@")));
    }

    @Test
    void connection_equals() throws Exception {
        everywhere((connection, seen) -> {
            seen.is("itself", true, () -> equal(connection, connection));
            seen.is("another object", false, () -> connection.equals(new Object()));
            seen.is("in a set", true, () -> Set.of(connection).contains(connection));
        });
    }

    @Test
    void statement_toString() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                seen.note("plain, not executed", () -> generic(statement));
                statement.execute("SELECT 1");
                seen.note("plain, executed", () -> generic(statement));
            }
            try (PreparedStatement statement = connection.prepareStatement("SELECT ?::int, ?::text")) {
                seen.is("no parameters", "SELECT ?::int, ?::text", statement::toString);
                statement.setInt(1, 7);
                statement.setString(2, "it's");
                seen.note("parameters", statement::toString);
                statement.execute();
                seen.note("executed", statement::toString);
                statement.clearParameters();
                seen.is("cleared", "SELECT ?::int, ?::text", statement::toString);
            }
        });
    }

    private static boolean equal(Object one, Object other) {
        return one.equals(other) && one.hashCode() == other.hashCode();
    }

    private static boolean generic(Object object) {
        return object.toString().equals(object.getClass().getName() + "@" + Integer.toHexString(object.hashCode()));
    }

    @Test
    void statement_equals() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement one = connection.createStatement();
                    Statement two = connection.createStatement();
                    PreparedStatement three = connection.prepareStatement("SELECT 1");
                    PreparedStatement four = connection.prepareStatement("SELECT 1")) {
                seen.is("all different", 4, () -> Set.of(one, two, three, four).size());
                int hash = one.hashCode();
                one.execute("SELECT 1");
                seen.is("stable hash", true, () -> one.hashCode() == hash);
            }
        });
    }

    @Test
    void metaData_ofAConnection() throws Exception {
        everywhere((connection, seen) -> {
            DatabaseMetaData metaData = connection.getMetaData();
            seen.note("same each time", () -> connection.getMetaData() == metaData);
            seen.note("generic text", () -> generic(metaData));
        });
    }

    @Test
    void resultSet_equals() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT 1")) {
                seen.is("itself", true, () -> equal(rows, rows));
                seen.is("the statement's", true, () -> statement.getResultSet() == rows);
                seen.note("generic text", () -> generic(rows));
            }
        });
    }
}
