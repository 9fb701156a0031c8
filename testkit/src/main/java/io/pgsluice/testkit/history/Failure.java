// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * An exception that an operation surfaced.
 *
 * @param phase when it came
 * @param type the simple name of its class
 * @param sqlState its SQLSTATE, null if it had none
 * @param message its message
 * @param stackTrace its stack trace with its causes
 * @param count how many exceptions the operation surfaced: two if the {@code rollback()} after this one failed too
 */
public record Failure(
        Phase phase, String type, @Nullable String sqlState, String message, String stackTrace, int count) {

    /** Takes note of an exception. */
    public static Failure of(Phase phase, SQLException e, int count) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return new Failure(
                phase,
                e.getClass().getSimpleName(),
                e.getSQLState(),
                String.valueOf(e.getMessage()),
                text.toString(),
                count);
    }

    /** Class and SQLSTATE, by which reports count. */
    public String kind() {
        return type + " " + sqlState;
    }
}
