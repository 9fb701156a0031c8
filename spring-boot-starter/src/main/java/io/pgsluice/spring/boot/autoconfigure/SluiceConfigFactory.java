// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spring.boot.autoconfigure;

import io.pgsluice.ConsistencyLevel;
import io.pgsluice.InvalidConfigurationException;
import io.pgsluice.SluiceConfig;
import io.pgsluice.SluiceConfigBuilder;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a configuration of the properties.
 *
 * @param properties pgsluice's own
 * @param url of the service connection, else {@code spring.datasource.url}
 * @param username of the same
 * @param password of the same
 */
record SluiceConfigFactory(
        SluiceProperties properties,
        @Nullable String url,
        @Nullable String username,
        @Nullable String password) {
    static final String PGSLUICE = "jdbc:pgsluice:";

    SluiceConfigBuilder builder() {
        SluiceConfigBuilder builder = isPgsluiceUrl(url) ? fromUrl(url) : fromNodes();
        apply(builder);
        return builder;
    }

    static boolean isPgsluiceUrl(@Nullable String url) {
        return url != null && url.startsWith(PGSLUICE);
    }

    private SluiceConfigBuilder fromUrl(@Nullable String clusterUrl) {
        if (!properties.nodes().isEmpty()) {
            throw new InvalidConfigurationException(
                    "url",
                    PGSLUICE,
                    "pgsluice - the nodes are given twice, as pgsluice.nodes and in spring.datasource.url: leave out"
                            + " pgsluice.nodes, or make it a jdbc:postgresql: URL");
        }
        Properties credentials = new Properties();
        set(username, value -> credentials.setProperty("user", value));
        set(password, value -> credentials.setProperty("password", value));
        return SluiceConfig.fromUrl(Objects.requireNonNull(clusterUrl), credentials).toBuilder();
    }

    private SluiceConfigBuilder fromNodes() {
        SluiceConfigBuilder builder = SluiceConfig.builder();
        NodeUrlTemplate template = new NodeUrlTemplate(url);
        new TreeMap<>(properties.nodes())
                .forEach((node, address) -> builder.node(node, template.expand(node, address)));
        if (properties.nodes().isEmpty() && url != null) {
            builder.node("n1", url);
        }
        set(username, user -> builder.credentials(user, password));
        return builder;
    }

    private void apply(SluiceConfigBuilder builder) {
        properties.driver().forEach(builder::driverProperty);
        set(properties.name(), builder::name);
        set(properties.maxReplicaLag(), builder::maxReplicaLag);
        set(properties.replicaFallback(), builder::replicaFallback);
        set(properties.maximumPoolSize(), builder::maximumPoolSize);
        set(properties.connectionTimeout(), builder::connectionTimeout);
        set(properties.failoverTimeout(), builder::failoverTimeout);
        set(properties.startupTimeout(), builder::startupTimeout);
        set(properties.connectTimeout(), builder::connectTimeout);
        set(properties.minimumIdle(), builder::minimumIdle);
        set(properties.maxLifetime(), builder::maxLifetime);
        set(properties.idleTimeout(), builder::idleTimeout);
        set(properties.leakDetectionThreshold(), builder::leakDetectionThreshold);
        set(properties.probeInterval(), builder::probeInterval);
        set(properties.probeTimeout(), builder::probeTimeout);
        set(properties.failoverProbeInterval(), builder::failoverProbeInterval);
        set(properties.fallbackWait(), builder::fallbackWait);
        set(properties.maxFallbackReads(), builder::maxFallbackReads);
        set(properties.routeAutocommitReads(), builder::routeAutocommitReads);
        set(properties.proveCommits(), builder::proveCommits);
        set(properties.consistency(), level -> builder.consistency(level(level)));
        set(properties.freshnessWait(), builder::freshnessWait);
        set(properties.freshnessProbeInterval(), builder::freshnessProbeInterval);
        set(properties.unknownToken(), builder::unknownToken);
        set(properties.commitTokens(), builder::commitTokens);
        set(properties.sessionExpiry(), builder::sessionExpiry);
        set(properties.maxSessions(), builder::maxSessions);
        set(properties.samplesToReturn(), builder::samplesToReturn);
        set(properties.slowStart(), builder::slowStart);
        set(properties.retryBudget(), builder::retryBudget);
        set(properties.registerMbeans(), builder::registerMbeans);
    }

    private static ConsistencyLevel level(String text) {
        try {
            return ConsistencyLevel.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationException("consistency", text, "pgsluice - " + e.getMessage());
        }
    }

    /**
     * Answers nothing of what it holds.
     *
     * @return a text without secrets
     */
    @Override
    public String toString() {
        return "SluiceConfigFactory";
    }

    private static <T> void set(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }
}
