// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.sql.Connection;

/** What an application does with a connection, and what it notices. */
@FunctionalInterface
interface Scenario {
    void play(Connection connection, Transcript seen) throws Exception;
}
