// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Every setting: its name, type, default and limits, and how it gets from a text into the builder. */
@SuppressWarnings("ImmutableEnumChecker") // Its functions have no state.
enum Setting {
    NODE(
            "node.<name>",
            Type.URL,
            "required",
            Limits.none(),
            "URL of one server: jdbc:postgresql://host:5432/database",
            (builder, text) -> builder.node(text.key().substring("node.".length()), text.value()),
            builder -> null,
            SluiceConfig::nodes),
    USERNAME(
            "username",
            Type.TEXT,
            "required",
            Limits.text("not blank"),
            "database user of every node; 'user' is the same",
            (builder, text) -> builder.username = text.value(),
            builder -> builder.username,
            config -> {
                Credentials credentials = config.credentials();
                return credentials == null ? "from credentialsSupplier" : credentials.username();
            }),
    PASSWORD(
            "password",
            Type.TEXT,
            "none",
            Limits.none(),
            "password of the database user",
            (builder, text) -> builder.password = text.value(),
            builder -> null,
            config -> Secrets.MASK),
    MAX_REPLICA_LAG(
            "maxReplicaLag",
            "1s",
            Limits.atLeast(Duration.ofMillis(10)),
            "how far behind the primary a replica may be and still take new read-only transactions",
            duration(SluiceConfigBuilder::maxReplicaLag),
            builder -> builder.maxReplicaLag,
            SluiceConfig::maxReplicaLag),
    REPLICA_FALLBACK(
            "replicaFallback",
            Type.CHOICE,
            "PRIMARY",
            Limits.none(),
            "what a read-only transaction does while no replica is eligible",
            (builder, text) -> builder.replicaFallback(Texts.choice(text, ReplicaFallback.values())),
            builder -> builder.replicaFallback,
            SluiceConfig::replicaFallback),
    MAXIMUM_POOL_SIZE(
            "maximumPoolSize",
            Type.COUNT,
            "10",
            Limits.between(1, 10_000),
            "the most physical connections to one node",
            count(SluiceConfigBuilder::maximumPoolSize),
            builder -> builder.maximumPoolSize,
            SluiceConfig::maximumPoolSize),
    NAME(
            "name",
            Type.TEXT,
            "pgsluice",
            Limits.text("not blank"),
            "the data source's name in logs, thread names, pool names and metrics",
            (builder, text) -> builder.name(text.value()),
            builder -> builder.name,
            SluiceConfig::name),
    DRIVER(
            "driver.<property>",
            Type.TEXT,
            "none",
            Limits.none(),
            "a property of pgjdbc for every node",
            (builder, text) -> builder.driverProperty(text.key().substring("driver.".length()), text.value()),
            builder -> null,
            config -> Secrets.showAll(config.driverProperties())),
    CONNECTION_TIMEOUT(
            "connectionTimeout",
            "30s",
            Limits.atLeast(Duration.ofMillis(250)),
            "how long a call waits for a free connection of a node's pool",
            duration(SluiceConfigBuilder::connectionTimeout),
            builder -> builder.connectionTimeout,
            SluiceConfig::connectionTimeout),
    FAILOVER_TIMEOUT(
            "failoverTimeout",
            "30s",
            Limits.zeroOrAtLeast(Duration.ofMillis(1), "do not wait"),
            "how long a call waits for a primary",
            duration(SluiceConfigBuilder::failoverTimeout),
            builder -> builder.failoverTimeout,
            SluiceConfig::failoverTimeout),
    STARTUP_TIMEOUT(
            "startupTimeout",
            "5s",
            Limits.zeroOrAtLeast(Duration.ofMillis(1), "do not wait"),
            "how long creating the data source waits for a primary to be found",
            duration(SluiceConfigBuilder::startupTimeout),
            builder -> builder.startupTimeout,
            SluiceConfig::startupTimeout),
    CONNECT_TIMEOUT(
            "connectTimeout",
            "3s",
            Limits.atLeast(Duration.ofMillis(1)),
            "how long opening one physical connection may take, rounded up to whole seconds",
            duration(SluiceConfigBuilder::connectTimeout),
            builder -> builder.connectTimeout,
            SluiceConfig::connectTimeout),
    MINIMUM_IDLE(
            "minimumIdle",
            Type.COUNT,
            "maximumPoolSize",
            Limits.between(0, 10_000),
            "the idle connections that each node's pool tries to keep; 0 by default when opened through DriverManager",
            count(SluiceConfigBuilder::minimumIdle),
            builder -> builder.minimumIdle,
            SluiceConfig::minimumIdle),
    MAX_LIFETIME(
            "maxLifetime",
            "30m",
            Limits.zeroOrAtLeast(Duration.ofSeconds(30), "no limit"),
            "the age at which a physical connection is replaced",
            duration(SluiceConfigBuilder::maxLifetime),
            builder -> builder.maxLifetime,
            SluiceConfig::maxLifetime),
    IDLE_TIMEOUT(
            "idleTimeout",
            "10m, at most half of maxLifetime",
            Limits.zeroOrAtLeast(Duration.ofSeconds(10), "no limit"),
            "how long a connection above minimumIdle may be idle before it is closed",
            duration(SluiceConfigBuilder::idleTimeout),
            builder -> builder.idleTimeout,
            SluiceConfig::idleTimeout),
    LEAK_DETECTION_THRESHOLD(
            "leakDetectionThreshold",
            "0s",
            Limits.zeroOrAtLeast(Duration.ofSeconds(2), "off"),
            "how long a physical connection may be held before that is logged as a leak",
            duration(SluiceConfigBuilder::leakDetectionThreshold),
            builder -> builder.leakDetectionThreshold,
            SluiceConfig::leakDetectionThreshold),
    PROBE_INTERVAL(
            "probeInterval",
            "half of maxReplicaLag, at most 500ms",
            Limits.atLeast(Duration.ofMillis(1)),
            "how often each node is asked for its role and position",
            duration(SluiceConfigBuilder::probeInterval),
            builder -> builder.probeInterval,
            SluiceConfig::probeInterval),
    PROBE_TIMEOUT(
            "probeTimeout",
            "4/5 of probeInterval, at most what maxReplicaLag leaves",
            Limits.atLeast(Duration.ofMillis(1)),
            "how long a node may take to answer a probe",
            duration(SluiceConfigBuilder::probeTimeout),
            builder -> builder.probeTimeout,
            SluiceConfig::probeTimeout),
    FAILOVER_PROBE_INTERVAL(
            "failoverProbeInterval",
            "50ms, at most probeInterval",
            Limits.atLeast(Duration.ofMillis(1)),
            "how often the nodes are asked while there is no primary",
            duration(SluiceConfigBuilder::failoverProbeInterval),
            builder -> builder.failoverProbeInterval,
            SluiceConfig::failoverProbeInterval),
    FALLBACK_WAIT(
            "fallbackWait",
            "1s",
            Limits.atLeast(Duration.ofMillis(1)),
            "how long a read-only transaction waits for a replica; with replicaFallback=WAIT only",
            duration(SluiceConfigBuilder::fallbackWait),
            builder -> builder.fallbackWait,
            SluiceConfig::fallbackWait),
    MAX_FALLBACK_READS(
            "maxFallbackReads",
            Type.COUNT,
            "half of maximumPoolSize, at least 1",
            Limits.between(1, 10_000),
            "how many read-only transactions may run on the primary at once; with replicaFallback=PRIMARY only",
            count(SluiceConfigBuilder::maxFallbackReads),
            builder -> builder.maxFallbackReads,
            SluiceConfig::maxFallbackReads),
    ROUTE_AUTOCOMMIT_READS(
            "routeAutocommitReads",
            Type.SWITCH,
            "false",
            Limits.none(),
            "whether a statement that only reads may run on a replica with autocommit on, without being declared read-only",
            (builder, text) -> builder.routeAutocommitReads(Texts.flag(text)),
            builder -> builder.routeAutocommitReads,
            SluiceConfig::routeAutocommitReads),
    PROVE_COMMITS(
            "proveCommits",
            Type.SWITCH,
            "false",
            Limits.none(),
            "whether each commit() first asks for what can tell later whether it took place, if its answer is lost",
            (builder, text) -> builder.proveCommits(Texts.flag(text)),
            builder -> builder.proveCommits,
            SluiceConfig::proveCommits),
    CONSISTENCY(
            "consistency",
            Type.CHOICE,
            "read-your-writes",
            Limits.none(),
            "what a read-only transaction must see at least",
            (builder, text) -> builder.consistency(Texts.consistency(text)),
            builder -> builder.consistency,
            SluiceConfig::consistency),
    FRESHNESS_WAIT(
            "freshnessWait",
            "0s; maxReplicaLag without replicaFallback=PRIMARY",
            Limits.zeroOrAtLeast(Duration.ofMillis(1), "do not wait"),
            "how long a read-only transaction waits for a replica to show what it must see",
            duration(SluiceConfigBuilder::freshnessWait),
            builder -> builder.freshnessWait,
            SluiceConfig::freshnessWait),
    FRESHNESS_PROBE_INTERVAL(
            "freshnessProbeInterval",
            "10ms, at most failoverProbeInterval",
            Limits.zeroOrAtLeast(Duration.ofMillis(1), "off"),
            "how often the nodes are asked while reads wait for writes to arrive",
            duration(SluiceConfigBuilder::freshnessProbeInterval),
            builder -> builder.freshnessProbeInterval,
            SluiceConfig::freshnessProbeInterval),
    UNKNOWN_TOKEN(
            "unknownToken",
            Type.CHOICE,
            "PRIMARY",
            Limits.none(),
            "what a read does whose consistency token can't be honoured",
            (builder, text) -> builder.unknownToken(Texts.choice(text, UnknownToken.values())),
            builder -> builder.unknownToken,
            SluiceConfig::unknownToken),
    COMMIT_TOKENS(
            "commitTokens",
            Type.SWITCH,
            "false",
            Limits.none(),
            "whether commit() asks for its position in the log along with the COMMIT, for tokens",
            (builder, text) -> builder.commitTokens(Texts.flag(text)),
            builder -> builder.commitTokens,
            SluiceConfig::commitTokens),
    SESSION_EXPIRY(
            "sessionExpiry",
            "5m, at least maxReplicaLag",
            Limits.atLeast(Duration.ofSeconds(1)),
            "how long the last write of a session key is remembered",
            duration(SluiceConfigBuilder::sessionExpiry),
            builder -> builder.sessionExpiry,
            SluiceConfig::sessionExpiry),
    MAX_SESSIONS(
            "maxSessions",
            Type.COUNT,
            "100000",
            Limits.between(1, 100_000_000),
            "of how many session keys the last write is remembered",
            count(SluiceConfigBuilder::maxSessions),
            builder -> builder.maxSessions,
            SluiceConfig::maxSessions),
    SAMPLES_TO_RETURN(
            "samplesToReturn",
            Type.COUNT,
            "3",
            Limits.between(1, 1_000),
            "how many good samples in a row bring back a replica that was out of use",
            count(SluiceConfigBuilder::samplesToReturn),
            builder -> builder.samplesToReturn,
            SluiceConfig::samplesToReturn),
    SLOW_START(
            "slowStart",
            "5s",
            Limits.zeroOrAtLeast(Duration.ofMillis(1), "a full share at once"),
            "how long the share of reads of a replica that came back grows until it is a full one",
            duration(SluiceConfigBuilder::slowStart),
            builder -> builder.slowStart,
            SluiceConfig::slowStart),
    RETRY_BUDGET(
            "retryBudget",
            Type.COUNT,
            "20",
            Limits.between(0, 100),
            "how many of a hundred transactions may be run again after a failure that allows it",
            count(SluiceConfigBuilder::retryBudget),
            builder -> builder.retryBudget,
            SluiceConfig::retryBudget),
    REGISTER_MBEANS(
            "registerMbeans",
            Type.SWITCH,
            "false",
            Limits.none(),
            "whether the data source is registered as an MBean, by which it is paused, resumed, drained and watched",
            (builder, text) -> builder.registerMbeans(Texts.flag(text)),
            builder -> builder.registerMbeans,
            SluiceConfig::registerMbeans),
    CREDENTIALS_SUPPLIER(
            "credentialsSupplier",
            "none",
            "is asked for user and password of each physical connection; in place of username and password",
            config -> config.credentials() == null
                    ? config.credentialsSupplier().getClass().getName()
                    : "none"),
    LOAD_BALANCER(
            "loadBalancer",
            "round robin",
            "spreads read-only transactions over the eligible replicas",
            SluiceConfig::loadBalancer),
    POOL_FACTORY("poolFactory", "HikariCP", "makes the pool of each node", SluiceConfig::poolFactory),
    TICKER("ticker", "the JVM's", "the monotonic clock", SluiceConfig::ticker),
    LISTENER("listener", "none", "hears of changes in the cluster", SluiceConfig::listeners);

