// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

/** What sort of statement a text holds. */
public enum StatementKind {
    /** No statement: blanks, comments, semicolons. */
    EMPTY,
    /**
     * By its words it only reads and gives rows or works on a cursor: SELECT, VALUES, TABLE, WITH, SHOW, EXPLAIN, COPY TO, FETCH, MOVE, CLOSE,
     * DECLARE. Its functions may still write: see {@link StatementInfo#isRead()}.
     */
    READ,
    /** By its words it writes: INSERT, UPDATE, DELETE, MERGE, COPY FROM, SELECT INTO, SELECT FOR UPDATE, DDL, maintenance. */
    WRITE,
    /** BEGIN, START TRANSACTION. */
    BEGIN,
    /** COMMIT, END; also AND CHAIN. */
    COMMIT,
    /** ROLLBACK, ABORT; also AND CHAIN. */
    ROLLBACK,
    /** SAVEPOINT. */
    SAVEPOINT,
    /** RELEASE SAVEPOINT. */
    RELEASE,
    /** ROLLBACK TO SAVEPOINT. */
    ROLLBACK_TO,
    /** SET or RESET of a session setting that can be carried to another session: gives no result. Not {@code SELECT set_config}. */
    SETTING,
    /** Any other, and any that the scanner does not understand. */
    OTHER,
    /** More than one statement. */
    SEVERAL;

    /** Whether it begins, ends or goes back within a transaction. */
    boolean controlsTransaction() {
        return switch (this) {
            case BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, ROLLBACK_TO -> true;
            default -> false;
        };
    }
}
