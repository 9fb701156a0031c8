// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.chaos;

import io.pgsluice.testkit.Partition;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresClusterException;
import io.pgsluice.testkit.PostgresNode;
import io.pgsluice.testkit.history.Disturbance;
import io.pgsluice.testkit.history.Fork;
import io.pgsluice.testkit.history.History;
import io.pgsluice.testkit.history.Outage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Does the steps of a plan and takes down when. The replica that is promoted is the one that received the most: with synchronous
 * replication it has every acknowledged write. Confined to one thread.
 */
final class FaultInjector {
    private final PostgresCluster cluster;
    private final History history;
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private final List<Promotion> promotions = new ArrayList<>();
    private final List<Outage> outages = new ArrayList<>();
    private final List<Disturbance> disturbances = new ArrayList<>();

    FaultInjector(PostgresCluster cluster, History history) {
        this.cluster = cluster;
        this.history = history;
    }

    Map<Fault, Integer> counts() {
        return counts;
    }

    List<Promotion> promotions() {
        return promotions;
    }

    List<Fork> forks() {
        return promotions.stream().map(Promotion::fork).toList();
    }

    List<Outage> outages() {
        return outages;
    }

    List<Disturbance> disturbances() {
        return disturbances;
    }

    /** Does a step and returns when all nodes stream again and have caught up. */
    void run(Step step) throws SQLException, InterruptedException {
        pause(step.before());
        PostgresNode primary = cluster.primary();
        List<PostgresNode> replicas = cluster.replicas();
        PostgresNode replica = replicas.get(step.replica() % replicas.size());
        long start = history.now();
        switch (step.kind()) {
            case KILL_PRIMARY, FREEZE_PRIMARY, PARTITION_PRIMARY_SILENT, PARTITION_PRIMARY_REFUSED -> {
                cut(step.kind(), primary);
                failOver(step, primary, start);
            }
            case SWITCHOVER -> {
                count(Fault.SWITCHOVER);
                primary.stop();
                failOver(step, primary, start);
            }
            case KILL_PRIMARY_AHEAD -> {
                count(Fault.DETACHMENT);
                replicas.forEach(PostgresNode::detach);
                pause(step.length());
                long lost = history.now();
                count(Fault.KILL);
                primary.kill();
                replicas.forEach(PostgresNode::heal);
                failOver(step, primary, lost);
            }
            case PROMOTE_UNFENCED -> failOver(step, primary, start);
            case CRASH_AND_RESTART_PRIMARY -> {
                count(Fault.KILL);
                count(Fault.RESTART);
                primary.kill();
                pause(step.length() / 2);
                primary.start();
                outage(start);
            }
            case FREEZE_PRIMARY_BRIEFLY -> {
                freeze(primary, step);
                outage(start);
            }
            case PARTITION_PRIMARY_BRIEFLY -> {
                partition(primary, Partition.SILENT, step);
                outage(start);
            }
            case RESET_CONNECTIONS -> {
                count(Fault.RESET);
                primary.resetConnections();
            }
            case TERMINATE_SESSIONS -> {
                count(Fault.TERMINATION);
                primary.terminateSessions();
            }
            case KILL_REPLICA -> {
                count(Fault.KILL);
                replica.kill();
                pause(step.length());
                replica.start();
            }
            case FREEZE_REPLICA -> freeze(replica, step);
            case PARTITION_REPLICA_SILENT -> partition(replica, Partition.SILENT, step);
            case PARTITION_REPLICA_REFUSED -> partition(replica, Partition.REFUSED, step);
            case PAUSE_REPLAY -> {
                count(Fault.REPLAY_PAUSE);
                replica.pauseReplay();
                pause(step.length());
                replica.resumeReplay();
            }
            case ALL_REPLICAS_DOWN -> {
                count(Fault.ALL_REPLICAS_DOWN);
                for (PostgresNode node : replicas) {
                    count(Fault.KILL);
                    node.kill();
                }
                pause(step.length());
                replicas.forEach(PostgresNode::start);
            }
            case ALL_REPLICAS_FROZEN -> {
                count(Fault.ALL_REPLICAS_DOWN);
                for (PostgresNode node : replicas) {
                    count(Fault.FREEZE);
                    node.freeze();
                }
                pause(step.length());
                replicas.forEach(PostgresNode::thaw);
            }
        }
        cluster.awaitStreaming();
        cluster.awaitCaughtUp();
        disturbances.add(new Disturbance(step.toString(), start, history.now(), losses(step.kind())));
    }

