// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import static io.pgsluice.contract.Place.at;
import static io.pgsluice.contract.Place.onPrimary;
import static io.pgsluice.contract.Place.onReplica;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every difference that is known. Each must occur where it is said to, and no other may. */
final class Differences {
    private static final Pattern OF_THE_DRIVER = Pattern.compile("^PSQLException(\\(\\w+\\))$");
    private static final Pattern OF_JAVA =
            Pattern.compile("^SQL(?:NonTransientConnection|FeatureNotSupported)?Exception(\\(\\w+\\))$");

    /** Those that stay: the table in {@code docs/limitations.md}. */
    static final List<Difference> ACCEPTED = List.of(
            Difference.of(
                    "Class of errors that are not the server's",
                    "`PSQLException`",
                    "`SQLException` or one of its subclasses in `java.sql`, with the same SQLSTATE",
                    "They come from pgsluice or its pool. Go by the SQLSTATE.",
                    Differences::sameStateByAnotherClass,
                    at("TransactionContractIT.isValid_answers", "negative")),
            Difference.of(
                    "`Connection.toString()`",
                    "class and hash",
                    "the data source's name and the node",
                    "What a log should tell.",
                    at("IdentityContractIT.connection_toString", "text")),
            Difference.of(
                    "`setReadOnly(true)` with autocommit on",
                    "the server is not told, and a write succeeds",
                    "a write fails with 25006, wherever it runs",
                    "On a replica it would fail anyway: falling back to the primary must not change what an application may do.",
                    at("TransactionContractIT.readOnly_isEnforced", "autocommit"),
                    at("RoutesContractIT.preparedStatement_staysUsable", "write *")),
            Difference.of(
                    "SERIALIZABLE and read-only",
                    "fails with 0A000 on a standby",
                    "runs on the primary",
                    "No standby can do it.",
                    onReplica("TransactionContractIT.isolation_serializableOnAStandby", "serializable")),
            Difference.of(
                    "After the connection was closed: its statements and result sets",
                    "`isClosed()` is false, parameters can be set",
                    "they are closed",
                    "As in every pool, and as JDBC says.",
                    at("StatementContractIT.closing_closesWhatBelongsToIt", "* with the connection"),
                    at("ClosedContractIT.children_ofAClosedConnection", "parameter")),
            Difference.of(
                    "After the connection was closed: `setTypeMap`, `setClientInfo`",
                    "done; an error without SQLSTATE",
                    "08003",
                    "As of all other methods.",
                    at("ClosedContractIT.connection", "setTypeMap(Map)"),
                    at("ClosedContractIT.connection", "setClientInfo(*)")),
            Difference.of(
                    "After the connection was closed: `isWrapperFor`, `getMetaData().getDefaultTransactionIsolation()`",
                    "08003",
                    "answered",
                    "They need no server.",
                    at("ClosedContractIT.connection", "isWrapperFor(Class)"),
                    at("ClosedContractIT.children_ofAClosedConnection", "metadata getDefaultTransactionIsolation()")),
            Difference.of(
                    "After the statement was closed: getters, `cancel`, `enquoteLiteral` and the like",
                    "some answer",
                    "55000",
                    "As JDBC says.",
                    at("ClosedContractIT.statement", "fresh *"),
                    at("ClosedContractIT.statement", "used execute*(String, int[])")),
            Difference.of(
                    "After the physical connection was lost",
                    "the connection is closed, `rollback()` fails with 08003",
                    "the connection is open; `rollback()` succeeds, and the next transaction runs on another physical connection",
                    "That is failover.",
                    at("CancelContractIT.networkTimeout_endsTheWait", "closed"),
                    at("CancelContractIT.networkTimeout_endsTheWait", "used"),
                    at("CancelContractIT.terminated_withinATransaction_isReported", "rollback"),
                    at("CancelContractIT.terminated_withinATransaction_isReported", "valid"),
                    at("CancelContractIT.terminated_withinATransaction_isReported", "closed")),
            Difference.of(
                    "`abort(null)`",
                    "an error without SQLSTATE",
                    "22023",
                    "A parameter is wrong.",
                    at("ClosedContractIT.connection_aborted", "no executor")),
            Difference.of(
                    "Casts to `PGConnection`, `PGStatement`",
                    "possible",
                    "not: use `unwrap`",
                    "What the application holds outlives the driver's object.",
                    at("ParentsContractIT.cast_toTheDriversInterface", "*")),
            Difference.of(
                    "`setClientInfo` of an unknown name before the first statement",
                    "a warning",
                    "none",
                    "No physical connection is taken for it.",
                    at("WarningsContractIT.warnings_ofTheConnection", "client info", Access.PRIMARY, Access.REPLICA)),
            Difference.of(
                    "A batch, a stream or an `SQLXML` parameter that was given to a statement before its transaction runs on another node",
                    "works",
                    "55000: prepare it in the transaction that runs it",
                    "A stream can be read once only, and the driver does not hand a batch back.",
                    at("RoutesContractIT.openBatch_beforeASwitch", "*"),
                    at("RoutesContractIT.streamsAndXml_beforeASwitch", "*")),
            Difference.of(
                    "`setSchema`, `setClientInfo` with autocommit off",
                    "begin a transaction",
                    "do not: they are told with its first statement, and are part of it as with pgjdbc",
                    "No round trip of their own.",
                    at("WalkContractIT.connection_inATransaction", "setTransactionIsolation(int)")),
            Difference.of(
                    "`currval`, `lastval` without a `nextval` before",
                    "55000",
                    "may answer for the one that had the physical connection before",
                    "Cleaning would cost a round trip for each borrower, as in every pool.",
                    at("SqlSessionContractIT.sequences_remember", "not the next one's")),
            Difference.of(
                    "`DatabaseMetaData.getSchemas()` in a session that had temporary tables before",
                    "a new session has none",
                    "lists `pg_temp_…`",
                    "The tables are gone, but a session keeps its schema for them.",
                    at("SqlSessionContractIT.temporarySchema_ofTheOneBefore", "listed")),
            Difference.of(
                    "`DataSource.getConnection(user, password)`",
                    "a connection of that user",
                    "0A000",
                    "A pool serves one user.",
                    at("DataSourceContractIT.credentials_ofACall", "*")),
            Difference.of(
                    "`DataSource.setLoginTimeout`, `setLogWriter`",
                    "kept",
                    "ignored",
                    "`connectTimeout` and SLF4J do their work.",
                    at("DataSourceContractIT.settings_ofADataSource", "* then")),
            Difference.of(
                    "`DataSource.unwrap`, `isWrapperFor`",
                    "the driver's data source",
                    "`SluiceDataSource`, or the `HikariDataSource` of the primary; 22023 for others",
                    "There is a data source for each node.",
                    at("DataSourceContractIT.unwrap_ofADataSource", "*")),
            Difference.of(
                    "`DatabaseMetaData.getURL()`",
                    "the server's URL with all parameters of the driver",
                    "`jdbc:pgsluice:` with all nodes and without parameters",
                    "It is not known which node will serve.",
                    at("DatabaseMetaDataContractIT.getters_allOfThem", "getURL()"),
                    at("ClosedContractIT.children_ofAClosedConnection", "metadata getURL()")));

