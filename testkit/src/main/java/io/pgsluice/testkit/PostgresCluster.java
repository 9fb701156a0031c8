// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit;

import io.pgsluice.testkit.internal.ClusterStarter;
import io.pgsluice.testkit.internal.Names;
import io.pgsluice.testkit.internal.NodeServer;
import io.pgsluice.testkit.internal.Stopwatch;
import io.pgsluice.testkit.internal.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running PostgreSQL cluster: one primary {@code n1} and replicas {@code n2}, {@code n3} … that stream from it, on
 * free ports of the loopback address. Applications use the role {@value #APP_USER}, which has no privileges, and the
 * database {@value #APP_DATABASE}, which it owns.
 *
 * <p>{@link #close()} ends the servers and removes their files. The same happens when the JVM exits, also when it is
 * killed. Safe for use by multiple threads.
 */
public final class PostgresCluster implements AutoCloseable {
    /** The application's role. */
    public static final String APP_USER = Names.APP_USER;

    /** The password of the application's role. */
    public static final String APP_PASSWORD = Names.APP_PASSWORD;

    /** The application's database. */
    public static final String APP_DATABASE = Names.APP_DATABASE;

    private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);

    private final Workspace workspace;
    private final List<PostgresNode> nodes = new ArrayList<>();
    private final @Nullable CertificateAuthority certificateAuthority;
    private final boolean originallySynchronous;
    private final ReentrantLock closing = new ReentrantLock();
    private final Thread shutdownHook = new Thread(this::close, "pgsluice-testkit-shutdown");

    /** Written with the closing lock held. */
    private volatile boolean closed;

    /** Written by the thread that promotes. */
    private volatile PostgresNode primary;

    private PostgresCluster(Builder builder) {
        Stopwatch stopwatch = new Stopwatch();
        this.originallySynchronous = builder.synchronous;
        this.workspace =
                Workspace.create(builder.directory, builder.replicas + 1, builder.version, builder.postgresHome);
        try {
            Map<String, String> settings = new LinkedHashMap<>();
            this.certificateAuthority = builder.tls ? ServerCertificate.issue(workspace, settings) : null;
            settings.putAll(builder.settings);
            for (int i = 1; i <= builder.replicas + 1; i++) {
                String name = "n" + i;
                nodes.add(new PostgresNode(name, this, new NodeServer(name, workspace, settings, builder.tls)));
            }
            this.primary = nodes.get(0);
            startAnew();
            Runtime.getRuntime().addShutdownHook(shutdownHook);
        } catch (RuntimeException | Error e) {
            closeAll();
            throw e;
        }
        LOG.info(
                "PostgreSQL {} cluster of {} nodes up after {} ms in {}",
                workspace.version(),
                nodes.size(),
                stopwatch.millis(),
                workspace.directory());
    }

    /** Describes a cluster to be started. */
    public static Builder builder() {
        return new Builder();
    }

    /** All nodes, in the order of their names. */
    public List<PostgresNode> nodes() {
        return List.copyOf(nodes);
    }

    /** The node of that name. */
    public PostgresNode node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no node " + name + " among " + nodes));
    }

    /** The node that was made primary last, running or not: {@code n1} until another is promoted. */
    public PostgresNode primary() {
        return primary;
    }

    /** All nodes but {@link #primary()}. */
    public List<PostgresNode> replicas() {
        PostgresNode current = primary;
        return nodes.stream().filter(node -> node != current).toList();
    }

    /** The full version of the servers, such as {@code 18.6}. */
    public String version() {
        return workspace.version();
    }

    /** The directory that holds the servers' files until {@link #close()}. */
    public Path directory() {
        return workspace.directory();
    }

    /** The JDBC URLs of the database {@code app} on each node, by the node's name. */
    public Map<String, String> jdbcUrls() {
        return nodes.stream()
                .collect(Collectors.toMap(
                        PostgresNode::name, PostgresNode::jdbcUrl, (first, second) -> first, LinkedHashMap::new));
    }

    /**
     * The authority that signed the servers' certificate.
     *
     * @throws IllegalStateException if the cluster was built without {@link Builder#tls(boolean)}
     */
    public CertificateAuthority certificateAuthority() {
        if (certificateAuthority == null) {
            throw new IllegalStateException(
                    "the cluster has no TLS: build it with tls(true), or @PgCluster(tls = true)");
        }
        return certificateAuthority;
    }

    /**
     * The file with the certificate that clients must trust: what {@code sslrootcert} names.
     *
     * @throws IllegalStateException if the cluster was built without {@link Builder#tls(boolean)}
     */
    public Path rootCertificate() {
        return certificateAuthority().rootCertificate();
    }

    /**
     * Lets commits wait for one replica (synchronous) or for none. Concerns every node that is or becomes the primary;
     * with the replicas of a synchronous primary gone, its commits wait until one is back.
     */
    public void synchronous(boolean synchronous) {
        for (PostgresNode node : nodes) {
            node.synchronousStandbys(synchronous ? replicasOf(node) : "");
        }
    }

    private String replicasOf(PostgresNode node) {
        return nodes.stream()
                .filter(other -> other != node)
                .map(PostgresNode::name)
                .collect(Collectors.joining(", ", "ANY 1 (", ")"));
    }

    /** Returns once all running replicas of the current primary stream. */
    public void awaitStreaming() {
        for (PostgresNode node : runningReplicas()) {
            node.awaitStreaming();
        }
    }

    /** Returns once all running replicas have replayed everything that was committed on the primary before the call. */
    public void awaitCaughtUp() {
        LogSequenceNumber position = primary.queries().markPosition();
        for (PostgresNode node : runningReplicas()) {
            node.awaitReplayed(position);
        }
    }

    /**
     * Brings the cluster back to its original layout: all faults undone, all nodes running with their original settings,
     * {@code n1} the primary, the others streaming from it and caught up. What is in the databases of {@link #primary()}
     * stays, unless that node cannot be brought back: then all nodes start anew, with empty databases.
     */
    public void restore() {
        try {
            new Restoration(this).run();
        } catch (PostgresClusterException e) {
            LOG.warn("the cluster cannot be restored and starts anew, with empty databases", e);
            undoFaults();
            nodes.forEach(node -> node.server().stop(StopMode.IMMEDIATE));
            nodes.forEach(PostgresNode::undoSettings);
            primary = nodes.get(0);
            startAnew();
        }
    }

    /** Lets all nodes be reached and answer again. */
    void undoFaults() {
        nodes.forEach(PostgresNode::undoFaults);
    }

    boolean isOriginallySynchronous() {
        return originallySynchronous;
    }

    private List<PostgresNode> runningReplicas() {
        return replicas().stream()
                .filter(node -> node.isRunning() && !node.isFrozen())
                .toList();
    }

    void promoted(PostgresNode node) {
        primary = node;
    }

    private void startAnew() {
        synchronous(originallySynchronous);
        ClusterStarter.fill(workspace, nodes.stream().map(PostgresNode::server).toList());
        for (PostgresNode node : replicas()) {
            node.server().makeStandby();
            node.connectTo(primary);
        }
        nodes.forEach(node -> node.server().launch());
        nodes.forEach(node -> node.server().awaitReady());
        Stopwatch stopwatch = new Stopwatch();
        awaitStreaming();
        LOG.info("{} streaming after {} ms", replicas(), stopwatch.millis());
    }

    /** Ends the servers and removes their files, whatever state they are in. Further calls do nothing. */
    @Override
    public void close() {
        closing.lock();
        try {
            if (!closed) {
                closed = true;
                Stopwatch stopwatch = new Stopwatch();
                closeAll();
                removeShutdownHook();
                LOG.info("PostgreSQL cluster closed after {} ms", stopwatch.millis());
            }
        } finally {
            closing.unlock();
        }
    }

    private void closeAll() {
        for (PostgresNode node : nodes) {
            try {
                node.server().close();
            } catch (RuntimeException e) {
                LOG.warn("{} is left to the watchdog", node.name(), e);
            }
        }
        workspace.close();
    }

    private void removeShutdownHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException shuttingDown) {
            // Then it is the hook that called.
        }
    }

    @Override
    public String toString() {
        return "PostgreSQL " + version() + " cluster " + nodes;
    }

    /** Describes a {@link PostgresCluster}. Confined to one thread at a time. */
    public static final class Builder {
        /** The system property that names the default version. */
        public static final String VERSION_PROPERTY = "pgsluice.testkit.version";

        private final Map<String, String> settings = new LinkedHashMap<>();
        private int version = Integer.getInteger(VERSION_PROPERTY, 18);
        private int replicas = 2;
        private boolean synchronous;
        private boolean tls;
        private @Nullable Path directory;
        private @Nullable Path postgresHome;

        private Builder() {}

        /** The major version, 14 to 18. Default: the system property {@value #VERSION_PROPERTY}, else 18. */
        public Builder version(int major) {
            this.version = major;
            return this;
        }

        /** How many replicas there are. Default: 2. */
        public Builder replicas(int count) {
            this.replicas = count;
            return this;
        }

        /** Whether a commit waits until one replica has it on disk. Default: false. */
        public Builder synchronous(boolean wait) {
            this.synchronous = wait;
            return this;
        }

        /**
         * Whether applications must use TLS: the servers have a certificate for {@link PostgresNode#host()}, and refuse them without
         * it. Default: false, which is no TLS at all.
         *
         * @see PostgresCluster#rootCertificate()
         */
        public Builder tls(boolean required) {
            this.tls = required;
            return this;
        }

        /** A server setting of all nodes, such as {@code max_connections}. */
        public Builder setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        /** Below which directory the servers' files are. Default: one in {@code java.io.tmpdir}. */
        public Builder directory(Path parent) {
            this.directory = parent;
            return this;
        }

        /** An installed server instead of one from an artifact: the directory with {@code bin/postgres}. */
        public Builder postgresHome(Path home) {
            this.postgresHome = home;
            return this;
        }

        /** Starts the cluster and returns it with all replicas streaming. */
        public PostgresCluster build() {
            if (replicas < 0 || replicas > 31) {
                throw new IllegalArgumentException("replicas must be 0 to 31: " + replicas);
            }
            if (synchronous && replicas == 0) {
                throw new IllegalArgumentException("synchronous=true needs replicas > 0: commits would wait for ever");
            }
            if (postgresHome == null && (version < 14 || version > 18)) {
                throw new IllegalArgumentException("version must be 14 to 18: " + version);
            }
            return new PostgresCluster(this);
        }

        @Override
        public String toString() {
            return "PostgreSQL " + version + ", " + replicas + " replicas, synchronous=" + synchronous + ", tls=" + tls
                    + ", " + settings;
        }
    }
}
