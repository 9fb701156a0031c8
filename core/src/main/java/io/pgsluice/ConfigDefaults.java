// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import io.pgsluice.internal.routing.RoundRobin;
import io.pgsluice.spi.LoadBalancer;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The defaults that follow from other settings. */
final class ConfigDefaults {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST_PROBE_INTERVAL = Duration.ofMillis(500);
    private static final Duration FAILOVER_PROBE_INTERVAL = Duration.ofMillis(50);
    private static final Duration FRESHNESS_PROBE_INTERVAL = Duration.ofMillis(10);
    private static final Duration SESSION_EXPIRY = Duration.ofMinutes(5);
    private static final Duration FALLBACK_WAIT = Duration.ofSeconds(1);
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(10);

    private ConfigDefaults() {}

    /** Half of maxReplicaLag, at most 500 ms, and leaving room for a probeTimeout that was set. */
    static Duration probeInterval(SluiceConfigBuilder builder) {
        if (builder.probeInterval != null) {
            return builder.probeInterval;
        }
        Duration half = shorter(builder.maxReplicaLag.dividedBy(2), LONGEST_PROBE_INTERVAL);
        return builder.probeTimeout == null
                ? half
                : shorterIfUsable(half, builder.maxReplicaLag.minus(builder.probeTimeout));
    }

    /** Four fifths of probeInterval, at most what maxReplicaLag leaves. */
    static Duration probeTimeout(SluiceConfigBuilder builder, Duration probeInterval) {
        return builder.probeTimeout != null
                ? builder.probeTimeout
                : shorterIfUsable(
                        longer(SHORTEST, probeInterval.multipliedBy(4).dividedBy(5)),
                        builder.maxReplicaLag.minus(probeInterval));
    }

    /** 50 ms, at most probeInterval. */
    static Duration failoverProbeInterval(SluiceConfigBuilder builder, Duration probeInterval) {
        return builder.failoverProbeInterval != null
                ? builder.failoverProbeInterval
                : shorter(FAILOVER_PROBE_INTERVAL, probeInterval);
    }

    /** One second. */
    static Duration fallbackWait(SluiceConfigBuilder builder) {
        return builder.fallbackWait != null ? builder.fallbackWait : FALLBACK_WAIT;
    }

    /** None with a fallback to the primary, else maxReplicaLag. */
    static Duration freshnessWait(SluiceConfigBuilder builder) {
        if (builder.freshnessWait != null) {
            return builder.freshnessWait;
        }
        return builder.replicaFallback == ReplicaFallback.PRIMARY ? Duration.ZERO : builder.maxReplicaLag;
    }

    /** 10 ms, at most failoverProbeInterval. */
    static Duration freshnessProbeInterval(SluiceConfigBuilder builder, Duration failoverProbeInterval) {
        return builder.freshnessProbeInterval != null
                ? builder.freshnessProbeInterval
                : shorter(FRESHNESS_PROBE_INTERVAL, failoverProbeInterval);
    }

    /** Five minutes, at least maxReplicaLag. */
    static Duration sessionExpiry(SluiceConfigBuilder builder) {
        return builder.sessionExpiry != null ? builder.sessionExpiry : longer(SESSION_EXPIRY, builder.maxReplicaLag);
    }

    /** Half of maximumPoolSize, at least 1. */
    static int maxFallbackReads(SluiceConfigBuilder builder) {
        return builder.maxFallbackReads != null ? builder.maxFallbackReads : Math.max(1, builder.maximumPoolSize / 2);
    }

    /** All of maximumPoolSize. */
    static int minimumIdle(SluiceConfigBuilder builder) {
        return builder.minimumIdle != null ? builder.minimumIdle : builder.maximumPoolSize;
    }

    /** Ten minutes, at most half of maxLifetime. */
    static Duration idleTimeout(SluiceConfigBuilder builder) {
        return builder.idleTimeout != null
                ? builder.idleTimeout
                : shorterIfUsable(IDLE_TIMEOUT, builder.maxLifetime.dividedBy(2));
    }

    /** Round robin from a random start. */
    static LoadBalancer loadBalancer(SluiceConfigBuilder builder) {
        return builder.loadBalancer != null ? builder.loadBalancer : new RoundRobin();
    }

    /** The next whole second. */
    static Duration wholeSeconds(Duration duration) {
        return Duration.ofSeconds(duration.getSeconds() + (duration.getNano() > 0 ? 1 : 0));
    }

    /** An unmodifiable copy in the same order. */
    static Map<String, String> ordered(Map<String, String> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /** The shorter one; the first if the second is no usable interval. */
    private static Duration shorterIfUsable(Duration a, Duration b) {
        return b.compareTo(SHORTEST) < 0 ? a : shorter(a, b);
    }
}