    /** Those that must go. */
    static final List<Difference> TO_BE_FIXED = List.of(
            Difference.toBeFixed(
                    "createStatement() of a closed connection looks at its arguments first",
                    at("ClosedContractIT.connection", "createStatement(int, int*)")),
            Difference.toBeFixed(
                    "text of statements and result sets shows the pool's proxy",
                    at("IdentityContractIT.statement_toString", "*"),
                    at("IdentityContractIT.resultSet_equals", "generic text")),
            Difference.toBeFixed(
                    "an object of the driver's that was unwrapped does not notice that autocommit was switched",
                    at("LargeObjectContractIT.largeObjectManager_isTheDrivers", "in autocommit"),
                    at("DriverContractIT.copy_byAManagerOfBefore_inAutocommit_isCommitted", "kept"),
                    at("DriverContractIT.copy_byAManagerOfBefore_afterRollback_isUndone", "undone")),
            Difference.toBeFixed(
                    "what is set through unwrap(PGConnection) is left to the next",
                    at("DriverContractIT.settings_ofTheDriver_areCleanAgain", "(left to the next)")),
            Difference.toBeFixed(
                    "notifications that nobody asked for are left to the next",
                    onPrimary("DriverContractIT.notifications_ofOneThatForgetsToUnlisten", "nothing for the next")),
            Difference.toBeFixed(
                    "getTransactionIsolation() does not know what SQL made the session's default",
                    onPrimary("SqlSessionContractIT.sessionCharacteristics_areTheServers", "level")),
            Difference.toBeFixed(
                    "settings of before a BEGIN in SQL that is rolled back at close are left to the next",
                    onPrimary("ResetContractIT.transaction_bySql_thatFailed", "schema"),
                    at("ResetContractIT.transaction_bySql_thatFailed", "(left to the next)")));

    private Differences() {}

    static Stream<Difference> all() {
        return Stream.concat(ACCEPTED.stream(), TO_BE_FIXED.stream());
    }

    private static boolean sameStateByAnotherClass(String driver, String sluice) {
        return OF_THE_DRIVER
                .matcher(driver)
                .replaceAll("SQLException$1")
                .equals(OF_JAVA.matcher(sluice).replaceAll("SQLException$1"));
    }
}
