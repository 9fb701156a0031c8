// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import io.pgsluice.spi.LoadBalancer;
import io.pgsluice.spi.PoolFactory;
import io.pgsluice.spi.SluiceListener;
import io.pgsluice.spi.Ticker;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The complete, checked configuration of one data source: every default is filled in. Immutable, safe for use by multiple
 * threads. {@code docs/configuration.md} explains each setting.
 */
public final class SluiceConfig {
    private final SluiceConfigBuilder origin;
    private final String name;
    private final List<NodeConfig> nodes;
    private final @Nullable Credentials credentials;
    private final Supplier<Credentials> credentialsSupplier;
    private final Map<String, String> driverProperties;
    private final Duration maxReplicaLag;
    private final Duration probeInterval;
    private final Duration probeTimeout;
    private final Duration failoverProbeInterval;
    private final Duration failoverTimeout;
    private final Duration connectionTimeout;
    private final Duration connectTimeout;
    private final Duration startupTimeout;
    private final ReplicaFallback replicaFallback;
    private final Duration fallbackWait;
    private final int maxFallbackReads;
    private final boolean routeAutocommitReads;
    private final boolean proveCommits;
    private final ConsistencyLevel consistency;
    private final Duration freshnessWait;
    private final Duration freshnessProbeInterval;
    private final UnknownToken unknownToken;
    private final boolean commitTokens;
    private final Duration sessionExpiry;
    private final int maxSessions;
    private final int samplesToReturn;
    private final Duration slowStart;
    private final int maximumPoolSize;
    private final int minimumIdle;
    private final Duration maxLifetime;
    private final Duration idleTimeout;
    private final Duration leakDetectionThreshold;
    private final int retryBudget;
    private final boolean registerMbeans;
    private final LoadBalancer loadBalancer;
    private final PoolFactory poolFactory;
    private final Ticker ticker;
    private final List<SluiceListener> listeners;

    SluiceConfig(SluiceConfigBuilder builder) {
        origin = new SluiceConfigBuilder(builder);
        name = builder.name;
        nodes = List.copyOf(builder.nodes);
        Credentials fixed = new Credentials(builder.username, builder.password);
        credentials = builder.credentialsSupplier == null ? fixed : null;
        credentialsSupplier = builder.credentialsSupplier == null ? () -> fixed : builder.credentialsSupplier;
        driverProperties = ConfigDefaults.ordered(builder.driverProperties);
        maxReplicaLag = builder.maxReplicaLag;
        probeInterval = ConfigDefaults.probeInterval(builder);
        probeTimeout = ConfigDefaults.probeTimeout(builder, probeInterval);
        failoverProbeInterval = ConfigDefaults.failoverProbeInterval(builder, probeInterval);
        failoverTimeout = builder.failoverTimeout;
        connectionTimeout = builder.connectionTimeout;
        connectTimeout = ConfigDefaults.wholeSeconds(builder.connectTimeout);
        startupTimeout = builder.startupTimeout;
        replicaFallback = builder.replicaFallback;
        fallbackWait = ConfigDefaults.fallbackWait(builder);
        maxFallbackReads = ConfigDefaults.maxFallbackReads(builder);
        routeAutocommitReads = builder.routeAutocommitReads;
        proveCommits = builder.proveCommits;
        consistency = builder.consistency;
        freshnessWait = ConfigDefaults.freshnessWait(builder);
        freshnessProbeInterval = ConfigDefaults.freshnessProbeInterval(builder, failoverProbeInterval);
        unknownToken = builder.unknownToken;
        commitTokens = builder.commitTokens;
        sessionExpiry = ConfigDefaults.sessionExpiry(builder);
        maxSessions = builder.maxSessions;
        samplesToReturn = builder.samplesToReturn;
        slowStart = builder.slowStart;
        maximumPoolSize = builder.maximumPoolSize;
        minimumIdle = ConfigDefaults.minimumIdle(builder);
        maxLifetime = builder.maxLifetime;
        idleTimeout = ConfigDefaults.idleTimeout(builder);
        leakDetectionThreshold = builder.leakDetectionThreshold;
        retryBudget = builder.retryBudget;
        registerMbeans = builder.registerMbeans;
        loadBalancer = ConfigDefaults.loadBalancer(builder);
        poolFactory = builder.poolFactory;
        ticker = builder.ticker;
        listeners = List.copyOf(builder.listeners);
    }

    /**
     * Starts a configuration in code.
     *
     * @return a builder in which only nodes and credentials are missing
     */
    public static SluiceConfigBuilder builder() {
        return new SluiceConfigBuilder();
    }

