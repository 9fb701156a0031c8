// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

/** Whose connection a scenario is played on. */
enum Side {
    /** pgjdbc's own. */
    DRIVER,
    /** HikariCP's over pgjdbc: asked where the other two differ, to tell what a pool does anyway. */
    POOL,
    /** pgsluice's. */
    SLUICE
}
