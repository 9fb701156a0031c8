// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

/** What a statement leaves in its session that can't be carried to another one. */
public enum SessionEffect {
    /** Temporary tables, views, sequences, functions. */
    TEMPORARY_OBJECTS,
    /** LISTEN. */
    LISTEN,
    /** PREPARE. */
    PREPARED_STATEMENT,
    /** DECLARE ... WITH HOLD. */
    HELD_CURSOR,
    /** An advisory lock of the session. */
    ADVISORY_LOCK,
    /** Settings that act on the BEGIN itself, such as SET SESSION CHARACTERISTICS or default_transaction_read_only. */
    SESSION_DEFAULTS,
    /** LOAD. */
    LIBRARY
}
