// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import static io.pgsluice.contract.Place.at;
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
                    "A session that is lost within a transaction: the statement, those after it, `commit()`",
                    "57P01 or 08006, then 08003",
                    "`SQLTransactionRollbackException` (40001), or `CommitOutcomeUnknownException` (08007), with the driver's as its cause",
                    "What is retried must tell whether anything was committed.",
                    at("CancelContractIT.terminated_withinATransaction_isReported", "stopped"),
                    at("CancelContractIT.terminated_withinATransaction_isReported", "next"),
                    at("CancelContractIT.terminated_withinATransaction_isReported", "commit")),
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
                    "`setSchema`, and the first `getCatalog`, with autocommit off",
                    "begin a transaction",
                    "do not: the schema is set with the next transaction's first statement",
                    "No round trip of their own.",
                    at("TransactionContractIT.calls_thatBeginATransaction", "after setSchema"),
                    at("TransactionContractIT.calls_thatBeginATransaction", "after getCatalog")),
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
                    at("ClosedContractIT.children_ofAClosedConnection", "metadata getURL()")),
            Difference.of(
                    "`toString()` of statements and result sets",
                    "class and hash of the driver's object, or the text of a prepared statement",
                    "class and hash of pgsluice's object, or the same text",
                    "They are other objects.",
                    at("IdentityContractIT.statement_toString", "*"),
                    at("IdentityContractIT.resultSet_equals", "generic text")),
            Difference.of(
                    "What is set through `unwrap(PGConnection)` (prepare threshold, fetch size, autosave)",
                    "is gone with the connection",
                    "is left to the next borrower",
                    "As in every pool: pgsluice does not see it. Set it by `driver.*` properties for all.",
                    at("DriverContractIT.settings_ofTheDriver_areCleanAgain", "(left to the next)")));

    private Differences() {}

    static Stream<Difference> all() {
        return ACCEPTED.stream();
    }

    private static boolean sameStateByAnotherClass(String driver, String sluice) {
        return OF_THE_DRIVER
                .matcher(driver)
                .replaceAll("SQLException$1")
                .equals(OF_JAVA.matcher(sluice).replaceAll("SQLException$1"));
    }
}
