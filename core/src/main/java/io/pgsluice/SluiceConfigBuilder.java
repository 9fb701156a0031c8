// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import io.pgsluice.internal.pool.HikariPoolFactory;
import io.pgsluice.spi.LoadBalancer;
import io.pgsluice.spi.PoolFactory;
import io.pgsluice.spi.SluiceListener;
import io.pgsluice.spi.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of a {@link SluiceConfig}. Setters only record; {@link #build()} checks everything together. Nodes and
 * credentials are needed, everything else has a default. Confined to one thread at a time.
 */
public final class SluiceConfigBuilder {
    String name = "pgsluice";
    final List<NodeConfig> nodes = new ArrayList<>();

    String username = "";

    @Nullable
    String password;

    @Nullable
    Supplier<Credentials> credentialsSupplier;

    final Map<String, String> driverProperties = new LinkedHashMap<>();
    Duration maxReplicaLag = Duration.ofSeconds(1);
    ReplicaFallback replicaFallback = ReplicaFallback.PRIMARY;
    int maximumPoolSize = 10;
    Duration connectionTimeout = Duration.ofSeconds(30);
    Duration failoverTimeout = Duration.ofSeconds(30);
    Duration startupTimeout = Duration.ofSeconds(5);

    @Nullable
    Duration probeInterval;

    @Nullable
    Duration probeTimeout;

    @Nullable
    Duration failoverProbeInterval;

    Duration connectTimeout = Duration.ofSeconds(3);

    @Nullable
    Duration fallbackWait;

    @Nullable
    Integer maxFallbackReads;

    boolean routeAutocommitReads;
    boolean proveCommits;
    ConsistencyLevel consistency = ConsistencyLevel.READ_YOUR_WRITES;

    @Nullable
    Duration freshnessWait;

    @Nullable
    Duration freshnessProbeInterval;

    UnknownToken unknownToken = UnknownToken.PRIMARY;
    boolean commitTokens;

    @Nullable
    Duration sessionExpiry;

    int maxSessions = 100_000;
    int samplesToReturn = 3;
    Duration slowStart = Duration.ofSeconds(5);

    @Nullable
    Integer minimumIdle;

    Duration maxLifetime = Duration.ofMinutes(30);

    @Nullable
    Duration idleTimeout;

    Duration leakDetectionThreshold = Duration.ZERO;

    int retryBudget = 20;
    boolean registerMbeans;

    @Nullable
    LoadBalancer loadBalancer;

    PoolFactory poolFactory = new HikariPoolFactory();
    Ticker ticker = Ticker.system();
    final List<SluiceListener> listeners = new ArrayList<>();

    SluiceConfigBuilder() {}

    SluiceConfigBuilder(SluiceConfigBuilder other) {
        name = other.name;
        nodes.addAll(other.nodes);
        username = other.username;
        password = other.password;
        credentialsSupplier = other.credentialsSupplier;
        driverProperties.putAll(other.driverProperties);
        maxReplicaLag = other.maxReplicaLag;
        replicaFallback = other.replicaFallback;
        maximumPoolSize = other.maximumPoolSize;
        connectionTimeout = other.connectionTimeout;
        failoverTimeout = other.failoverTimeout;
        startupTimeout = other.startupTimeout;
        probeInterval = other.probeInterval;
        probeTimeout = other.probeTimeout;
        failoverProbeInterval = other.failoverProbeInterval;
        connectTimeout = other.connectTimeout;
        fallbackWait = other.fallbackWait;
        maxFallbackReads = other.maxFallbackReads;
        routeAutocommitReads = other.routeAutocommitReads;
        proveCommits = other.proveCommits;
        consistency = other.consistency;
        freshnessWait = other.freshnessWait;
        freshnessProbeInterval = other.freshnessProbeInterval;
        unknownToken = other.unknownToken;
        commitTokens = other.commitTokens;
        sessionExpiry = other.sessionExpiry;
        maxSessions = other.maxSessions;
        samplesToReturn = other.samplesToReturn;
        slowStart = other.slowStart;
        minimumIdle = other.minimumIdle;
        maxLifetime = other.maxLifetime;
        idleTimeout = other.idleTimeout;
        leakDetectionThreshold = other.leakDetectionThreshold;
        retryBudget = other.retryBudget;
        registerMbeans = other.registerMbeans;
        loadBalancer = other.loadBalancer;
        poolFactory = other.poolFactory;
        ticker = other.ticker;
        listeners.addAll(other.listeners);
    }

    /**
     * Sets the data source's name, which stands in logs, thread names, pool names and metrics.
     *
     * @param value a text that is not blank; {@code pgsluice} by default
     * @return this builder
     */
    public SluiceConfigBuilder name(String value) {
        name = Objects.requireNonNull(value, "name");
        return this;
    }

    /**
     * Adds a node. The order of nodes means nothing.
     *
     * @param nodeName a stable name, unique in this data source
     * @param jdbcUrl pgjdbc's URL of this one server, {@code jdbc:postgresql://host:5432/database}
     * @return this builder
     * @throws InvalidConfigurationException if the URL is not one server's, or carries a property that pgsluice sets
     *     itself
     */
    public SluiceConfigBuilder node(String nodeName, String jdbcUrl) {
        return node(NodeConfig.of(nodeName, jdbcUrl));
    }

    /**
     * Adds a node. The order of nodes means nothing.
     *
     * @param node the node
     * @return this builder
     */
    public SluiceConfigBuilder node(NodeConfig node) {
        nodes.add(Objects.requireNonNull(node, "node"));
        return this;
    }

    /**
     * Sets the database user of every node.
     *
     * @param user the user
     * @param secret the password; null where none is needed or the driver finds it itself
     * @return this builder
     */
    public SluiceConfigBuilder credentials(String user, @Nullable String secret) {
        username = Objects.requireNonNull(user, "username");
        password = secret;
        return this;
    }

    /**
     * Sets who is asked for the credentials of each physical connection, just before it is opened: those of the pools and those of
     * the monitor. So a password can be rotated, or be a token that expires, without a restart; connections that are open stay
     * open. Stands in the place of {@link #credentials(String, String)}.
     *
     * @param value safe for use by multiple threads. It may block: that counts against {@code connectTimeout}, at the end of which
     *     its thread is interrupted. An exception fails that connection only. What it throws stands in exceptions and in debug logs
     *     as their cause: no secret belongs in there
     * @return this builder
     */
    public SluiceConfigBuilder credentialsSupplier(Supplier<Credentials> value) {
        credentialsSupplier = Objects.requireNonNull(value, "credentialsSupplier");
        return this;
    }

    /**
     * Sets a property of pgjdbc for every node.
     *
     * @param property pgjdbc's name for it, such as {@code sslmode}
     * @param value its value
     * @return this builder
     */
    public SluiceConfigBuilder driverProperty(String property, String value) {
        driverProperties.put(Objects.requireNonNull(property, "property"), Objects.requireNonNull(value, property));
        return this;
    }

    /**
     * Sets how far behind the primary a replica may be and still take new read-only transactions.
     *
     * @param value at least 10 ms; 1 s by default
     * @return this builder
     */
    public SluiceConfigBuilder maxReplicaLag(Duration value) {
        maxReplicaLag = Objects.requireNonNull(value, "maxReplicaLag");
        return this;
    }

    /**
     * Sets what a read-only transaction does while no replica is eligible.
     *
     * @param value {@link ReplicaFallback#PRIMARY} by default
     * @return this builder
     */
    public SluiceConfigBuilder replicaFallback(ReplicaFallback value) {
        replicaFallback = Objects.requireNonNull(value, "replicaFallback");
        return this;
    }

    /**
     * Sets the most physical connections to one node.
     *
     * @param value 1 to 10000; 10 by default
     * @return this builder
     */
    public SluiceConfigBuilder maximumPoolSize(int value) {
        maximumPoolSize = value;
        return this;
    }

    /**
     * Sets how long a call waits for a free connection of a node's pool.
     *
     * @param value at least 250 ms; 30 s by default
     * @return this builder
     */
    public SluiceConfigBuilder connectionTimeout(Duration value) {
        connectionTimeout = Objects.requireNonNull(value, "connectionTimeout");
        return this;
    }

    /**
     * Sets how long a call waits for a primary.
     *
     * @param value zero for not at all; 30 s by default
     * @return this builder
     */
    public SluiceConfigBuilder failoverTimeout(Duration value) {
        failoverTimeout = Objects.requireNonNull(value, "failoverTimeout");
        return this;
    }

    /**
     * Sets how long creating the data source waits for a primary to be found.
     *
     * @param value zero for not at all; 5 s by default
     * @return this builder
     */
    public SluiceConfigBuilder startupTimeout(Duration value) {
        startupTimeout = Objects.requireNonNull(value, "startupTimeout");
        return this;
    }

    /**
     * Sets how often each node is asked for its role and position.
     *
     * @param value at least 1 ms; half of {@code maxReplicaLag} by default, at most 500 ms
     * @return this builder
     */
    public SluiceConfigBuilder probeInterval(Duration value) {
        probeInterval = Objects.requireNonNull(value, "probeInterval");
        return this;
    }

    /**
     * Sets how long a node may take to answer a probe.
     *
     * @param value at least 1 ms; four fifths of {@code probeInterval} by default
     * @return this builder
     */
    public SluiceConfigBuilder probeTimeout(Duration value) {
        probeTimeout = Objects.requireNonNull(value, "probeTimeout");
        return this;
    }

    /**
     * Sets how often the nodes are asked while there is no primary.
     *
     * @param value at least 1 ms, at most {@code probeInterval}; 50 ms by default
     * @return this builder
     */
    public SluiceConfigBuilder failoverProbeInterval(Duration value) {
        failoverProbeInterval = Objects.requireNonNull(value, "failoverProbeInterval");
        return this;
    }

    /**
     * Sets how long opening one physical connection may take.
     *
     * @param value at least 1 ms, rounded up to whole seconds; 3 s by default
     * @return this builder
     */
    public SluiceConfigBuilder connectTimeout(Duration value) {
        connectTimeout = Objects.requireNonNull(value, "connectTimeout");
        return this;
    }

    /**
     * Sets how long a read-only transaction waits for a replica under {@link ReplicaFallback#WAIT}.
     *
     * @param value at least 1 ms; 1 s by default
     * @return this builder
     */
    public SluiceConfigBuilder fallbackWait(Duration value) {
        fallbackWait = Objects.requireNonNull(value, "fallbackWait");
        return this;
    }

    /**
     * Sets how many read-only transactions may run on the primary at once under {@link ReplicaFallback#PRIMARY}.
     *
     * @param value 1 to {@code maximumPoolSize}; half of that by default
     * @return this builder
     */
    public SluiceConfigBuilder maxFallbackReads(int value) {
        maxFallbackReads = value;
        return this;
    }

    /**
     * Sets whether a statement that only reads may run on a replica with autocommit on, without {@code setReadOnly(true)}. What
     * only reads is told from its text; what is not known to only read runs on the primary. Such a read may be as old as
     * {@code maxReplicaLag} allows: turn it on where a read right after a write may miss it.
     *
     * @param value false by default
     * @return this builder
     */
    public SluiceConfigBuilder routeAutocommitReads(boolean value) {
        routeAutocommitReads = value;
        return this;
    }

    /**
     * Sets whether {@code commit()} of a transaction that has written first asks for its number and its position in the log, in a round
     * trip of its own. If the session is then lost before COMMIT is answered, {@code commit()} waits for the primary, at most
     * {@code failoverTimeout}, and finds out: it returns if the transaction was committed, throws
     * {@link java.sql.SQLTransactionRollbackException} if it was not, and {@link CommitOutcomeUnknownException} if there is no proof.
     *
     * @param value false by default
     * @return this builder
     */
    public SluiceConfigBuilder proveCommits(boolean value) {
        proveCommits = value;
        return this;
    }

    /**
     * Sets what a read-only transaction must see at least, unless its connection or a {@link RoutingScope} says otherwise.
     *
     * @param value {@link ConsistencyLevel#READ_YOUR_WRITES} by default
     * @return this builder
     */
    public SluiceConfigBuilder consistency(ConsistencyLevel value) {
        consistency = Objects.requireNonNull(value, "consistency");
        return this;
    }

    /**
     * Sets how long a read-only transaction waits for a replica to show what it must see, before it does what {@code replicaFallback}
     * says. Worth it where the primary is the bottleneck.
     *
     * @param value at least 1 ms, or zero not to wait; zero by default, and {@code maxReplicaLag} if {@code replicaFallback} is not
     *     PRIMARY
     * @return this builder
     */
    public SluiceConfigBuilder freshnessWait(Duration value) {
        freshnessWait = Objects.requireNonNull(value, "freshnessWait");
        return this;
    }

    /**
     * Sets how often the nodes are asked at most while reads wait for writes to arrive. Nothing is asked more often than else as long as
     * replicas serve all reads.
     *
     * @param value at least 1 ms, or zero to ask no more often than {@code probeInterval} says; 10 ms by default
     * @return this builder
     */
    public SluiceConfigBuilder freshnessProbeInterval(Duration value) {
        freshnessProbeInterval = Objects.requireNonNull(value, "freshnessProbeInterval");
        return this;
    }

    /**
     * Sets what a read does whose {@link ConsistencyToken} can't be honoured.
     *
     * @param value {@link UnknownToken#PRIMARY} by default
     * @return this builder
     */
    public SluiceConfigBuilder unknownToken(UnknownToken value) {
        unknownToken = Objects.requireNonNull(value, "unknownToken");
        return this;
    }

    /**
     * Sets whether {@code commit()} asks for its position in the log, in the same round trip as the COMMIT, so that a token can be had without
     * another one.
     *
     * @param value false by default
     * @return this builder
     */
    public SluiceConfigBuilder commitTokens(boolean value) {
        commitTokens = value;
        return this;
    }

    /**
     * Sets how long the last write of a {@link RoutingScope#session} is remembered. What is forgotten is still seen: by then replicas have it, or
     * reads go to the primary.
     *
     * @param value at least 1 s, and at least {@code maxReplicaLag}; 5 min by default, or {@code maxReplicaLag} if that is longer
     * @return this builder
     */
    public SluiceConfigBuilder sessionExpiry(Duration value) {
        sessionExpiry = Objects.requireNonNull(value, "sessionExpiry");
        return this;
    }

    /**
     * Sets of how many {@link RoutingScope#session} keys the last write is remembered. If there are more, all forgotten ones share the last
     * write of those.
     *
     * @param value at least 1; 100000 by default
     * @return this builder
     */
    public SluiceConfigBuilder maxSessions(int value) {
        maxSessions = value;
        return this;
    }

    /**
     * Sets how many good samples in a row bring back a replica that was out of use.
     *
     * @param value 1 to 1000; 3 by default
     * @return this builder
     */
    public SluiceConfigBuilder samplesToReturn(int value) {
        samplesToReturn = value;
        return this;
    }

    /**
     * Sets how long the share of reads of a replica that came back grows until it is a full one.
     *
     * @param value zero for a full share at once; 5 s by default
     * @return this builder
     */
    public SluiceConfigBuilder slowStart(Duration value) {
        slowStart = Objects.requireNonNull(value, "slowStart");
        return this;
    }

    /**
     * Sets the idle connections that each node's pool tries to keep.
     *
     * @param value 0 to {@code maximumPoolSize}, which is the default
     * @return this builder
     */
    public SluiceConfigBuilder minimumIdle(int value) {
        minimumIdle = value;
        return this;
    }

    /**
     * Sets the age at which a physical connection is replaced.
     *
     * @param value at least 30 s, zero for no limit; 30 min by default
     * @return this builder
     */
    public SluiceConfigBuilder maxLifetime(Duration value) {
        maxLifetime = Objects.requireNonNull(value, "maxLifetime");
        return this;
    }

    /**
     * Sets how long a connection above {@code minimumIdle} may be idle before it is closed.
     *
     * @param value at least 10 s, zero for no limit; 10 min by default, at most half of {@code maxLifetime}
     * @return this builder
     */
    public SluiceConfigBuilder idleTimeout(Duration value) {
        idleTimeout = Objects.requireNonNull(value, "idleTimeout");
        return this;
    }

    /**
     * Sets how long a physical connection may be held before that is logged as a leak.
     *
     * @param value at least 2 s, zero for never, which is the default
     * @return this builder
     */
    public SluiceConfigBuilder leakDetectionThreshold(Duration value) {
        leakDetectionThreshold = Objects.requireNonNull(value, "leakDetectionThreshold");
        return this;
    }

    /**
     * Sets how many of a hundred transactions may be run again after a failure that allows it, beside the reserve for a loss of all
     * connections at once. It keeps the nodes that are left from being flooded.
     *
     * @param value 0 to 100, zero for none at all; 20 by default
     * @return this builder
     */
    public SluiceConfigBuilder retryBudget(int value) {
        retryBudget = value;
        return this;
    }

    /**
     * Sets whether the data source is registered as an MBean, {@code io.pgsluice:type=SluiceDataSource,name="…"}.
     *
     * @param value false by default
     * @return this builder
     */
    public SluiceConfigBuilder registerMbeans(boolean value) {
        registerMbeans = value;
        return this;
    }

    /**
     * Sets what spreads read-only transactions over the eligible replicas.
     *
     * @param value round robin by default
     * @return this builder
     */
    public SluiceConfigBuilder loadBalancer(LoadBalancer value) {
        loadBalancer = Objects.requireNonNull(value, "loadBalancer");
        return this;
    }

    /**
     * Sets what makes the pool of each node.
     *
     * @param value HikariCP by default
     * @return this builder
     */
    public SluiceConfigBuilder poolFactory(PoolFactory value) {
        poolFactory = Objects.requireNonNull(value, "poolFactory");
        return this;
    }

    /**
     * Sets the monotonic clock.
     *
     * @param value the JVM's by default
     * @return this builder
     */
    public SluiceConfigBuilder ticker(Ticker value) {
        ticker = Objects.requireNonNull(value, "ticker");
        return this;
    }

    /**
     * Adds a listener, called after those added before.
     *
     * @param value who hears of changes in the cluster
     * @return this builder
     */
    public SluiceConfigBuilder listener(SluiceListener value) {
        listeners.add(Objects.requireNonNull(value, "listener"));
        return this;
    }

    /**
     * Copies the settings into a configuration and checks them together. The builder may be used on.
     *
     * @return the configuration
     * @throws InvalidConfigurationException if a setting is missing or out of range, or settings contradict each
     *     other; the first problem found is named
     */
    public SluiceConfig build() {
        ConfigChecks.beforeDefaults(this);
        SluiceConfig config = new SluiceConfig(this);
        ConfigChecks.afterDefaults(config, this);
        return config;
    }
}
