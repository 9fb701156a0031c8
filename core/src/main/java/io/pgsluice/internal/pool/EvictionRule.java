// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.pool;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Keeps a connection whose session goes on. HikariCP goes by SQLSTATE alone and would close it, under the application's open
 * transaction, after anything that the driver or the server does not support (0A000), or a failure that a function reports of a connection of its own (08xxx of a foreign server).
 */
final class EvictionRule implements SQLExceptionOverride {
    private static final String NOT_SUPPORTED = "0A000";

    /** As the server writes it where {@code lc_messages} is not translated; elsewhere HikariCP's rule stays. */
    private static final String SESSION_GOES_ON = "ERROR";

    @java.lang.Override
    public Override adjudicate(SQLException error) {
        if (NOT_SUPPORTED.equals(error.getSQLState())) {
            return Override.DO_NOT_EVICT;
        }
        Throwable first = error instanceof BatchUpdateException ? error.getCause() : error;
        ServerErrorMessage answer = first instanceof PSQLException driver ? driver.getServerErrorMessage() : null;
        return answer != null && SESSION_GOES_ON.equals(answer.getSeverity())
                ? Override.DO_NOT_EVICT
                : Override.CONTINUE_EVICT;
    }
}
