// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.internal.topology.SqlErrors;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What a kind of execution answers, read from a statement that stands at its result. */
@FunctionalInterface
interface Outcome<R> {
    Outcome<ResultSet> QUERY = statement -> {
        ResultSet rows = statement.getResultSet();
        if (rows == null) {
            throw new SQLException("No results were returned by the query.", SqlErrors.NO_DATA);
        }
        return rows;
    };

    Outcome<Integer> UPDATE = statement -> {
        checkNoRows(statement);
        return Math.max(0, statement.getUpdateCount());
    };

    Outcome<Long> LARGE_UPDATE = statement -> {
        checkNoRows(statement);
        return Math.max(0, statement.getLargeUpdateCount());
    };

    Outcome<Boolean> ANY = statement -> statement.getResultSet() != null;

    /** Reads the answer. */
    R of(Statement statement) throws SQLException;

    private static void checkNoRows(Statement statement) throws SQLException {
        if (statement.getResultSet() != null) {
            throw new SQLException("A result was returned when none was expected.", SqlErrors.TOO_MANY_RESULTS);
        }
    }

    /** The answer of a statement that was executed behind settings, each of which has a result of its own. */
    default R behind(SettingsToSend settings, Statement statement) throws SQLException {
        for (int i = 0; i < settings.count(); i++) {
            statement.getMoreResults();
        }
        return of(statement);
    }
}
