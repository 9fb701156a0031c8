// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spring.boot.autoconfigure;

import io.pgsluice.ReplicaFallback;
import io.pgsluice.UnknownToken;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the data source. What is not set stays what {@code SluiceConfig} makes of it.
 *
 * @param enabled Whether the data source is auto-configured. Without it Spring Boot configures its own.
 * @param nodes Servers of the cluster by name, each as host[:port], which takes everything else from spring.datasource.url,
 *     or as a URL of its own. Their order means nothing.
 * @param driver Properties of the PostgreSQL driver, for every node.
 * @param name Name of the data source in logs, thread names, pool names and metrics.
 * @param maxReplicaLag How far behind the primary a replica may be and still take new read-only transactions.
 * @param replicaFallback What a read-only transaction does while no replica is eligible.
 * @param maximumPoolSize Most physical connections to one node.
 * @param connectionTimeout How long a call waits for a free connection of a node's pool.
 * @param failoverTimeout How long a call waits for a primary. Zero does not wait.
 * @param startupTimeout How long the start waits for a primary to be found. Zero does not wait.
 * @param connectTimeout How long opening one physical connection may take. Rounded up to whole seconds.
 * @param minimumIdle Idle connections that each node's pool tries to keep.
 * @param maxLifetime Age at which a physical connection is replaced. Zero for no limit.
 * @param idleTimeout How long a connection above the minimum may be idle before it is closed. Zero for no limit.
 * @param leakDetectionThreshold How long a physical connection may be held before that is logged as a leak. Zero for never.
 * @param probeInterval How often each node is asked for its role and position.
 * @param probeTimeout How long a node may take to answer a probe.
 * @param failoverProbeInterval How often the nodes are asked while there is no primary.
 * @param fallbackWait How long a read-only transaction waits for a replica. Only with a replica fallback of wait.
 * @param maxFallbackReads How many read-only transactions may run on the primary at once. Only with a replica fallback of
 *     primary.
 * @param routeAutocommitReads Whether a statement that only reads may run on a replica with autocommit on, without being
 *     declared read-only.
 * @param proveCommits Whether each commit first asks for what can tell later whether it took place, if its answer is lost.
 * @param consistency What a read-only transaction must see at least: eventual, bounded-staleness(2s), read-your-writes or
 *     strong.
 * @param freshnessWait How long a read-only transaction waits for a replica to show what it must see. Zero does not wait.
 * @param freshnessProbeInterval How often the nodes are asked while reads wait for writes to arrive. Zero for no more often
 *     than else.
 * @param unknownToken What a read does whose consistency token can't be honoured.
 * @param commitTokens Whether each commit asks for its position in the log along with the COMMIT, for tokens.
 * @param sessionExpiry How long the last write of a session key is remembered.
 * @param maxSessions Of how many session keys the last write is remembered.
 * @param samplesToReturn How many good samples in a row bring back a replica that was out of use.
 * @param slowStart How long the share of reads of a replica that came back grows until it is a full one. Zero for a full
 *     share at once.
 * @param retryBudget How many of a hundred transactions may be run again after a failure that allows it.
 * @param registerMbeans Whether the data source is registered as an MBean.
 */
@ConfigurationProperties("pgsluice")
public record SluiceProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue Map<String, String> nodes,
        @DefaultValue Map<String, String> driver,
        @Nullable String name,
        @Nullable Duration maxReplicaLag,
        @Nullable ReplicaFallback replicaFallback,
        @Nullable Integer maximumPoolSize,
        @Nullable Duration connectionTimeout,
        @Nullable Duration failoverTimeout,
        @Nullable Duration startupTimeout,
        @Nullable Duration connectTimeout,
        @Nullable Integer minimumIdle,
        @Nullable Duration maxLifetime,
        @Nullable Duration idleTimeout,
        @Nullable Duration leakDetectionThreshold,
        @Nullable Duration probeInterval,
        @Nullable Duration probeTimeout,
        @Nullable Duration failoverProbeInterval,
        @Nullable Duration fallbackWait,
        @Nullable Integer maxFallbackReads,
        @Nullable Boolean routeAutocommitReads,
        @Nullable Boolean proveCommits,
        @Nullable String consistency,
        @Nullable Duration freshnessWait,
        @Nullable Duration freshnessProbeInterval,
        @Nullable UnknownToken unknownToken,
        @Nullable Boolean commitTokens,
        @Nullable Duration sessionExpiry,
        @Nullable Integer maxSessions,
        @Nullable Integer samplesToReturn,
        @Nullable Duration slowStart,
        @Nullable Integer retryBudget,
        @Nullable Boolean registerMbeans) {

    /**
     * Names the nodes and the driver's properties; their values may hold secrets.
     *
     * @return a text without secrets
     */
    @Override
    public String toString() {
        return "SluiceProperties[name=" + name + ", nodes=" + nodes.keySet() + ", driver=" + driver.keySet() + "]";
    }
}
