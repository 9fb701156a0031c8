// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.io.StringReader;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.xml.transform.dom.DOMSource;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.geometric.PGpoint;
import org.postgresql.util.PGInterval;
import org.postgresql.util.PGobject;

/** PostgreSQL's types and Java's. */
class TypesContractIT extends Contract {

    private static PGobject object(String type, String value) throws SQLException {
        PGobject object = new PGobject();
        object.setType(type);
        object.setValue(value);
        return object;
    }

    /** Sends a value to the server and back. */
    private static void echo(Connection connection, Transcript seen, String type, Object value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT ?::" + type + " AS x")) {
            statement.setObject(1, value);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                seen.note(type + " object", () -> row.getObject(1));
                seen.note(type + " class", () -> row.getObject(1).getClass());
                seen.note(type + " text", () -> row.getString(1));
                seen.note(type + " typed", () -> row.getObject(1, value.getClass()));
                seen.note(type + " by name", () -> row.getObject("x", value.getClass()));
                seen.note(type + " declared", () -> row.getMetaData().getColumnClassName(1));
            }
        }
    }

    @Test
    void values_ofTheDriversTypes() throws Exception {
        everywhere((connection, seen) -> {
            echo(connection, seen, "uuid", UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"));
            echo(connection, seen, "jsonb", object("jsonb", "{\"a\": [1, 2]}"));
            echo(connection, seen, "json", object("json", "{\"a\":1}"));
            echo(connection, seen, "mood", object("mood", "happy"));
            echo(connection, seen, "pair", object("pair", "(1,\"a b\")"));
            echo(connection, seen, "int4range", object("int4range", "[1,5)"));
            echo(connection, seen, "tsrange", object("tsrange", "[2026-01-01 00:00,2026-01-02 00:00)"));
            echo(connection, seen, "interval", new PGInterval(1, 2, 3, 4, 5, 6.5));
            echo(connection, seen, "point", new PGpoint(1.5, 2));
            echo(connection, seen, "inet", object("inet", "10.0.0.1/8"));
            echo(connection, seen, "bit(3)", object("bit", "101"));
            echo(connection, seen, "money", object("money", "12.50"));
            echo(connection, seen, "positive", 5);
        });
    }

    @Test
    void values_ofJavaTime() throws Exception {
        everywhere((connection, seen) -> {
            OffsetDateTime moment = OffsetDateTime.of(2026, 2, 3, 4, 5, 6, 789_000_000, ZoneOffset.UTC);
            echo(connection, seen, "date", LocalDate.of(2026, 2, 3));
            echo(connection, seen, "time", LocalTime.of(4, 5, 6));
            echo(connection, seen, "timestamp", LocalDateTime.of(2026, 2, 3, 4, 5, 6));
            echo(connection, seen, "timestamptz", moment);
            echo(connection, seen, "timetz", OffsetTime.of(4, 5, 6, 0, ZoneOffset.ofHours(2)));
            try (PreparedStatement statement = connection.prepareStatement("SELECT ?::timestamptz")) {
                seen.does("instant", () -> statement.setObject(1, Instant.EPOCH));
                statement.setObject(1, moment, Types.TIMESTAMP_WITH_TIMEZONE);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    seen.does("as an instant", () -> row.getObject(1, Instant.class));
                    seen.note("as a local time", () -> row.getTimestamp(1));
                    seen.note(
                            "with a calendar",
                            () -> row.getTimestamp(
                                    1, java.util.Calendar.getInstance(java.util.TimeZone.getTimeZone("UTC"))));
                }
            }
        });
    }

    @Test
    void infinity_andOddValues() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT 'infinity'::timestamp, '-infinity'::date,"
                            + " 'NaN'::float8, 'NaN'::numeric, 'Infinity'::float4, '24:00'::time, ''::text")) {
                row.next();
                for (int i = 1; i <= 7; i++) {
                    int column = i;
                    seen.note("object " + i, () -> row.getObject(column));
                    seen.note("text " + i, () -> row.getString(column));
                    seen.note("number " + i, () -> row.getBigDecimal(column));
                }
            }
        });
    }

    @Test
    void arrays_areMadeAndRead() throws Exception {
        everywhere((connection, seen) -> {
            Array numbers = connection.createArrayOf("int4", new Object[] {1, null, 3});
            seen.note("base type", numbers::getBaseTypeName);
            seen.note("base", numbers::getBaseType);
            seen.note("elements", numbers::getArray);
            seen.note("text", numbers::toString);
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT id FROM item WHERE id = ANY (?) ORDER BY id")) {
                statement.setArray(1, numbers);
                seen.note("any", statement::executeQuery);
                statement.setObject(1, new int[] {4, 5});
                seen.note("a Java array", statement::executeQuery);
                statement.setObject(1, connection.createArrayOf("int4", new Integer[] {6}));
                seen.note("as an object", statement::executeQuery);
            }
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT tags, ARRAY[[1,2],[3,4]] AS matrix, NULL::int[] AS none FROM item WHERE id = 1")) {
                row.next();
                Array tags = row.getArray("tags");
                seen.note("tags", tags::getArray);
                seen.note("part", () -> tags.getArray(2, 1));
                seen.note("rows", tags::getResultSet);
                seen.note("part of the rows", () -> tags.getResultSet(2, 1));
                seen.does("mapped", () -> tags.getArray(new HashMap<>()));
                seen.note("matrix", () -> row.getArray(2).getArray());
                seen.note("matrix rows", () -> row.getArray(2).getResultSet());
                seen.note("as an object", () -> ((Array) row.getObject(2)).getArray());
                seen.note("as a Java array", () -> row.getObject(1, String[].class));
                seen.note("as an Array", () -> row.getObject(1, Array.class).getArray());
                seen.is("none", null, () -> row.getArray(3));
                seen.succeeds("free", tags::free);
                seen.does("freed", tags::getArray);
            }
            seen.does("unknown type", () -> connection.createArrayOf("nowhere", new Object[] {1}));
            seen.does("null elements", () -> connection.createArrayOf("int4", noElements()));
            seen.does("driver's own", () -> connection
                    .unwrap(PGConnection.class)
                    .createArrayOf("int4", new int[] {1})
                    .getArray());
        });
    }

    @SuppressWarnings("NullAway") // What an application may pass by mistake.
    private static Object[] noElements() {
        return null;
    }

    @Test
    void array_ofAnotherTransaction_staysReadable() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            Array tags;
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT tags FROM item WHERE id = 2")) {
                row.next();
                tags = row.getArray(1);
            }
            connection.commit();
            seen.note("elements", tags::getArray);
            seen.note("rows", tags::getResultSet);
            connection.rollback();
        });
    }

    @Test
    void structs_andRefs_areNotTheDrivers() throws Exception {
        everywhere((connection, seen) -> {
            seen.does("struct", () -> connection.createStruct("pair", new Object[] {1, "x"}));
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT ROW(1, 'x')::pair, item FROM item WHERE id = 1")) {
                row.next();
                seen.note("composite", () -> row.getObject(1));
                seen.note("row", () -> row.getString(2));
                seen.does("ref", () -> row.getRef(1));
                seen.does("row id", () -> row.getRowId(1));
                seen.does("url", () -> row.getURL(1));
            }
        });
    }

    @Test
    void xml_isMadeAndRead() throws Exception {
        everywhere((connection, seen) -> {
            SQLXML made = connection.createSQLXML();
            made.setString("<a><b>1</b></a>");
            try (PreparedStatement statement = connection.prepareStatement("SELECT ?::xml AS x")) {
                statement.setSQLXML(1, made);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    SQLXML xml = row.getSQLXML(1);
                    seen.is("text", "<a><b>1</b></a>", xml::getString);
                    seen.note("reader", xml::getCharacterStream);
                    seen.note("document", () -> xml.getSource(DOMSource.class)
                            .getNode()
                            .getFirstChild()
                            .getNodeName());
                    seen.note("as an object", () -> row.getObject(1));
                }
                statement.setObject(1, made, Types.SQLXML);
                seen.note("as a parameter", statement::executeQuery);
            }
            seen.succeeds("free", made::free);
            seen.does("freed", made::getString);
            SQLXML streamed = connection.createSQLXML();
            seen.does("stream", () -> {
                try (var writer = streamed.setCharacterStream()) {
                    new StringReader("<c/>").transferTo(writer);
                }
            });
            seen.note("streamed", streamed::getString);
        });
    }

    @Test
    void ownTypes_areRegistered() throws Exception {
        apart((connection, seen) -> {
            connection.unwrap(PGConnection.class).addDataType("pair", Pair.class);
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT ROW(1, 'x')::pair")) {
                row.next();
                seen.is("own class", Pair.class, () -> row.getObject(1).getClass());
            }
        });
    }

    /** A type of an application's. */
    public static final class Pair extends PGobject {
        private static final long serialVersionUID = 1;

        /** Made by the driver. */
        public Pair() {}
    }

    @Test
    void typeMap_isHandedToTheDriver() throws Exception {
        everywhere((connection, seen) -> {
            connection.setTypeMap(new HashMap<>(Map.of("pair", Pair.class)));
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT ROW(1, 'x')::pair")) {
                row.next();
                seen.note("object", () -> row.getObject(1));
                seen.does("with a map", () -> row.getObject(1, Map.of("pair", Pair.class)));
            }
        });
    }
}