    /** A thread whose session was ended may go on in one that is about to be. */
    private static int losses(FaultKind kind) {
        return kind == FaultKind.TERMINATE_SESSIONS ? 2 : 1;
    }

    private void cut(FaultKind kind, PostgresNode primary) {
        if (kind == FaultKind.KILL_PRIMARY) {
            count(Fault.KILL);
            primary.kill();
        } else if (kind == FaultKind.FREEZE_PRIMARY) {
            count(Fault.FREEZE);
            primary.freeze();
        } else if (kind == FaultKind.PARTITION_PRIMARY_SILENT) {
            count(Fault.SILENT_PARTITION);
            primary.partition(Partition.SILENT);
        } else {
            count(Fault.REFUSING_PARTITION);
            primary.partition(Partition.REFUSED);
        }
    }

    private void failOver(Step step, PostgresNode old, long start) throws SQLException, InterruptedException {
        if (step.kind() != FaultKind.KILL_PRIMARY_AHEAD) {
            pause(step.length());
        }
        PostgresNode chosen = mostAdvanced();
        PostgresNode other = cluster.replicas().stream()
                .filter(node -> node != chosen)
                .findFirst()
                .orElseThrow();
        count(Fault.PROMOTION);
        Promotion promotion = Promotion.of(step.kind(), chosen, history);
        promotions.add(promotion);
        if (step.kind() != FaultKind.PROMOTE_UNFENCED) {
            outages.add(new Outage(start, history.now()));
        }
        if (!step.repointLate()) {
            repoint(other, chosen);
        }
        if (step.zombie() > 0) {
            count(Fault.ZOMBIE);
            raise(step.kind(), old);
            pause(step.zombie());
        }
        if (old.isRunning()) {
            old.kill();
        }
        old.heal();
        old.rejoin(chosen);
        count(Fault.CLEAN_RETURN);
        if (step.repointLate()) {
            repoint(other, chosen);
        }
    }

    /** Lets an old primary go on where it stood. */
    private static void raise(FaultKind kind, PostgresNode old) {
        if (kind == FaultKind.KILL_PRIMARY || kind == FaultKind.KILL_PRIMARY_AHEAD) {
            old.start();
        } else if (kind == FaultKind.FREEZE_PRIMARY) {
            old.thaw();
        } else {
            old.heal();
        }
    }

    /** Points a replica to the new primary, or copies that one if the replica has what it has not. */
    private static void repoint(PostgresNode node, PostgresNode primary) {
        try {
            node.follow(primary);
        } catch (PostgresClusterException e) {
            node.rejoin(primary);
        }
    }

    private PostgresNode mostAdvanced() {
        return cluster.replicas().stream()
                .max(Comparator.comparingLong(FaultInjector::received))
                .orElseThrow();
    }

    private static long received(PostgresNode replica) {
        try (Connection connection = replica.connect()) {
            return Promotion.lsn(Promotion.ask(connection, "SELECT pg_last_wal_receive_lsn()"));
        } catch (SQLException e) {
            throw new PostgresClusterException(replica.name() + " does not tell its position", e);
        }
    }

    private void freeze(PostgresNode node, Step step) throws InterruptedException {
        count(Fault.FREEZE);
        node.freeze();
        pause(step.length());
        node.thaw();
    }

    private void partition(PostgresNode node, Partition kind, Step step) throws InterruptedException {
        count(kind == Partition.SILENT ? Fault.SILENT_PARTITION : Fault.REFUSING_PARTITION);
        node.partition(kind);
        pause(step.length());
        node.heal();
    }

    private void outage(long start) {
        outages.add(new Outage(start, history.now()));
    }

    private void count(Fault fault) {
        counts.merge(fault, 1, Integer::sum);
    }

    private static void pause(int millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }
}
