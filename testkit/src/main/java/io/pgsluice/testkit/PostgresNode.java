// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit;

import io.pgsluice.testkit.internal.Await;
import io.pgsluice.testkit.internal.Names;
import io.pgsluice.testkit.internal.NodeServer;
import io.pgsluice.testkit.internal.Relay;
import io.pgsluice.testkit.internal.Sql;
import io.pgsluice.testkit.internal.Stopwatch;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One PostgreSQL server of a {@link PostgresCluster}, with its faults as methods. A fault stays until its counterpart
 * undoes it, or {@link PostgresCluster#restore()} undoes them all.
 *
 * <p>Applications reach the server through a relay ({@link #jdbcUrl()}) whose address stays the same over restarts. Its
 * standbys pass the same relay, and it reaches its own upstream through another one, so that a partition or a delay
 * concerns clients and replication alike. {@link #connect()} and {@link #directJdbcUrl()} go around the relays.
 *
 * <p>Safe for use by multiple threads; what changes the node excludes each other. Methods return when what they do has
 * taken effect, and throw {@link PostgresClusterException} where it does not within a bounded time.
 */
public final class PostgresNode {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresNode.class);

    static final String HOST = "127.0.0.1";
    private static final String APPLY_DELAY = "recovery_min_apply_delay";
    private static final String SYNCHRONOUS_STANDBYS = "synchronous_standby_names";

    private final String name;
    private final PostgresCluster cluster;
    private final NodeServer server;
    private final NodeQueries queries;
    private final ReentrantLock lock = new ReentrantLock();

    /** Written with the lock held. */
    private volatile @Nullable PostgresNode upstream;

    PostgresNode(String name, PostgresCluster cluster, NodeServer server) {
        this.name = name;
        this.cluster = cluster;
        this.server = server;
        this.queries = new NodeQueries(name, server);
    }

    /** The node's name, such as {@code n1}; its standby connection has it as application name. */
    public String name() {
        return name;
    }

    /** The address that clients connect to. */
    public String host() {
        return HOST;
    }

    /** The port that clients connect to: the relay's, the same as long as the cluster exists. */
    public int port() {
        return server.inbound().port();
    }

    /** The server's own port, around the relay. It changes where another process took it while the server was down. */
    public int directPort() {
        return server.port();
    }

    /** The JDBC URL of the database {@code app}, through the relay. */
    public String jdbcUrl() {
        return jdbcUrl(Names.APP_DATABASE);
    }

    /** The JDBC URL of a database, through the relay. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + database;
    }

    /** The JDBC URL of the database {@code app}, around the relay. */
    public String directJdbcUrl() {
        return "jdbc:postgresql://" + host() + ":" + directPort() + "/" + Names.APP_DATABASE;
    }

    /** Connects as superuser {@code postgres} to the database {@code postgres}, around the relay. */
    public Connection connect() throws SQLException {
        return Sql.connect(server.port(), Names.SUPERUSER_DATABASE, Names.SUPERUSER, "", "test", 0);
    }

    /** Connects to a database as a user, around the relay. */
    public Connection connect(String database, String user, String password) throws SQLException {
        return Sql.connect(server.port(), database, user, password, server.tls());
    }

    /** The file that the server writes its messages to. */
    public Path logFile() {
        return server.logFile();
    }

    /** Whether the server's main process exists; a frozen one does. */
    public boolean isRunning() {
        return server.isAlive();
    }

    /** Whether the server is frozen. */
    public boolean isFrozen() {
        return server.isFrozen();
    }

    /** Whether the server, asked now, is in recovery, which is to say a replica. */
    public boolean isInRecovery() {
        return queries.isInRecovery();
    }

    /** The node that this one was last told to replicate from; null for one that never was. */
    public @Nullable PostgresNode upstream() {
        return upstream;
    }

    /** Kills the server's main process and all its children with SIGKILL. */
    public void kill() {
        change("killed", server::kill);
    }

    /** Stops all processes of the server where they are (SIGSTOP): connections stay open and nothing answers. */
    public void freeze() {
        change("frozen", server::freeze);
    }

    /** Lets a frozen server go on (SIGCONT). */
    public void thaw() {
        change("thawed", server::thaw);
    }

    /** Cuts the node off as {@link Partition#SILENT}. */
    public void partition() {
        partition(Partition.SILENT);
    }

    /** Cuts the node off from its clients, its standbys and its upstream. The server itself runs on. */
    public void partition(Partition kind) {
        Relay.Mode mode = kind == Partition.SILENT ? Relay.Mode.BLACKHOLE : Relay.Mode.REFUSE;
        change("partitioned, " + kind, () -> {
            server.inbound().mode(mode);
            server.uplink().mode(mode);
        });
    }

    /** Cuts the node off from its upstream alone: clients still reach it, and it receives no more WAL. */
    public void detach() {
        change("detached from its upstream", () -> server.uplink().mode(Relay.Mode.REFUSE));
    }

    /** Ends {@link #partition(Partition)} and {@link #detach()}. */
    public void heal() {
        change("healed", () -> {
            server.inbound().mode(Relay.Mode.FORWARD);
            server.uplink().mode(Relay.Mode.FORWARD);
        });
    }

    /**
     * Delays all bytes to and from the node, so that a client's round trip takes twice as long as this more. Zero ends
     * it. Throughput stays.
     */
    public void delay(Duration oneWay) {
        change("delayed by " + oneWay.toMillis() + " ms each way", () -> {
            server.inbound().delay(oneWay);
            server.uplink().delay(oneWay);
        });
    }

    /** Resets all connections that pass the relay; new ones are made as before. */
    public void resetConnections() {
        change("connections reset", server.inbound()::resetConnections);
    }

    /** Stops the replay on a replica, which goes on receiving WAL. */
    public void pauseReplay() {
        change("replay paused", () -> {
            queries.ask("SELECT pg_wal_replay_pause()");
            queries.await("its replay is paused", () -> "paused"
                    .equals(queries.ask("SELECT pg_get_wal_replay_pause_state()")));
        });
    }

    /** Lets a paused replay go on. */
    public void resumeReplay() {
        change("replay resumed", () -> queries.ask("SELECT pg_wal_replay_resume()"));
    }

    /** Lets a replica apply each commit this long after the primary made it; zero ends that. */
    public void applyDelay(Duration delay) {
        change("applies after " + delay.toMillis() + " ms", () -> {
            server.setting(APPLY_DELAY, delay.toMillis() + "ms");
            if (server.isAlive()) {
                server.reload();
                String millis = Long.toString(delay.toMillis());
                queries.await(
                        "its recovery_min_apply_delay is " + millis + " ms",
                        () -> millis.equals(queries.ask(
                                "SELECT setting FROM pg_settings WHERE name = 'recovery_min_apply_delay'")));
            }
        });
    }

    /**
     * Makes a replica a primary and returns how long that took: from the request until the server takes writes. The
     * other nodes still follow whom they followed.
     */
    public Duration promote() {
        Stopwatch stopwatch = new Stopwatch();
        change("promoted", () -> {
            if (!isInRecovery()) {
                throw new PostgresClusterException(name + " is a primary already");
            }
            queries.ask("SELECT pg_promote(true, 10)");
            queries.await(
                    "it takes writes",
                    () -> "off".equals(queries.ask("SHOW transaction_read_only")) && !isInRecovery());
            cluster.promoted(this);
        });
        return stopwatch.elapsed();
    }

    /**
     * Lets a replica replicate from another node and returns once it streams from there; where one of the two does not
     * run, returns at once.
     *
     * @throws PostgresClusterException if the node is not a replica, or has WAL that the other does not, or
     *     needs WAL that the other has not kept; then {@link #rejoin} is the way
     */
    public void follow(PostgresNode newUpstream) {
        change("follows " + newUpstream.name, () -> {
            if (newUpstream == this) {
                throw new PostgresClusterException(name + " cannot follow itself");
            }
            if (!server.isStandby()) {
                throw new PostgresClusterException(name + " is a primary: use rejoin(" + newUpstream.name + ")");
            }
            connectTo(newUpstream);
            if (server.isAlive() && newUpstream.server.isAlive()) {
                awaitStreaming();
            }
        });
    }

    /**
     * Makes the node, running or not and whatever it holds, a replica of another: its data is replaced by a copy of the
     * other's. Returns once it streams.
     */
    public void rejoin(PostgresNode newUpstream) {
        Stopwatch stopwatch = new Stopwatch();
        change("rejoined", () -> {
            if (newUpstream == this) {
                throw new PostgresClusterException(name + " cannot rejoin itself");
            }
            server.stop(StopMode.IMMEDIATE);
            server.cloneFrom(newUpstream.server);
            server.makeStandby();
            connectTo(newUpstream);
            server.launch();
            server.awaitReady();
            awaitStreaming();
        });
        LOG.info("{} streams from {} again after {} ms", name, newUpstream.name, stopwatch.millis());
    }

    /** Undoes what keeps the node from being reached or from answering. */
    void undoFaults() {
        lock.lock();
        try {
            server.inbound().mode(Relay.Mode.FORWARD);
            server.uplink().mode(Relay.Mode.FORWARD);
            server.inbound().delay(Duration.ZERO);
            server.uplink().delay(Duration.ZERO);
            if (server.isFrozen()) {
                thaw();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Undoes what was set on this node alone. */
    void undoSettings() {
        if (!"0ms".equals(server.setting(APPLY_DELAY))) {
            applyDelay(Duration.ZERO);
        }
        server.resetAlteredSettings();
    }

    void resumeReplayIfPaused() {
        if (!"not paused".equals(queries.ask("SELECT pg_get_wal_replay_pause_state()"))) {
            resumeReplay();
        }
    }

    boolean streamsWithin(Duration timeout) {
        PostgresNode source = upstream;
        long position = server.logPosition();
        return source != null
                && Await.within(timeout, () -> queries.isStreamingFrom(source.queries) || queries.isDiverged(position))
                && !queries.isDiverged(position);
    }

    boolean replaysWithin(Duration timeout, LogSequenceNumber position) {
        return Await.within(timeout, () -> replayLsn().compareTo(position) >= 0);
    }

    /** Starts a primary as a replica that was stopped after the other had received all of its WAL. */
    void startAsReplicaOf(PostgresNode newUpstream) {
        change("started as a replica", () -> {
            server.makeStandby();
            connectTo(newUpstream);
            server.launch();
            server.awaitReady();
        });
    }

    void synchronousStandbys(String names) {
        if (names.equals(server.setting(SYNCHRONOUS_STANDBYS))) {
            return;
        }
        change("synchronous standbys '" + names + "'", () -> {
            server.setting(SYNCHRONOUS_STANDBYS, names);
            if (server.isAlive() && !server.isFrozen()) {
                server.reload();
                queries.await(
                        "its synchronous standbys are '" + names + "'",
                        () -> names.equals(queries.ask("SHOW synchronous_standby_names")));
            }
        });
    }

    void connectTo(PostgresNode newUpstream) {
        upstream = newUpstream;
        server.uplink()
                .target(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(),
                        newUpstream.server.inbound().port()));
        server.uplink().resetConnections();
    }

    /** Starts a server that does not run and returns when it takes connections; a crash is recovered from first. */
    public void start() {
        change("started", () -> {
            if (server.isAlive()) {
                throw new PostgresClusterException(name + " runs already");
            }
            server.launch();
            server.awaitReady();
        });
    }

    /** Stops the server as {@link StopMode#FAST}. */
    public void stop() {
        stop(StopMode.FAST);
    }

    /** Stops the server; one that does not obey within 30 s is killed. */
    public void stop(StopMode mode) {
        change("stopped, " + mode, () -> server.stop(mode));
    }

    /** Stops the server as {@link StopMode#FAST} and starts it. */
    public void restart() {
        restart(StopMode.FAST);
    }

    /** Stops the server and starts it. */
    public void restart(StopMode mode) {
        stop(mode);
        start();
    }

    /** Ends all sessions of clients and returns how many there were; they see 57P01. */
    public int terminateSessions() {
        String count = queries.ask("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
        return Integer.parseInt(count);
    }

    /** Returns once the node streams from its upstream. */
    public void awaitStreaming() {
        PostgresNode source = upstream;
        if (source == null) {
            throw new PostgresClusterException(name + " has no upstream");
        }
        long position = server.logPosition();
        queries.await(
                "it streams from " + source.name,
                () -> queries.isStreamingFrom(source.queries) || queries.isDiverged(position));
        if (queries.isDiverged(position)) {
            throw new PostgresClusterException(name + " cannot follow " + source.name
                    + ", which does not have all of its WAL: use rejoin(" + source.name + "). " + server.logTail());
        }
    }

    /** Returns once the node has replayed everything that was committed on the cluster's primary before the call. */
    public void awaitCaughtUp() {
        awaitReplayed(cluster.primary().queries.markPosition());
    }

    void awaitReplayed(LogSequenceNumber position) {
        queries.await(
                "it has replayed up to " + position.asString(),
                () -> replayLsn().compareTo(position) >= 0);
    }

    /** How far a replica has replayed. */
    public LogSequenceNumber replayLsn() {
        return queries.replayLsn();
    }

    /** How far a primary has flushed its WAL. */
    public LogSequenceNumber flushLsn() {
        return queries.flushLsn();
    }

    NodeServer server() {
        return server;
    }

    NodeQueries queries() {
        return queries;
    }

    private void change(String what, Runnable task) {
        Stopwatch stopwatch = new Stopwatch();
        lock.lock();
        try {
            task.run();
        } finally {
            lock.unlock();
        }
        LOG.info("{} {} in {} ms", name, what, stopwatch.millis());
    }

    @Override
    public String toString() {
        return name + " (" + host() + ":" + port() + ")";
    }
}
