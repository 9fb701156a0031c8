// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import java.net.SocketTimeoutException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What an SQLSTATE says about the node that answered it. The one table of SQLSTATEs; sources: PostgreSQL's appendix "Error
 * Codes" and, for what a hot standby answers, its chapter "Hot Standby".
 */
public enum SqlErrors {
    /** The connection is gone: 08xxx, unless a statement got it as its answer in a session that goes on. */
    CONNECTION_LOST,
    /** The server ended the session: 57P01 admin_shutdown (also {@code pg_terminate_backend}), 57P02 crash_shutdown. */
    SESSION_ENDED,
    /** The server takes no sessions now: 57P03 cannot_connect_now, 53300 too_many_connections is not part of it. */
    CANNOT_CONNECT_NOW,
    /** 25006 read_only_sql_transaction: a write in a read-only transaction, or on a standby. */
    READ_ONLY,
    /** Cancelled by WAL replay on a standby: 40001, 40P01. Means this only where the node is a replica. */
    SERIALIZATION_OR_RECOVERY_CONFLICT,
    /** Credentials, privileges to connect or the database are wrong: 28xxx, 3D000. */
    NOT_ADMITTED,
    /** Anything else: says nothing about the node. */
    OTHER;

    /** 08001 sqlclient_unable_to_establish_sqlconnection. */
    public static final String UNABLE_TO_CONNECT = "08001";
    /** 08003 connection_does_not_exist. */
    public static final String CONNECTION_CLOSED = "08003";
    /** 40001 serialization_failure: here for a transaction that is gone with its session, since this is the state that is retried. */
    public static final String ROLLED_BACK = "40001";
    /** 25001 active_sql_transaction: the call is not allowed within a transaction. */
    public static final String ACTIVE_TRANSACTION = "25001";
    /** 25P01 no_active_sql_transaction: commit or rollback while autocommit is on. */
    public static final String NO_ACTIVE_TRANSACTION = "25P01";
    /** 08P01 protocol_violation: what came over the line is not PostgreSQL's protocol. */
    public static final String PROTOCOL_VIOLATION = "08P01";
    /** 28000 invalid_authorization_specification: here for credentials that could not be had. */
    public static final String INVALID_AUTHORIZATION = "28000";
    /** 55000 object_not_in_prerequisite_state: the object is closed, or not in a state for the call. */
    public static final String NOT_IN_STATE = "55000";
    /** 25006 read_only_sql_transaction. */
    public static final String READ_ONLY_STATE = "25006";
    /** 57014 query_canceled: here for a wait that was interrupted. */
    public static final String INTERRUPTED = "57014";
    /** 0A000 feature_not_supported. */
    public static final String NOT_SUPPORTED = "0A000";
    /** 02000 no_data: a query was to return rows and did not. */
    public static final String NO_DATA = "02000";
    /** 0100E warning_attempt_to_return_too_many_result_sets: pgjdbc's word for rows where none were expected. */
    public static final String TOO_MANY_RESULTS = "0100E";
    /** 42601 syntax_error. */
    public static final String SYNTAX_ERROR = "42601";
    /** 22000 data_exception: here for an answer that no server can mean. */
    public static final String DATA_EXCEPTION = "22000";
    /** 22023 invalid_parameter_value. */
    public static final String INVALID_PARAMETER = "22023";
    /** 23505 unique_violation. */
    public static final String UNIQUE_VIOLATION = "23505";
    /** 2D000 invalid_transaction_termination: a transaction is ended by who may not. */
    public static final String INVALID_TERMINATION = "2D000";
    /** 42P01 undefined_table. */
    public static final String UNDEFINED_TABLE = "42P01";

    private static final Set<String> LAST_WORDS = Set.of("25P03", "25P04", "57P05");

    /** As the server writes it where {@code lc_messages} is not translated; what ends a session is FATAL. */
    private static final String SEVERITY_OF_STATEMENTS = "ERROR";

    /** Classifies an exception by its SQLSTATE, or its cause's where a pool has wrapped it. */
    public static SqlErrors of(@Nullable Throwable error) {
        for (Throwable t = error; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && sql.getSQLState() != null) {
                SqlErrors kind = ofState(sql.getSQLState());
                return kind.endsSession() && isOfAStatement(sql) ? OTHER : kind;
            }
        }
        return OTHER;
    }

    /** Whether the time for an answer was over that the application has set for the connection. */
    public static boolean isTimeout(@Nullable Throwable error) {
        for (Throwable t = error; t != null; t = t.getCause()) {
            if (t instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the server said by this that it ends the session, whatever the session was asked: 57P01, 57P02, and the timeouts 25P03
     * idle_in_transaction_session_timeout, 25P04 transaction_timeout, 57P05 idle_session_timeout.
     */
    public static boolean isLastWord(SQLException error) {
        String state = error.getSQLState();
        return of(error) == SESSION_ENDED || (state != null && LAST_WORDS.contains(state));
    }

    /** Whether the server answered a statement with this: it tells of a connection of the statement's own, as to a foreign server. */
    private static boolean isOfAStatement(SQLException error) {
        Throwable first = error instanceof BatchUpdateException ? error.getCause() : error;
        ServerErrorMessage answer = first instanceof PSQLException driver ? driver.getServerErrorMessage() : null;
        return answer != null && SEVERITY_OF_STATEMENTS.equals(answer.getSeverity());
    }

    private static SqlErrors ofState(String state) {
        return switch (state) {
            case "57P01", "57P02" -> SESSION_ENDED;
            case "57P03" -> CANNOT_CONNECT_NOW;
            case READ_ONLY_STATE -> READ_ONLY;
            case "40001", "40P01" -> SERIALIZATION_OR_RECOVERY_CONFLICT;
            case "3D000" -> NOT_ADMITTED;
            default -> state.startsWith("08") ? CONNECTION_LOST : state.startsWith("28") ? NOT_ADMITTED : OTHER;
        };
    }

    /** Whether the session that got this error is of no more use. */
    public boolean endsSession() {
        return this == CONNECTION_LOST || this == SESSION_ENDED || this == CANNOT_CONNECT_NOW;
    }
}
