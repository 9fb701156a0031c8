// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

/** What kinds of transactions the workload runs. */
public enum OperationKind {
    /** One row with an id of its own, with autocommit on. */
    APPEND(true),
    /** The same in a transaction. */
    APPEND_IN_TRANSACTION(true),
    /** Several rows, by several statements of one transaction. */
    APPEND_MANY(true),
    /** An amount from one account to another, and a row with an id, in one transaction. */
    TRANSFER(true),
    /** Adds one to a counter that only this session writes, with autocommit on, and answers the new value. */
    INCREMENT(true),
    /** Reads the last row that the session has written, and its counter. */
    READ_OWN(false),
    /** Sums up the accounts, in a read-only transaction. */
    READ_TOTAL(false),
    /** Reads all counters by one read-only statement, with autocommit on. */
    READ_COUNTERS(false);

    private final boolean write;

    OperationKind(boolean write) {
        this.write = write;
    }

    /** Whether it leaves something in the database. */
    public boolean isWrite() {
        return write;
    }
}