    /**
     * Reads a configuration from properties: each setting under its name, {@code node.<name>} for the URL of a node,
     * {@code driver.<property>} for a property of pgjdbc. The properties are not kept.
     *
     * @param properties the settings as text
     * @return the configuration
     * @throws InvalidConfigurationException if a name is unknown, a value cannot be read, or settings contradict each other
     */
    public static SluiceConfig fromProperties(Properties properties) {
        return SettingReader.fromProperties(properties).build();
    }

    /**
     * Reads a configuration from one URL.
     *
     * @param url {@code jdbc:pgsluice://host1:5432,host2/database?user=app&maxReplicaLag=1s&sslmode=require}
     * @return the configuration
     * @throws InvalidConfigurationException if the URL cannot be read, a parameter is unknown or given twice, or settings
     *     contradict each other
     */
    public static SluiceConfig fromUrl(String url) {
        return fromUrl(url, new Properties());
    }

    /**
     * Reads a configuration from one URL and the properties that {@link java.sql.DriverManager} hands over with it.
     *
     * @param url {@code jdbc:pgsluice://host1:5432,host2/database?maxReplicaLag=1s&sslmode=require}
     * @param info {@code user}, {@code password}, and what the URL may carry as parameters; not kept
     * @return the configuration
     * @throws InvalidConfigurationException if either cannot be read, a parameter is unknown or given twice with different
     *     values, or settings contradict each other
     */
    public static SluiceConfig fromUrl(String url, Properties info) {
        return SettingReader.fromUrl(url, info).build();
    }

    /**
     * Starts another configuration from this one. Defaults that were derived from other settings are derived again.
     *
     * @return a builder of its own
     */
    public SluiceConfigBuilder toBuilder() {
        return new SluiceConfigBuilder(origin);
    }

    /**
     * Answers the data source's name, which stands in logs, thread names, pool names and metrics.
     *
     * @return the name, {@code pgsluice} by default
     */
    public String name() {
        return name;
    }

    /**
     * Lists the nodes. Their order means nothing.
     *
     * @return one node at least; unmodifiable
     */
    public List<NodeConfig> nodes() {
        return nodes;
    }

    /**
     * Answers the database user of every node.
     *
     * @return user and password; null if they are asked for, and may be others each time
     */
    public @Nullable Credentials credentials() {
        return credentials;
    }

    /**
     * Answers who is asked for the credentials of each physical connection.
     *
     * @return the supplier; one that always answers {@link #credentials()} if none was set
     */
    public Supplier<Credentials> credentialsSupplier() {
        return credentialsSupplier;
    }

    /**
     * Answers the properties handed to pgjdbc for every node.
     *
     * @return pgjdbc's names and values; unmodifiable
     */
    public Map<String, String> driverProperties() {
        return driverProperties;
    }

    /**
     * Answers how far behind the primary a replica may be and still take new read-only transactions.
     *
     * @return a positive duration
     */
    public Duration maxReplicaLag() {
        return maxReplicaLag;
    }

    /**
     * Answers how often each node is asked for its role and position.
     *
     * @return a positive duration
     */
    public Duration probeInterval() {
        return probeInterval;
    }

    /**
     * Answers how long a node may take to answer a probe.
     *
     * @return a positive duration
     */
    public Duration probeTimeout() {
        return probeTimeout;
    }

    /**
     * Answers how often the nodes are asked while there is no primary.
     *
     * @return a positive duration, at most {@link #probeInterval()}
     */
    public Duration failoverProbeInterval() {
        return failoverProbeInterval;
    }

    /**
     * Answers how long a call waits for a primary.
     *
     * @return a duration; zero for not at all
     */
    public Duration failoverTimeout() {
        return failoverTimeout;
    }

    /**
     * Answers how long a call waits for a free connection of a node's pool.
     *
     * @return a duration of at least 250 ms
     */
    public Duration connectionTimeout() {
        return connectionTimeout;
    }

    /**
     * Answers how long opening one physical connection may take.
     *
     * @return whole seconds, as pgjdbc takes them: what was configured, rounded up
     */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /**
     * Answers how long creating the data source waits for a primary to be found.
     *
     * @return a duration; zero for not at all
     */
    public Duration startupTimeout() {
        return startupTimeout;
    }

    /**
     * Answers what a read-only transaction does while no replica is eligible.
     *
     * @return the fallback
     */
    public ReplicaFallback replicaFallback() {
        return replicaFallback;
    }

    /**
     * Answers how long a read-only transaction waits for a replica under {@link ReplicaFallback#WAIT}.
     *
     * @return a positive duration; without meaning under the other fallbacks
     */
    public Duration fallbackWait() {
        return fallbackWait;
    }

    /**
     * Answers how many read-only transactions may run on the primary at once under {@link ReplicaFallback#PRIMARY}.
     *
     * @return a positive number; without meaning under the other fallbacks
     */
    public int maxFallbackReads() {
        return maxFallbackReads;
    }

