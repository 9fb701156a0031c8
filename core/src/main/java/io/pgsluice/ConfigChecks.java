// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import io.pgsluice.Problem.Given;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rules that a configuration must follow as a whole. */
final class ConfigChecks {
    static final int MOST_NODES = 64;

    private ConfigChecks() {}

    /** Refuses what was set and is wrong for itself. */
    static void beforeDefaults(SluiceConfigBuilder builder) {
        Problem problem = Problem.in(builder);
        credentials(problem, builder);
        for (Setting setting : Setting.values()) {
            Object value = setting.given(builder);
            if (builder.credentialsSupplier != null && setting == Setting.USERNAME) {
                continue;
            }
            if (value != null && !setting.limits().allows().test(value)) {
                if (setting == Setting.USERNAME) {
                    throw problem.without(
                            "username is missing",
                            "set it with credentials(\"app\", …) or username=app",
                            setting.key());
                }
                throw problem.with(
                        setting.key() + " is out of range",
                        "write a value " + setting.limits().text(),
                        Given.of(setting.key(), value));
            }
        }
        nodes(problem, builder.nodes);
        DriverProperties.check(problem, builder.driverProperties, builder.nodes);
    }

    /** Refuses what contradicts each other. */
    static void afterDefaults(SluiceConfig config, SluiceConfigBuilder builder) {
        Problem problem = Problem.in(builder);
        probes(problem, config);
        pool(problem, config);
        if (config.sessionExpiry().compareTo(config.maxReplicaLag()) < 0) {
            throw problem.with(
                    "sessionExpiry is shorter than maxReplicaLag, so that a write is forgotten before replicas must show it",
                    "leave sessionExpiry out, or set it to at least " + Texts.show(config.maxReplicaLag()),
                    given(Setting.SESSION_EXPIRY, config),
                    given(Setting.MAX_REPLICA_LAG, config));
        }
        if (builder.fallbackWait != null && config.replicaFallback() != ReplicaFallback.WAIT) {
            throw problem.with(
                    "fallbackWait has no effect without replicaFallback=WAIT",
                    "leave fallbackWait out, or set replicaFallback=WAIT",
                    given(Setting.FALLBACK_WAIT, config),
                    given(Setting.REPLICA_FALLBACK, config));
        }
        if (builder.maxFallbackReads != null && config.replicaFallback() != ReplicaFallback.PRIMARY) {
            throw problem.with(
                    "maxFallbackReads has no effect without replicaFallback=PRIMARY",
                    "leave maxFallbackReads out, or set replicaFallback=PRIMARY",
                    given(Setting.MAX_FALLBACK_READS, config),
                    given(Setting.REPLICA_FALLBACK, config));
        }
    }

    private static void credentials(Problem problem, SluiceConfigBuilder builder) {
        if (builder.credentialsSupplier == null) {
            return;
        }
        Given supplier = new Given(
                Setting.CREDENTIALS_SUPPLIER.key(),
                builder.credentialsSupplier.getClass().getName());
        if (builder.password != null && !builder.password.isEmpty()) {
            throw problem.with(
                    "password has no effect beside credentialsSupplier",
                    "leave one of them out: the supplier answers with user and password",
                    Given.of(Setting.PASSWORD.key(), builder.password),
                    supplier);
        }
        if (!builder.username.isEmpty()) {
            throw problem.with(
                    "username has no effect beside credentialsSupplier",
                    "leave one of them out: the supplier answers with user and password",
                    Given.of(Setting.USERNAME.key(), builder.username),
                    supplier);
        }
    }

