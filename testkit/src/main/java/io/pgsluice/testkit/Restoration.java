// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit;

import io.pgsluice.testkit.internal.Stopwatch;
import java.time.Duration;
import java.util.List;
import org.postgresql.replication.LogSequenceNumber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a cluster back to its original layout with the least work that does, from undoing faults to new copies. */
final class Restoration {
    private static final Logger LOG = LoggerFactory.getLogger(Restoration.class);
    private static final Duration STREAMING_TIMEOUT = Duration.ofSeconds(8);
    private static final Duration CATCH_UP_TIMEOUT = Duration.ofSeconds(15);

    private final PostgresCluster cluster;
    private final PostgresNode first;

    Restoration(PostgresCluster cluster) {
        this.cluster = cluster;
        this.first = cluster.nodes().get(0);
    }

    /** Keeps what is in the databases of {@link PostgresCluster#primary()}. */
    void run() {
        Stopwatch stopwatch = new Stopwatch();
        cluster.undoFaults();
        boolean asBefore = isOriginalLayout();
        startPrimary();
        cluster.nodes().forEach(PostgresNode::undoSettings);
        cluster.synchronous(cluster.isOriginallySynchronous());
        if (cluster.primary() != first) {
            switchBack();
        }
        LogSequenceNumber position = first.queries().markPosition();
        for (PostgresNode replica : others(first)) {
            makeReplicaOf(replica, first);
            if (!replica.replaysWithin(CATCH_UP_TIMEOUT, position)) {
                replica.rejoin(first);
            }
        }
        cluster.awaitCaughtUp();
        if (!asBefore) {
            LOG.info("cluster restored after {} ms", stopwatch.millis());
        }
    }

    private boolean isOriginalLayout() {
        return cluster.primary() == first && cluster.nodes().stream().allMatch(PostgresNode::isRunning);
    }

    private void startPrimary() {
        PostgresNode primary = cluster.primary();
        if (!primary.isRunning()) {
            primary.start();
        }
        if (primary.isInRecovery()) {
            throw new PostgresClusterException(primary.name() + " should be the primary and is in recovery");
        }
    }

    /** A switchover without loss: the first node gets everything before the current primary stops. */
    private void switchBack() {
        PostgresNode current = cluster.primary();
        cluster.synchronous(false);
        makeReplicaOf(first, current);
        first.awaitCaughtUp();
        current.stop();
        first.promote();
        cluster.synchronous(cluster.isOriginallySynchronous());
        current.startAsReplicaOf(first);
    }

    private static void makeReplicaOf(PostgresNode node, PostgresNode source) {
        if (node.isRunning() && node.isInRecovery()) {
            node.resumeReplayIfPaused();
            if (node.upstream() != source) {
                node.connectTo(source);
            }
            if (node.streamsWithin(STREAMING_TIMEOUT)) {
                return;
            }
        }
        node.rejoin(source);
    }

    private List<PostgresNode> others(PostgresNode node) {
        return cluster.nodes().stream().filter(other -> other != node).toList();
    }
}
