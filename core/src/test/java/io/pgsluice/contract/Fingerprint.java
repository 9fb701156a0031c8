// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.jdbc.PgConnection;

/** What a session says of itself, in the driver and on the server, that the application before could have changed. */
record Fingerprint(Map<String, String> values) {
    private static final String SESSION = """
            SELECT current_user AS "user",
              (SELECT string_agg(name || '=' || setting, ',' ORDER BY name) FROM pg_catalog.pg_settings
                WHERE source = 'session' AND setting IS DISTINCT FROM reset_val) AS "settings",
              pg_catalog.current_setting('app.tenant', true) AS "app.tenant",
              (SELECT string_agg(name, ',' ORDER BY name) FROM pg_catalog.pg_prepared_statements WHERE from_sql)
                AS "prepared statements",
              (SELECT string_agg(name, ',' ORDER BY name) FROM pg_catalog.pg_cursors WHERE is_holdable) AS "cursors",
              (SELECT string_agg(c, ',' ORDER BY c) FROM pg_catalog.pg_listening_channels() AS c) AS "listening",
              (SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_catalog.pg_class
                WHERE relnamespace = pg_catalog.pg_my_temp_schema()) AS "temporary tables",
              (SELECT count(*) FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND pid = pg_catalog.pg_backend_pid())
                AS "advisory locks",
              pg_catalog.current_setting('transaction_read_only') AS "transaction read-only",
              pg_catalog.current_setting('transaction_isolation') AS "transaction isolation"
            """;

    static Fingerprint of(Connection connection) throws SQLException {
        PgConnection driver = connection.unwrap(PgConnection.class);
        Map<String, String> values = new LinkedHashMap<>();
        values.put("warnings", String.valueOf(driver.getWarnings()));
        values.put("transaction", driver.getTransactionState().toString());
        values.put("autocommit", String.valueOf(driver.getAutoCommit()));
        values.put("read-only", String.valueOf(driver.isReadOnly()));
        values.put("holdability", String.valueOf(driver.getHoldability()));
        values.put("network timeout", String.valueOf(driver.getNetworkTimeout()));
        values.put("type map", String.valueOf(driver.getTypeMap()));
        values.put("client info", String.valueOf(driver.getClientInfo()));
        values.put("prepare threshold", String.valueOf(driver.getPrepareThreshold()));
        values.put("default fetch size", String.valueOf(driver.getDefaultFetchSize()));
        values.put("autosave", String.valueOf(driver.getAutosave()));
        values.put("adaptive fetch", String.valueOf(driver.getAdaptiveFetch()));
        values.put("schema", String.valueOf(driver.getSchema()));
        values.put("isolation", String.valueOf(driver.getTransactionIsolation()));
        try (Statement statement = driver.createStatement();
                ResultSet row = statement.executeQuery(SESSION)) {
            row.next();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                // A setting that was ever made answers an empty string from then on.
                String value = String.valueOf(row.getString(i));
                values.put(row.getMetaData().getColumnLabel(i), value.isEmpty() ? "null" : value);
            }
        }
        return new Fingerprint(values);
    }

    /** The values that differ from another's. */
    Map<String, String> minus(Fingerprint other) {
        Map<String, String> rest = new LinkedHashMap<>(values);
        rest.entrySet().removeAll(other.values.entrySet());
        return rest;
    }
}
