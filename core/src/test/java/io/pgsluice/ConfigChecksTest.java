// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import static io.pgsluice.Configs.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigChecksTest {
    private static final Duration MS = Duration.ofMillis(1);

    private static InvalidConfigurationException build(UnaryOperator<SluiceConfigBuilder> changes) {
        return refused(() -> changes.apply(Configs.builder()).build());
    }

    private static Arguments range(String setting, String value, String remedy, Consumer<SluiceConfigBuilder> change) {
        return Arguments.of(setting, value, remedy, change);
    }

    @Test
    void credentialsSupplier_besideWhatItAnswers_isRefusedNamingBoth() {
        Supplier<Credentials> supplier = new Vault();
        assertThat(refused(() -> Configs.builder().credentialsSupplier(supplier).build()))
                .hasMessage("pgsluice - password has no effect beside credentialsSupplier (password=***,"
                        + " credentialsSupplier=io.pgsluice.ConfigChecksTest$Vault): leave one of them out: the supplier answers"
                        + " with user and password");
        assertThat(refused(() -> Configs.builder()
                        .credentials("app", null)
                        .credentialsSupplier(supplier)
                        .build()))
                .hasMessageContaining("username has no effect beside credentialsSupplier (username=app,"
                        + " credentialsSupplier=io.pgsluice.ConfigChecksTest$Vault)");
    }

    @Test
    void credentialsSupplier_alone_isNotAskedUntilSomebodyConnects() {
        SluiceConfig config = SluiceConfig.builder()
                .node("n1", Configs.URL_1)
                .credentialsSupplier(new Vault())
                .build();

        assertThat(config.credentials()).isNull();
        assertThat(config.credentialsSupplier()).isInstanceOf(Vault.class);
        assertThat(config.toString())
                .contains("username=from credentialsSupplier", "credentialsSupplier=" + Vault.class.getName())
                .doesNotContain("s3cret");
        assertThat(config.toBuilder().build().credentialsSupplier()).isSameAs(config.credentialsSupplier());
    }

    /** A supplier that shows its secret to whoever asks. */
    private static final class Vault implements Supplier<Credentials> {
        @Override
        public Credentials get() {
            throw new AssertionError("nobody connects");
        }

        @Override
        public String toString() {
            return "Vault[token=s3cret]";
        }
    }

    @Test
    void sessionExpiry_belowMaxReplicaLag_isRefusedNamingBoth() {
        assertThat(build(
                        builder -> builder.maxReplicaLag(Duration.ofMinutes(10)).sessionExpiry(Duration.ofMinutes(5))))
                .hasMessageContaining("sessionExpiry is shorter than maxReplicaLag")
                .hasMessageContaining("(sessionExpiry=5m, maxReplicaLag=10m)")
                .hasMessageContaining("set it to at least 10m");
    }

    static Stream<Arguments> outOfRange() {
        Duration year = Duration.ofDays(366);
        return Stream.of(
                range("maxReplicaLag", "9ms", "from 10ms to 365d", b -> b.maxReplicaLag(Duration.ofMillis(9))),
                range("maxReplicaLag", "PT8784H", "from 10ms to 365d", b -> b.maxReplicaLag(year)),
                range("maxReplicaLag", "-1s", "from 10ms to 365d", b -> b.maxReplicaLag(Duration.ofSeconds(-1))),
                range(
                        "maxReplicaLag",
                        Duration.ofSeconds(Long.MAX_VALUE).toString(),
                        "from 10ms to 365d",
                        b -> b.maxReplicaLag(Duration.ofSeconds(Long.MAX_VALUE))),
                range("probeInterval", "0s", "from 1ms to 365d", b -> b.probeInterval(Duration.ZERO)),
                range("probeTimeout", "PT0.0005S", "from 1ms", b -> b.probeTimeout(Duration.ofNanos(500_000))),
                range("failoverProbeInterval", "0s", "from 1ms", b -> b.failoverProbeInterval(Duration.ZERO)),
                range("failoverTimeout", "-1ms", "or 0s: do not wait", b -> b.failoverTimeout(MS.negated())),
                range("startupTimeout", "-1ms", "or 0s: do not wait", b -> b.startupTimeout(MS.negated())),
                range("connectionTimeout", "249ms", "from 250ms", b -> b.connectionTimeout(Duration.ofMillis(249))),
                range("connectTimeout", "0s", "from 1ms", b -> b.connectTimeout(Duration.ZERO)),
                range("fallbackWait", "0s", "from 1ms", b -> b.fallbackWait(Duration.ZERO)),
                range("slowStart", "-1ms", "or 0s: a full share at once", b -> b.slowStart(MS.negated())),
                range(
                        "maxLifetime",
                        "29s",
                        "from 30s to 365d, or 0s: no limit",
                        b -> b.maxLifetime(Duration.ofSeconds(29))),
                range(
                        "idleTimeout",
                        "9s",
                        "from 10s to 365d, or 0s: no limit",
                        b -> b.idleTimeout(Duration.ofSeconds(9))),
                range(
                        "leakDetectionThreshold",
                        "1999ms",
                        "from 2s to 365d, or 0s: off",
                        b -> b.leakDetectionThreshold(Duration.ofMillis(1999))),
                range("maximumPoolSize", "0", "from 1 to 10000", b -> b.maximumPoolSize(0)),
                range("minimumIdle", "-1", "from 0 to 10000", b -> b.minimumIdle(-1)),
                range("maxFallbackReads", "0", "from 1 to 10000", b -> b.maxFallbackReads(0)),
                range("samplesToReturn", "0", "from 1 to 1000", b -> b.samplesToReturn(0)),
                range("name", " ", "not blank", b -> b.name(" ")),
                range("name", "a\nb", "not blank", b -> b.name("a\nb")));
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    void build_valueOutOfRange_namesSettingValueAndRange(
            String setting, String value, String remedy, Consumer<SluiceConfigBuilder> change) {
        InvalidConfigurationException refused = build(b -> {
            change.accept(b);
            return b;
        });

        assertThat(refused.setting()).isEqualTo(setting);
        assertThat(refused.value()).isEqualTo(value);
        assertThat(refused)
                .hasMessageContaining(
                        setting + " is out of range (" + setting + "=" + value.replace('\n', '?') + "): write a value ")
                .hasMessageContaining(remedy);
    }

    @Test
    void build_zeroWhereItHasAMeaning_isAccepted() {
        SluiceConfig config = Configs.builder()
                .failoverTimeout(Duration.ZERO)
                .startupTimeout(Duration.ZERO)
                .slowStart(Duration.ZERO)
                .maxLifetime(Duration.ZERO)
                .idleTimeout(Duration.ZERO)
                .leakDetectionThreshold(Duration.ZERO)
                .minimumIdle(0)
                .build();

        assertThat(config.idleTimeout()).isZero();
        assertThat(config.minimumIdle()).isZero();
    }

    @Test
    void build_probesSlowerThanTheLagAllows_namesAllThree() {
        assertThat(build(b -> b.maxReplicaLag(Duration.ofMillis(600))
                        .probeInterval(Duration.ofMillis(500))
                        .probeTimeout(Duration.ofMillis(400))))
                .hasMessage(
                        "pgsluice - probeInterval and probeTimeout together are longer than maxReplicaLag, so that no"
                                + " replica could be proven fresh enough (probeInterval=500ms, probeTimeout=400ms,"
                                + " maxReplicaLag=600ms): leave probeInterval and probeTimeout out, or set maxReplicaLag to at"
                                + " least 900ms");
        assertThat(build(b -> b.probeInterval(Duration.ofSeconds(1))))
                .hasMessageContaining("probeInterval=1s, probeTimeout=800ms, maxReplicaLag=1s")
                .hasMessageContaining("at least 1800ms");
        assertThat(build(b -> b.probeTimeout(Duration.ofSeconds(1))))
                .hasMessageContaining("probeInterval=500ms, probeTimeout=1s, maxReplicaLag=1s");
    }

    @Test
    void build_failoverProbesSlowerThanProbes_namesBoth() {
        assertThat(build(b -> b.failoverProbeInterval(Duration.ofMillis(501))))
                .hasMessage(
                        "pgsluice - failoverProbeInterval is longer than probeInterval (failoverProbeInterval=501ms,"
                                + " probeInterval=500ms): leave failoverProbeInterval out, or set it to at most 500ms");
    }

    @Test
    void build_minimumIdleAbovePoolSize_namesBoth() {
        assertThat(build(b -> b.name("orders").minimumIdle(11)))
                .hasMessage("orders - minimumIdle is above maximumPoolSize (minimumIdle=11, maximumPoolSize=10): leave"
                        + " minimumIdle out, or set it to at most 10");
    }

    @Test
    void build_maxFallbackReadsAbovePoolSize_namesBoth() {
        assertThat(build(b -> b.maxFallbackReads(11)))
                .hasMessage("pgsluice - maxFallbackReads is above maximumPoolSize (maxFallbackReads=11,"
                        + " maximumPoolSize=10): leave maxFallbackReads out, or set it to at most 10");
    }

    @Test
    void build_maxFallbackReadsBesideAnotherFallback_namesBoth() {
        assertThat(build(b -> b.maxFallbackReads(2).replicaFallback(ReplicaFallback.FAIL)))
                .hasMessage("pgsluice - maxFallbackReads has no effect without replicaFallback=PRIMARY"
                        + " (maxFallbackReads=2, replicaFallback=FAIL): leave maxFallbackReads out, or set"
                        + " replicaFallback=PRIMARY");
    }

    @Test
    void build_fallbackWaitBesideAnotherFallback_namesBoth() {
        assertThat(build(b -> b.fallbackWait(Duration.ofSeconds(2))))
                .hasMessage("pgsluice - fallbackWait has no effect without replicaFallback=WAIT (fallbackWait=2s,"
                        + " replicaFallback=PRIMARY): leave fallbackWait out, or set replicaFallback=WAIT");
        assertThat(Configs.builder()
                        .fallbackWait(Duration.ofSeconds(2))
                        .replicaFallback(ReplicaFallback.WAIT)
                        .build()
                        .fallbackWait())
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void build_idleTimeoutNotBelowMaxLifetime_namesBoth() {
        assertThat(build(b -> b.idleTimeout(Duration.ofMinutes(30))))
                .hasMessageContaining(
                        "(idleTimeout=30m, maxLifetime=30m): leave idleTimeout out, or set it to at most 1799s");
    }

    @Test
    void build_leakDetectionAboveMaxLifetime_namesBoth() {
        assertThat(build(b -> b.leakDetectionThreshold(Duration.ofMinutes(31))))
                .hasMessageContaining(
                        "(leakDetectionThreshold=31m, maxLifetime=30m): set leakDetectionThreshold to at most 30m");
    }

    @Test
    void build_noNode_showsHowToAddOne() {
        InvalidConfigurationException refused =
                refused(() -> SluiceConfig.builder().credentials("app", null).build());

        assertThat(refused.setting()).isEqualTo("node.<name>");
        assertThat(refused)
                .hasMessageContaining("there is no node")
                .hasMessageContaining("jdbc:postgresql://host:5432/");
    }

    @Test
    void build_noUser_showsHowToSetIt() {
        InvalidConfigurationException refused =
                refused(() -> SluiceConfig.builder().node("n1", Configs.URL_1).build());

        assertThat(refused.setting()).isEqualTo("username");
        assertThat(refused)
                .hasMessage("pgsluice - username is missing: set it with credentials(\"app\", …) or username=app");
    }

    @Test
    void build_sixtyFiveNodes_refuses() {
        SluiceConfigBuilder builder = SluiceConfig.builder().credentials("app", null);
        for (int i = 1; i <= 64; i++) {
            builder.node("n" + i, "jdbc:postgresql://h" + i + "/app");
        }
        assertThat(builder.build().nodes()).hasSize(64);

        assertThat(refused(
                        () -> builder.node("n65", "jdbc:postgresql://h65/app").build()))
                .hasMessage(
                        "pgsluice - there are too many nodes (nodes=65): configure at most 64 servers of one cluster");
    }

    @Test
    void build_sameNodeNameTwice_namesBoth() {
        assertThat(build(b -> b.node("n1", "jdbc:postgresql://h3/app")))
                .hasMessage("pgsluice - two nodes have the same name (node.n1=jdbc:postgresql://h1:5432/app,"
                        + " node.n1=jdbc:postgresql://h3/app): give each node its own name");
    }

    @Test
    void build_sameAddressTwice_namesBoth() {
        assertThat(build(b -> b.node("n3", "jdbc:postgresql://H1/app?sslpassword=keypass")))
                .hasMessage("pgsluice - two nodes have the same address (node.n1=jdbc:postgresql://h1:5432/app,"
                        + " node.n3=jdbc:postgresql://H1/app?sslpassword=***): leave one of them out, or correct its host or"
                        + " port");
    }

    @Test
    void build_differentDatabases_namesBoth() {
        assertThat(build(b -> b.node("n3", "jdbc:postgresql://h3/other")))
                .hasMessageContaining("two nodes have different databases (node.n1=jdbc:postgresql://h1:5432/app,"
                        + " node.n3=jdbc:postgresql://h3/other): write the same database");
    }

    @Test
    void build_driverPropertyThatPgsluiceSets_saysWhatToUse() {
        InvalidConfigurationException refused = build(b -> b.driverProperty("targetServerType", "primary"));
        assertThat(refused.setting()).isEqualTo("driver.targetServerType");
        assertThat(refused.value()).isEqualTo("primary");
        assertThat(refused)
                .hasMessage(
                        "pgsluice - the driver property targetServerType cannot be set"
                                + " (driver.targetServerType=primary): leave it out: each server's role is learned from the server");

        assertThat(build(b -> b.driverProperty("password", "s3cret")))
                .hasMessageContaining("(driver.password=***): use username and password (in code: credentials(…))");
        assertThat(build(b -> b.driverProperty("connectTimeout", "3")))
                .hasMessageContaining("use the setting connectTimeout, with a unit: connectTimeout=3s");
        assertThat(build(b -> b.driverProperty("readOnly", "true")))
                .hasMessageContaining("Connection.setReadOnly(true)");
        assertThat(build(b -> b.driverProperty("readOnlyMode", "ignore")))
                .hasMessageContaining("READ ONLY on the server");
        assertThat(Configs.builder()
                        .driverProperty("readOnlyMode", "always")
                        .build()
                        .driverProperties())
                .containsEntry("readOnlyMode", "always");
    }

    @Test
    void build_unknownDriverProperty_suggestsTheClosest() {
        assertThat(build(b -> b.driverProperty("sslMode", "require")))
                .hasMessage("pgsluice - pgjdbc has no property sslMode (driver.sslMode=***): write sslmode");
        assertThat(build(b -> b.node("n3", "jdbc:postgresql://h3/app?tcpKeepalives=true")))
                .hasMessageContaining(
                        "pgjdbc has no property tcpKeepalives (node.n3=jdbc:postgresql://h3/app?***): write"
                                + " tcpKeepAlive");
    }

    @Test
    void build_unknownDriverPropertyBesideAFactory_isTheFactorys() {
        SluiceConfig config = Configs.builder()
                .driverProperty("socketFactory", "com.example.Factory")
                .driverProperty("cloudSqlInstance", "a:b:c")
                .node("n3", "jdbc:postgresql://h3/app?own=1")
                .build();

        assertThat(config.driverProperties()).containsEntry("cloudSqlInstance", "a:b:c");
    }
}
