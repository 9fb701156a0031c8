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
                    at("TransactionContractIT.readOnly_isEnforced", "autocommit")),
            Difference.of(
                    "SERIALIZABLE and read-only",
                    "fails with 0A000 on a standby",
                    "runs on the primary",
                    "No standby can do it.",
                    onReplica("TransactionContractIT.isolation_serializableOnAStandby", "serializable")),
            Difference.of(
                    "`isClosed()` of a statement or result set after its connection was closed",
                    "false",
                    "true",
                    "As in every pool, and as JDBC says.",
                    at("StatementContractIT.closing_closesWhatBelongsToIt", "* with the connection")));

    /** Those that must go. */
    static final List<Difference> TO_BE_FIXED = List.of(
            Difference.toBeFixed(
                    "text of a prepared statement shows the pool's proxy",
                    at("IdentityContractIT.statement_toString", "*")),
            Difference.toBeFixed(
                    "getMetaData() answers another object each time",
                    at("IdentityContractIT.metaData_ofAConnection", "same each time")),
            Difference.toBeFixed(
                    "result sets are the pool's",
                    at("IdentityContractIT.resultSet_equals", "the statement's"),
                    at("IdentityContractIT.resultSet_equals", "generic text")),
            Difference.toBeFixed(
                    "createStatement() takes any type, concurrency and holdability",
                    at("StatementContractIT.settings_outOfRange_areRefused", "type"),
                    at("StatementContractIT.settings_outOfRange_areRefused", "concurrency"),
                    at("StatementContractIT.settings_outOfRange_areRefused", "holdability")));

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
