// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;

/**
 * What the servers hold in the end, asked one by one and without pgsluice, against what the writers were told.
 *
 * @param lost acknowledged ids that the primary does not have
 * @param duplicated ids that the primary has more than once
 * @param missingOnReplicas acknowledged ids that a replica lacks after it has caught up, over all replicas
 * @param duplicatedOnReplicas ids that a replica has more than once, over all replicas
 * @param inDoubt ids whose write threw
 * @param inDoubtPresent those of them that the primary has
 */
record Audit(
        int lost, int duplicated, int missingOnReplicas, int duplicatedOnReplicas, int inDoubt, int inDoubtPresent) {

    private record Held(BitSet ids, int duplicated) {
        int missing(BitSet acknowledged) {
            BitSet missing = (BitSet) acknowledged.clone();
            missing.andNot(ids);
            return missing.cardinality();
        }
    }

    /** Waits until the replicas have caught up and asks all nodes; the load must have ended. */
    static Audit of(PostgresCluster cluster, WriteLedger writes) throws SQLException {
        BitSet acknowledged = writes.acknowledgedIds();
        Held primary = held(cluster.primary());
        cluster.awaitCaughtUp();
        int missing = 0;
        int duplicated = 0;
        for (PostgresNode replica : cluster.replicas()) {
            Held held = held(replica);
            missing += held.missing(acknowledged);
            duplicated += held.duplicated();
        }
        BitSet inDoubt = writes.inDoubtIds();
        BitSet present = (BitSet) inDoubt.clone();
        present.and(primary.ids());
        return new Audit(
                primary.missing(acknowledged),
                primary.duplicated(),
                missing,
                duplicated,
                inDoubt.cardinality(),
                present.cardinality());
    }

    private static Held held(PostgresNode node) throws SQLException {
        BitSet ids = new BitSet();
        int duplicated = 0;
        try (Connection connection = Schema.connect(node);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(Schema.IDS)) {
            while (rows.next()) {
                ids.set(rows.getInt(1));
                if (rows.getLong(2) > 1) {
                    duplicated++;
                }
            }
        }
        return new Held(ids, duplicated);
    }
}