    private static void nodes(Problem problem, List<NodeConfig> nodes) {
        if (nodes.isEmpty()) {
            throw problem.without(
                    "there is no node",
                    "add each server with node(\"n1\", \"jdbc:postgresql://host:5432/database\") or"
                            + " node.n1=jdbc:postgresql://host:5432/database",
                    Setting.NODE.key());
        }
        if (nodes.size() > MOST_NODES) {
            throw tooManyNodes(problem, nodes.size());
        }
        Map<String, NodeConfig> byName = new HashMap<>();
        Map<String, NodeConfig> byAddress = new HashMap<>();
        String database = NodeUrls.parse(nodes.get(0)).database();
        for (NodeConfig node : nodes) {
            NodeConfig sameName = byName.put(node.name(), node);
            if (sameName != null) {
                throw problem.with(
                        "two nodes have the same name", "give each node its own name", given(sameName), given(node));
            }
            NodeConfig sameAddress = byAddress.put(node.address().toLowerCase(Locale.ROOT), node);
            if (sameAddress != null) {
                throw problem.with(
                        "two nodes have the same address",
                        "leave one of them out, or correct its host or port",
                        given(sameAddress),
                        given(node));
            }
            if (!NodeUrls.parse(node).database().equals(database)) {
                throw problem.with(
                        "two nodes have different databases",
                        "write the same database into every node's URL; a data source serves one database of one cluster",
                        given(nodes.get(0)),
                        given(node));
            }
        }
    }

    static InvalidConfigurationException tooManyNodes(Problem problem, int count) {
        return problem.with(
                "there are too many nodes",
                "configure at most " + MOST_NODES + " servers of one cluster",
                new Given("nodes", String.valueOf(count)));
    }

    private static void probes(Problem problem, SluiceConfig config) {
        Duration lag = config.maxReplicaLag();
        Duration sum = config.probeInterval().plus(config.probeTimeout());
        if (sum.compareTo(lag) > 0) {
            throw problem.with(
                    "probeInterval and probeTimeout together are longer than maxReplicaLag, so that no replica could be"
                            + " proven fresh enough",
                    "leave probeInterval and probeTimeout out, or set maxReplicaLag to at least " + Texts.show(sum),
                    given(Setting.PROBE_INTERVAL, config),
                    given(Setting.PROBE_TIMEOUT, config),
                    given(Setting.MAX_REPLICA_LAG, config));
        }
        if (config.failoverProbeInterval().compareTo(config.probeInterval()) > 0) {
            throw problem.with(
                    "failoverProbeInterval is longer than probeInterval",
                    "leave failoverProbeInterval out, or set it to at most " + Texts.show(config.probeInterval()),
                    given(Setting.FAILOVER_PROBE_INTERVAL, config),
                    given(Setting.PROBE_INTERVAL, config));
        }
    }

    private static void pool(Problem problem, SluiceConfig config) {
        if (config.minimumIdle() > config.maximumPoolSize()) {
            throw problem.with(
                    "minimumIdle is above maximumPoolSize",
                    "leave minimumIdle out, or set it to at most " + config.maximumPoolSize(),
                    given(Setting.MINIMUM_IDLE, config),
                    given(Setting.MAXIMUM_POOL_SIZE, config));
        }
        if (config.maxFallbackReads() > config.maximumPoolSize()) {
            throw problem.with(
                    "maxFallbackReads is above maximumPoolSize",
                    "leave maxFallbackReads out, or set it to at most " + config.maximumPoolSize(),
                    given(Setting.MAX_FALLBACK_READS, config),
                    given(Setting.MAXIMUM_POOL_SIZE, config));
        }
        if (config.maxLifetime().isZero()) {
            return;
        }
        if (config.idleTimeout().plusSeconds(1).compareTo(config.maxLifetime()) > 0) {
            throw problem.with(
                    "idleTimeout is not at least one second below maxLifetime, so that it has no effect",
                    "leave idleTimeout out, or set it to at most "
                            + Texts.show(config.maxLifetime().minusSeconds(1)),
                    given(Setting.IDLE_TIMEOUT, config),
                    given(Setting.MAX_LIFETIME, config));
        }
        if (config.leakDetectionThreshold().compareTo(config.maxLifetime()) > 0) {
            throw problem.with(
                    "leakDetectionThreshold is above maxLifetime, so that it has no effect",
                    "set leakDetectionThreshold to at most " + Texts.show(config.maxLifetime()),
                    given(Setting.LEAK_DETECTION_THRESHOLD, config),
                    given(Setting.MAX_LIFETIME, config));
        }
    }

    private static Given given(Setting setting, SluiceConfig config) {
        return Given.of(setting.key(), setting.effective(config));
    }

    private static Given given(NodeConfig node) {
        return new Given("node." + node.name(), Secrets.mask(node.jdbcUrl()));
    }
}
