// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import java.sql.SQLException;

/** One way for an application to reach a primary and its replicas. */
public interface Candidate {
    /** What it is called in tables. */
    String name();

    /** Opens it. */
    Opened open(Nodes nodes) throws SQLException;

    /** Whether it sends read-only transactions to the replicas. */
    default boolean splits() {
        return true;
    }
}
