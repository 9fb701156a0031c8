// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

/** What a call of a built-in function means for where its statement may run. */
enum FunctionKind {
    /** Reads at most: a standby answers as the primary does. */
    HARMLESS,
    /** Must not run on a standby, and may leave something behind when its transaction is rolled back. */
    PRIMARY_ONLY,
    /** Must not run on a standby; what it leaves behind when its transaction is rolled back is a gap in a sequence at most. */
    TRANSACTIONAL,
    /** Takes an advisory lock that the session keeps; must not run on a standby. */
    SESSION_LOCK,
    /** {@code set_config}. */
    SET_CONFIG,
    /** {@code setseed}: what {@code random()} gives next in this session. */
    SET_SEED
}
