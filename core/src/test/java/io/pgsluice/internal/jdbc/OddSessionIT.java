// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import static io.pgsluice.internal.jdbc.Shell.ask;
import static io.pgsluice.internal.jdbc.Shell.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class OddSessionIT extends SettingsIT {
    @Test
    void rollbackAndChain_keepsTheSetting() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            execute(c, "SET app.tenant_id = 'red'");
            c.setAutoCommit(false);
            ask(c, "SELECT 1");
            execute(c, "ROLLBACK AND CHAIN");
            assertThat(ask(c, X)).isEqualTo("red");
            c.rollback();
        }
    }

    @Test
    void autosave_afterAFailure_keepsTheSetting() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            ask(c, "SELECT 1");
            ((PGConnection) Shell.leaseOf(c).connection()).setAutosave(org.postgresql.jdbc.AutoSave.ALWAYS);
            try {
                execute(c, "SET app.tenant_id = 'red'");
                c.setAutoCommit(false);
                attempt(() -> ask(c, "SELECT 1 / 0"));
                assertThat(ask(c, X)).isEqualTo("red");
            } finally {
                ((PGConnection) Shell.leaseOf(c).connection()).setAutosave(org.postgresql.jdbc.AutoSave.NEVER);
                c.rollback();
            }
        }
    }

    @Test
    void preparedBatch_ofSetConfig_leavesNothing() throws Exception {
        try (RoutingConnection c = shell.connect();
                PreparedStatement p = c.prepareStatement("SELECT set_config(?, ?, false)")) {
            p.setString(1, "app.tenant_id");
            p.setString(2, "red");
            p.addBatch();
            p.setString(1, "app.y");
            p.setString(2, "1");
            p.addBatch();
            attempt(p::executeBatch);
        }
        nothingLeft();
    }

    @Test
    void hintedWrite_onTheFallback_countsAsAWrite() throws Exception {
        shell.readRoute.clear();
        try (RoutingConnection c = shell.connect()) {
            execute(c, "/* pgsluice:replica */ INSERT INTO item (name) VALUES ('hinted')");
            attempt(
                    () -> execute(
                            c,
                            "/* pgsluice:replica */ INSERT INTO item (name) SELECT pg_terminate_backend(pg_backend_pid())::text"));
        }
    }

    @Test
    void copy_afterSetSchema_isInThatSchema() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            var api = c.unwrap(PGConnection.class);
            c.setSchema("other");
            api.getCopyAPI().copyIn("COPY only_here FROM STDIN", new StringReader("1\n"));
        }
    }

    @Test
    void standardConformingStrings_areInForceForTheNextStatement() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            execute(c, "SET standard_conforming_strings = off");
            assertThat(ask(c, "SELECT 'it\\'s; yes'")).isEqualTo("it's; yes");
        }
    }

    @Test
    void lingeringLease_whenSwept_isPutBack() throws Exception {
        try (RoutingConnection c = shell.connectReadOnly();
                Statement s = c.createStatement()) {
            execute(c, "SET app.tenant_id = 'red'");
            ResultSet rs = s.executeQuery("SELECT 1");
            c.setReadOnly(false);
            ask(c, "SELECT 1");
            rs.close();
            ask(c, "SELECT 1");
        }
        nothingLeft();
    }

    @Test
    void setting_afterRollbackOfBegin_isTheOneBefore() throws Exception {
        try (RoutingConnection c = shell.connect();
                Statement s = c.createStatement()) {
            execute(c, "SET app.tenant_id = 'red'");
            attempt(() -> c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)
                    .executeQuery("SELECT 1/0"));
            execute(c, "SET app.tenant_id = 'blue'");
            attempt(() -> s.executeUpdate("SELECT 1"));
        }
        nothingLeft();
    }

    @Test
    void settingOfItsOwnRoundTrip_onAReplica_leavesNothing() throws Exception {
        try (RoutingConnection c = shell.connectReadOnly()) {
            execute(c, "SET app.tenant_id = 'red'");
            attempt(() -> c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)
                    .executeQuery("SELECT lo_unlink_x(1)"));
        }
        nothingLeft();
    }

    @Test
    void statementOfMetaData_usedAgain_works() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            ResultSet tables = c.getMetaData().getTables(null, null, "item", null);
            Statement s = tables.getStatement();
            tables.close();
            attempt(() -> {
                ResultSet rs = s.executeQuery("SELECT 1");
                rs.next();
                c.setReadOnly(true);
                ask(c, "SELECT 1");
                ask(c, "SELECT 1");
            });
        }
    }
}