    /** What kind of value a setting takes. */
    enum Type {
        URL,
        TEXT,
        DURATION,
        COUNT,
        CHOICE,
        SWITCH,
        /** An object of the application, without a text form. */
        CODE
    }

    private final String key;
    private final Type type;
    private final String defaultText;
    private final Limits limits;
    private final String description;
    private final BiConsumer<SluiceConfigBuilder, SettingText> writer;
    private final Function<SluiceConfigBuilder, @Nullable Object> given;
    private final Function<SluiceConfig, Object> effective;

    Setting(
            String key,
            Type type,
            String defaultText,
            Limits limits,
            String description,
            BiConsumer<SluiceConfigBuilder, SettingText> writer,
            Function<SluiceConfigBuilder, @Nullable Object> given,
            Function<SluiceConfig, Object> effective) {
        this.key = key;
        this.type = type;
        this.defaultText = defaultText;
        this.limits = limits;
        this.description = description;
        this.writer = writer;
        this.given = given;
        this.effective = effective;
    }

    Setting(
            String key,
            String defaultText,
            Limits limits,
            String description,
            BiConsumer<SluiceConfigBuilder, SettingText> writer,
            Function<SluiceConfigBuilder, @Nullable Object> given,
            Function<SluiceConfig, Object> effective) {
        this(key, Type.DURATION, defaultText, limits, description, writer, given, effective);
    }

