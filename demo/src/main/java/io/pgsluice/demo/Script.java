// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What happens to the cluster while the load runs. The phases are shares of the run's length; a step that takes longer than its
 * phase puts off the next one.
 */
final class Script {
    private static final double PAUSE = 0.15;
    private static final double RESUME = 0.40;
    private static final double KILL = 0.55;
    /** How long a failover manager takes to notice, as a share of the run. */
    private static final double NOTICE = 0.05;

    private static final double LAST = 0.10;
    private static final Duration STEP_TIMEOUT = Duration.ofSeconds(20);

    private final PostgresCluster cluster;
    private final WriteLedger writes;
    private final Routing routing;
    private final EventLog events;
    private final RunClock clock;
    private final long length;

    /** Written by the script's thread. */
    private volatile String phase = "steady load";

    Script(PostgresCluster cluster, WriteLedger writes, Routing routing, EventLog events, RunClock clock, int seconds) {
        this.cluster = cluster;
        this.writes = writes;
        this.routing = routing;
        this.events = events;
        this.clock = clock;
        this.length = TimeUnit.SECONDS.toNanos(seconds);
    }

    /**
     * Lets the primary's commits wait until a replica has them on disk: of the replicas that are left after its loss, the one
     * that received the most has every acknowledged write. The others keep their own setting, which is to wait for nobody.
     */
    static void replicateSynchronously(PostgresCluster cluster) throws SQLException, InterruptedException {
        List<PostgresNode> replicas = cluster.replicas();
        String names = replicas.stream().map(PostgresNode::name).collect(Collectors.joining(", "));
        try (Connection connection = cluster.primary().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (" + names + ")'");
            statement.execute("SELECT pg_reload_conf()");
            Poll.until(
                    "commits wait for a replica",
                    STEP_TIMEOUT,
                    () -> Poll.number(
                                    connection, "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'quorum'")
                            == replicas.size());
        }
    }

    /** Names what goes on at this moment. */
    String phase() {
        return phase;
    }

    Milestones run() throws SQLException, InterruptedException {
        PostgresNode old = cluster.primary();
        PostgresNode lagging = cluster.replicas().get(cluster.replicas().size() - 1);

        until(PAUSE);
        long drain = pause(lagging);
        until(RESUME);
        long back = resume(lagging);
        until(KILL);
        tell("primary lost", "SIGKILL to the primary, " + old.name());
        long killed = clock.now();
        old.kill();
        sleep(NOTICE);
        PostgresNode chosen = mostAdvanced();
        long promoted = promote(chosen);
        long firstWrite = awaitFirstWrite(chosen);
        repoint(old, chosen);
        long rejoined = rejoin(old, chosen);
        phase = "steady load again";
        clock.sleepUntil(Math.max(length, clock.now() + share(LAST)));
        phase = "over";
        return new Milestones(
                drain, back, Math.max(0, firstWrite - promoted), firstWrite - killed, rejoined, chosen.name());
    }

    private long pause(PostgresNode node) throws InterruptedException {
        tell("replay paused on " + node.name(), "pauses replay on " + node.name());
        long asked = clock.now();
        node.pauseReplay();
        return Math.max(0, routing.await(node.name(), false, STEP_TIMEOUT) - asked);
    }

    private long resume(PostgresNode node) throws InterruptedException {
        tell("replay resumed on " + node.name(), "resumes replay on " + node.name());
        long asked = clock.now();
        node.resumeReplay();
        return Math.max(0, routing.await(node.name(), true, STEP_TIMEOUT) - asked);
    }

    /** The replica that received the most; with synchronous replication it has every acknowledged write. */
    private PostgresNode mostAdvanced() {
        return cluster.replicas().stream()
                .max(Comparator.comparingLong(Script::received))
                .orElseThrow();
    }

    private static long received(PostgresNode replica) {
        try (Connection connection = replica.connect()) {
            return Poll.number(connection, "SELECT pg_last_wal_receive_lsn() - '0/0'");
        } catch (SQLException e) {
            throw new ScriptException(replica.name() + " does not tell its position: " + e.getMessage());
        }
    }

    private long promote(PostgresNode chosen) throws SQLException, InterruptedException {
        tell("promoting " + chosen.name(), "promotes " + chosen.name() + ", which received the most WAL");
        return new Promotion(clock, chosen).run();
    }

    private long awaitFirstWrite(PostgresNode primary) throws SQLException, InterruptedException {
        Poll.until(
                "a write on " + primary.name() + " is acknowledged",
                STEP_TIMEOUT,
                () -> writes.firstAcknowledgedOn(primary.name()) != null);
        long first = Objects.requireNonNull(writes.firstAcknowledgedOn(primary.name()));
        events.add(
                EventLog.Source.SCRIPT, "first write acknowledged by " + primary.name() + " at" + RunClock.text(first));
        return first;
    }

    private void repoint(PostgresNode old, PostgresNode primary) throws InterruptedException {
        List<PostgresNode> others =
                cluster.replicas().stream().filter(node -> node != old).toList();
        for (PostgresNode node : others) {
            tell("re-pointing " + node.name(), "points " + node.name() + " to " + primary.name());
            node.follow(primary);
        }
        for (PostgresNode node : others) {
            routing.await(node.name(), true, STEP_TIMEOUT);
        }
    }

    private long rejoin(PostgresNode old, PostgresNode primary) throws InterruptedException {
        tell("rejoining " + old.name(), "copies " + primary.name() + " to " + old.name() + " to rejoin as a replica");
        long start = clock.now();
        old.rejoin(primary);
        return routing.await(old.name(), true, STEP_TIMEOUT) - start;
    }

    private void tell(String now, String step) {
        phase = now;
        events.add(EventLog.Source.SCRIPT, step);
    }

    private void until(double share) throws InterruptedException {
        clock.sleepUntil(share(share));
    }

    private void sleep(double share) throws InterruptedException {
        clock.sleepUntil(clock.now() + share(share));
    }

    private long share(double share) {
        return (long) (length * share);
    }
}
