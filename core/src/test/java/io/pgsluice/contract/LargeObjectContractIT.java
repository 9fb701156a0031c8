// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;

/** Large objects, by JDBC and by the driver's own interface. */
class LargeObjectContractIT extends Contract {
    private static final byte[] BYTES = {1, 2, 3, 4, 5};

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Within one transaction, as large objects need; gone with its end. */
    private void withTable(Scenario scenario) throws Exception {
        onPrimary((connection, seen) -> {
            connection.setAutoCommit(false);
            execute(connection, "CREATE TABLE lob (id int PRIMARY KEY, data oid)");
            scenario.play(connection, seen);
            connection.rollback();
        });
    }

    @Test
    void blob_isWrittenAndRead() throws Exception {
        withTable((connection, seen) -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO lob VALUES (?, ?)")) {
                insert.setInt(1, 1);
                insert.setBlob(2, new ByteArrayInputStream(BYTES));
                seen.is("stream", 1, insert::executeUpdate);
                insert.setInt(1, 2);
                insert.setBlob(2, new ByteArrayInputStream(BYTES), 3);
                seen.is("part of a stream", 1, insert::executeUpdate);
                seen.does("a new blob", () -> {
                    Blob blob = connection.createBlob();
                    blob.setBytes(1, BYTES);
                    insert.setInt(1, 3);
                    insert.setBlob(2, blob);
                    insert.executeUpdate();
                });
            }
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT data FROM lob ORDER BY id")) {
                while (rows.next()) {
                    Blob blob = rows.getBlob(1);
                    seen.note("length", blob::length);
                    seen.note("bytes", () -> blob.getBytes(2, 2));
                    seen.note("all", blob::getBinaryStream);
                    seen.note("part", () -> blob.getBinaryStream(2, 2));
                    seen.note("position", () -> blob.position(new byte[] {3}, 1));
                    seen.note("write", () -> blob.setBytes(2, new byte[] {9, 9}));
                    seen.succeeds("truncate", () -> blob.truncate(4));
                    seen.note("then", blob::getBinaryStream);
                    seen.fails("beyond", "22023", () -> blob.getBytes(0, 1));
                    seen.succeeds("free", blob::free);
                    seen.does("freed", blob::length);
                }
            }
        });
    }

    @Test
    void blob_copiedFromARow() throws Exception {
        withTable((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO lob VALUES (1, lo_from_bytea(0, '\\x010203'))");
                Blob blob;
                try (ResultSet rows = statement.executeQuery("SELECT data FROM lob")) {
                    rows.next();
                    blob = rows.getBlob(1);
                }
                try (PreparedStatement insert = connection.prepareStatement("INSERT INTO lob VALUES (2, ?)")) {
                    insert.setBlob(1, blob);
                    seen.is("insert", 1, insert::executeUpdate);
                    seen.does("another connection's", () -> {
                        try (Connection other = another(seen);
                                PreparedStatement its = other.prepareStatement("SELECT ?::oid")) {
                            its.setBlob(1, blob);
                            its.executeQuery();
                        }
                    });
                }
                seen.note("both", () -> statement.executeQuery("SELECT lo_get(data) FROM lob ORDER BY id"));
            }
        });
    }

    @Test
    void clob_isWrittenAndRead() throws Exception {
        withTable((connection, seen) -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO lob VALUES (?, ?)")) {
                insert.setInt(1, 1);
                seen.does("reader", () -> {
                    insert.setClob(2, new StringReader("characters"));
                    insert.executeUpdate();
                });
                connection.rollback();
                execute(connection, "CREATE TABLE lob (id int PRIMARY KEY, data oid)");
                seen.does("reader with a length", () -> {
                    insert.setClob(2, new StringReader("characters"), 10);
                    insert.executeUpdate();
                });
                seen.does("create", connection::createClob);
                seen.does("create national", connection::createNClob);
            }
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT data FROM lob ORDER BY id")) {
                while (rows.next()) {
                    Clob clob = rows.getClob(1);
                    seen.note("length", clob::length);
                    seen.note("part", () -> clob.getSubString(2, 3));
                    seen.note("all", clob::getCharacterStream);
                }
            }
        });
    }

    @Test
    void largeObjectManager_isTheDrivers() throws Exception {
        onPrimary((connection, seen) -> {
            connection.setAutoCommit(false);
            LargeObjectManager manager = connection.unwrap(PGConnection.class).getLargeObjectAPI();
            long oid = manager.createLO();
            try (LargeObject object = manager.open(oid, LargeObjectManager.READWRITE)) {
                object.write(BYTES);
                seen.is("size", 5L, object::size64);
                object.seek(1);
                seen.is("read", new byte[] {2, 3}, () -> object.read(2));
                try (OutputStream stream = object.getOutputStream()) {
                    stream.write(7);
                }
            }
            try (LargeObject object = manager.open(oid, LargeObjectManager.READ)) {
                seen.note("all", object::getInputStream);
            }
            connection.commit();
            seen.note("read by SQL", () -> {
                try (PreparedStatement statement = connection.prepareStatement("SELECT lo_get(?)")) {
                    statement.setLong(1, oid);
                    try (ResultSet row = statement.executeQuery()) {
                        row.next();
                        return row.getBytes(1);
                    }
                }
            });
            manager.delete(oid);
            connection.commit();
            seen.fails("deleted", "42704", () -> manager.open(oid, LargeObjectManager.READ));
            connection.rollback();
            connection.setAutoCommit(true);
            seen.fails("in autocommit", "25P01", () -> manager.open(oid, LargeObjectManager.READ));
        });
    }

    @Test
    void lob_inAutocommit_isRefused() throws Exception {
        onPrimary((connection, seen) -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT ?::oid")) {
                seen.does("stream", () -> {
                    statement.setBlob(1, new ByteArrayInputStream(BYTES));
                    statement.executeQuery();
                });
                seen.does("blob", connection::createBlob);
                seen.does("null", () -> {
                    statement.setNull(1, java.sql.Types.BLOB);
                    statement.executeQuery();
                });
            }
        });
    }
}