    Setting(String key, String defaultText, String description, Function<SluiceConfig, Object> effective) {
        this(
                key,
                Type.CODE,
                defaultText,
                Limits.none(),
                description,
                (builder, text) -> {
                    throw text.wrong(
                            "this is an object and has no text form",
                            "set it in code: SluiceConfig.builder()." + key + "(…)");
                },
                builder -> null,
                effective);
    }

    /** The setting that a name as written stands for, null if there is none. */
    static @Nullable Setting find(String written) {
        String name = written.equals("user") ? USERNAME.key : written;
        return Arrays.stream(values())
                .filter(setting -> setting.isFamily()
                        ? name.startsWith(setting.prefix())
                                && name.length() > setting.prefix().length()
                        : setting.key.equals(name))
                .findFirst()
                .orElse(null);
    }

    String key() {
        return key;
    }

    Type type() {
        return type;
    }

    String defaultText() {
        return defaultText;
    }

    Limits limits() {
        return limits;
    }

    String description() {
        return description;
    }

    /** Whether this is one setting for each of several names. */
    boolean isFamily() {
        return key.endsWith(">");
    }

    /** What the names of a family begin with. */
    String prefix() {
        return key.substring(0, key.indexOf('.') + 1);
    }

    /** Hands a text on to the builder. */
    void write(SluiceConfigBuilder builder, SettingText text) {
        writer.accept(builder, text);
    }

    /** What was set, null if it was left to its default. */
    @Nullable
    Object given(SluiceConfigBuilder builder) {
        return given.apply(builder);
    }

    /** What is in force. */
    Object effective(SluiceConfig config) {
        return effective.apply(config);
    }

    private static BiConsumer<SluiceConfigBuilder, SettingText> duration(
            BiConsumer<SluiceConfigBuilder, Duration> setter) {
        return (builder, text) -> setter.accept(builder, Texts.duration(text));
    }

    private static BiConsumer<SluiceConfigBuilder, SettingText> count(BiConsumer<SluiceConfigBuilder, Integer> setter) {
        return (builder, text) -> setter.accept(builder, Texts.count(text));
    }
}