    /**
     * Answers whether a statement that only reads may run on a replica with autocommit on, without being declared read-only.
     *
     * @return false unless it was asked for
     */
    public boolean routeAutocommitReads() {
        return routeAutocommitReads;
    }

    /**
     * Answers whether each {@code commit()} first asks for what can tell later whether it took place.
     *
     * @return false unless it was asked for
     */
    public boolean proveCommits() {
        return proveCommits;
    }

    /**
     * Answers what a read-only transaction must see at least, unless its connection or a scope says otherwise.
     *
     * @return the level
     */
    public ConsistencyLevel consistency() {
        return consistency;
    }

    /**
     * Answers how long a read-only transaction waits for a replica to show what it must see.
     *
     * @return a duration; zero for no waiting
     */
    public Duration freshnessWait() {
        return freshnessWait;
    }

    /**
     * Answers how often the nodes are asked while reads wait for writes to arrive.
     *
     * @return a duration; zero for no more often than else
     */
    public Duration freshnessProbeInterval() {
        return freshnessProbeInterval;
    }

    /**
     * Answers what a read does whose {@link ConsistencyToken} can't be honoured.
     *
     * @return the choice
     */
    public UnknownToken unknownToken() {
        return unknownToken;
    }

    /**
     * Answers whether {@code commit()} asks for its position in the log along with the COMMIT.
     *
     * @return false unless it was asked for
     */
    public boolean commitTokens() {
        return commitTokens;
    }

    /**
     * Answers how long the last write of a {@link RoutingScope#session} is remembered.
     *
     * @return a positive duration
     */
    public Duration sessionExpiry() {
        return sessionExpiry;
    }

    /**
     * Answers of how many {@link RoutingScope#session} keys the last write is remembered.
     *
     * @return a positive number
     */
    public int maxSessions() {
        return maxSessions;
    }

    /**
     * Answers how many good samples in a row bring back a replica that was out of use.
     *
     * @return a positive number
     */
    public int samplesToReturn() {
        return samplesToReturn;
    }

    /**
     * Answers how long the share of reads of a replica that came back grows until it is a full one.
     *
     * @return a duration; zero for a full share at once
     */
    public Duration slowStart() {
        return slowStart;
    }

    /**
     * Answers the most physical connections to one node.
     *
     * @return a positive number
     */
    public int maximumPoolSize() {
        return maximumPoolSize;
    }

    /**
     * Answers the idle connections that each node's pool tries to keep.
     *
     * @return a number from zero to {@link #maximumPoolSize()}
     */
    public int minimumIdle() {
        return minimumIdle;
    }

    /**
     * Answers the age at which a physical connection is replaced.
     *
     * @return a duration of at least 30 s; zero for no limit
     */
    public Duration maxLifetime() {
        return maxLifetime;
    }

    /**
     * Answers how long a connection above {@link #minimumIdle()} may be idle before it is closed.
     *
     * @return a duration of at least 10 s; zero for no limit
     */
    public Duration idleTimeout() {
        return idleTimeout;
    }

    /**
     * Answers how long a physical connection may be held before that is logged as a leak.
     *
     * @return a duration of at least 2 s; zero for never
     */
    public Duration leakDetectionThreshold() {
        return leakDetectionThreshold;
    }

    /**
     * Answers how many of a hundred transactions may be run again, beside what a loss of connections takes.
     *
     * @return 0 to 100; zero for none at all
     */
    public int retryBudget() {
        return retryBudget;
    }

    /**
     * Answers whether the data source has an MBean.
     *
     * @return false by default
     */
    public boolean registerMbeans() {
        return registerMbeans;
    }

    /**
     * Answers what spreads read-only transactions over the eligible replicas.
     *
     * @return the load balancer
     */
    public LoadBalancer loadBalancer() {
        return loadBalancer;
    }

    /**
     * Answers what makes the pool of each node.
     *
     * @return the factory
     */
    public PoolFactory poolFactory() {
        return poolFactory;
    }

    /**
     * Answers the monotonic clock.
     *
     * @return the clock
     */
    public Ticker ticker() {
        return ticker;
    }

    /**
     * Lists who hears of changes in the cluster.
     *
     * @return the listeners in the order they are called; unmodifiable
     */
    public List<SluiceListener> listeners() {
        return listeners;
    }

    /**
     * Lists every setting and what is in force.
     *
     * @return a text without secrets
     */
    @Override
    public String toString() {
        return Arrays.stream(Setting.values())
                .map(setting -> setting.key() + "=" + Texts.show(setting.effective(this)))
                .collect(Collectors.joining(", ", "SluiceConfig[", "]"));
    }
}
