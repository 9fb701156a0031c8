// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import static io.pgsluice.contract.Walk.except;
import static io.pgsluice.contract.Walk.getters;

import java.sql.DatabaseMetaData;
import java.sql.PseudoColumnUsage;
import java.sql.ResultSet;
import org.junit.jupiter.api.Test;

/** What a connection tells of its database and its driver. */
class DatabaseMetaDataContractIT extends Contract {

    @Test
    void getters_allOfThem() throws Exception {
        everywhere((connection, seen) -> Walk.over(
                DatabaseMetaData.class,
                connection.getMetaData(),
                seen,
                "",
                getters().and(except("hashCode"))));
    }

    @Test
    void abilities_withArguments() throws Exception {
        everywhere((connection, seen) -> {
            DatabaseMetaData metaData = connection.getMetaData();
            for (int type = ResultSet.TYPE_FORWARD_ONLY; type <= ResultSet.TYPE_SCROLL_SENSITIVE; type++) {
                int which = type;
                Walk.methods(DatabaseMetaData.class)
                        .filter(method -> method.getParameterCount() == 1 && method.getParameterTypes()[0] == int.class)
                        .forEach(method ->
                                seen.note(method.getName() + " " + which, () -> method.invoke(metaData, which)));
                seen.note(
                        "concurrency " + which,
                        () -> metaData.supportsResultSetConcurrency(which, ResultSet.CONCUR_UPDATABLE));
            }
            seen.note("conversion", () -> metaData.supportsConvert(1, 12));
        });
    }

    @Test
    void tables_andColumns() throws Exception {
        everywhere((connection, seen) -> {
            DatabaseMetaData metaData = connection.getMetaData();
            seen.note("tables", () -> metaData.getTables(null, "public", "%", new String[] {"TABLE", "VIEW"}));
            seen.note("all kinds", () -> metaData.getTables("app", null, "item", null));
            seen.note("another catalog", () -> metaData.getTables("another", null, "item", null));
            seen.note("columns", () -> metaData.getColumns(null, "public", "item", "%"));
            seen.note("some columns", () -> metaData.getColumns(null, null, "work", "_a%"));
            seen.note("privileges", () -> metaData.getTablePrivileges(null, "public", "item"));
            seen.note("column privileges", () -> metaData.getColumnPrivileges(null, "public", "item", "name"));
            seen.note(
                    "best row",
                    () -> metaData.getBestRowIdentifier(null, "public", "item", DatabaseMetaData.bestRowSession, true));
            seen.note("versions", () -> metaData.getVersionColumns(null, "public", "item"));
            seen.note("schemas", () -> metaData.getSchemas(null, "o%"));
            seen.note("pseudo", () -> metaData.getPseudoColumns(null, "public", "item", "%"));
            seen.note("usage", () -> PseudoColumnUsage.valueOf("NO_USAGE_RESTRICTIONS"));
        });
    }

    @Test
    void keys_andIndexes() throws Exception {
        everywhere((connection, seen) -> {
            DatabaseMetaData metaData = connection.getMetaData();
            seen.note("primary", () -> metaData.getPrimaryKeys(null, "public", "work"));
            seen.note("imported", () -> metaData.getImportedKeys(null, "public", "work"));
            seen.note("exported", () -> metaData.getExportedKeys(null, "public", "item"));
            seen.note("cross", () -> metaData.getCrossReference(null, "public", "item", null, "public", "work"));
            seen.note("indexes", () -> metaData.getIndexInfo(null, "public", "work", false, true));
            seen.note("unique", () -> metaData.getIndexInfo(null, "public", "work", true, false));
        });
    }

    @Test
    void functions_andTypes() throws Exception {
        everywhere((connection, seen) -> {
            DatabaseMetaData metaData = connection.getMetaData();
            seen.note("procedures", () -> metaData.getProcedures(null, "public", "%"));
            seen.note("procedure columns", () -> metaData.getProcedureColumns(null, "public", "add_work", "%"));
            seen.note("functions", () -> metaData.getFunctions(null, "public", "t%"));
            seen.note("function columns", () -> metaData.getFunctionColumns(null, "public", "divide", "%"));
            seen.note("types", () -> metaData.getUDTs(null, "public", "%", null));
            seen.note("attributes", () -> metaData.getAttributes(null, "public", "pair", "%"));
            seen.note("super types", () -> metaData.getSuperTypes(null, "public", "pair"));
            seen.note("super tables", () -> metaData.getSuperTables(null, "public", "item"));
            seen.note("row id", () -> metaData.getRowIdLifetime());
        });
    }

    @Test
    void resultSets_endWithTheNextOrTheirClose() throws Exception {
        everywhere((connection, seen) -> {
            DatabaseMetaData metaData = connection.getMetaData();
            ResultSet first = metaData.getTables(null, "public", "item", null);
            ResultSet second = metaData.getTables(null, "public", "work", null);
            seen.is("both open", false, first::isClosed);
            seen.is("rows", true, first::next);
            first.close();
            seen.is("closed", true, first::isClosed);
            seen.is("other rows", true, second::next);
            connection.setAutoCommit(false);
            seen.note("in a transaction", () -> metaData.getTables(null, "public", "item", null));
            connection.commit();
            seen.is("still", false, second::isClosed);
            second.close();
        });
    }

    @Test
    void metaData_outOfAFailedTransaction() throws Exception {
        everywhere((connection, seen) -> {
            DatabaseMetaData metaData = connection.getMetaData();
            connection.setAutoCommit(false);
            seen.fails("error", "22012", () -> connection.createStatement().execute("SELECT 1 / 0"));
            seen.fails("tables", "25P02", () -> metaData.getTables(null, "public", "item", null));
            seen.note("constants", metaData::getIdentifierQuoteString);
            connection.rollback();
            seen.note("then", () -> metaData.getTables(null, "public", "item", null));
            connection.rollback();
        });
    }
}
