// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pgsluice.internal.pool.HikariPoolFactory;
import io.pgsluice.internal.routing.RoundRobin;
import io.pgsluice.spi.SluiceListener;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SluiceConfigTest {

    @Test
    void build_onlyWhatIsNeeded_fillsEveryDefaultIn() {
        SluiceConfig config = Configs.builder().build();

        assertThat(config.name()).isEqualTo("pgsluice");
        assertThat(config.nodes()).extracting(NodeConfig::name).containsExactly("n1", "n2");
        assertThat(config.credentials()).isEqualTo(new Credentials("app", "s3cret"));
        assertThat(config.driverProperties()).isEmpty();
        assertThat(config.maxReplicaLag()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.probeInterval()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.probeTimeout()).isEqualTo(Duration.ofMillis(400));
        assertThat(config.failoverProbeInterval()).isEqualTo(Duration.ofMillis(50));
        assertThat(config.failoverTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.connectionTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.startupTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.replicaFallback()).isEqualTo(ReplicaFallback.PRIMARY);
        assertThat(config.fallbackWait()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.maxFallbackReads()).isEqualTo(5);
        assertThat(config.samplesToReturn()).isEqualTo(3);
        assertThat(config.slowStart()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.maximumPoolSize()).isEqualTo(10);
        assertThat(config.minimumIdle()).isEqualTo(10);
        assertThat(config.maxLifetime()).isEqualTo(Duration.ofMinutes(30));
        assertThat(config.idleTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.leakDetectionThreshold()).isZero();
        assertThat(config.loadBalancer()).isInstanceOf(RoundRobin.class);
        assertThat(config.poolFactory()).isInstanceOf(HikariPoolFactory.class);
        assertThat(config.ticker().nanos()).isCloseTo(System.nanoTime(), within(1_000_000_000L));
        assertThat(config.listeners()).isEmpty();
    }

    @Test
    void build_otherSettingsChanged_derivesDefaultsFromThem() {
        SluiceConfig quick =
                Configs.builder().maxReplicaLag(Duration.ofMillis(60)).build();
        assertThat(quick.probeInterval()).isEqualTo(Duration.ofMillis(30));
        assertThat(quick.probeTimeout()).isEqualTo(Duration.ofMillis(24));
        assertThat(quick.failoverProbeInterval()).isEqualTo(Duration.ofMillis(30));

        SluiceConfig slowProbes =
                Configs.builder().probeInterval(Duration.ofMillis(700)).build();
        assertThat(slowProbes.probeTimeout()).isEqualTo(Duration.ofMillis(300));

        SluiceConfig longTimeout =
                Configs.builder().probeTimeout(Duration.ofMillis(800)).build();
        assertThat(longTimeout.probeInterval()).isEqualTo(Duration.ofMillis(200));

        SluiceConfig patient =
                Configs.builder().maxReplicaLag(Duration.ofHours(1)).build();
        assertThat(patient.probeInterval()).isEqualTo(Duration.ofMillis(500));

        SluiceConfig smallPool = Configs.builder().maximumPoolSize(1).build();
        assertThat(smallPool.maxFallbackReads()).isEqualTo(1);
        assertThat(smallPool.minimumIdle()).isEqualTo(1);

        SluiceConfig shortLived =
                Configs.builder().maxLifetime(Duration.ofMinutes(5)).build();
        assertThat(shortLived.idleTimeout()).isEqualTo(Duration.ofSeconds(150));

        SluiceConfig immortal = Configs.builder().maxLifetime(Duration.ZERO).build();
        assertThat(immortal.idleTimeout()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void build_shortestLag_probesNoFasterThanAllowed() {
        SluiceConfig config = Configs.builder()
                .maxReplicaLag(Duration.ofMillis(10))
                .probeInterval(Duration.ofMillis(1))
                .build();

        assertThat(config.probeTimeout()).isEqualTo(Duration.ofMillis(1));
        assertThat(config.failoverProbeInterval()).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void connectTimeout_partOfASecond_isRoundedUp() {
        assertThat(Configs.builder()
                        .connectTimeout(Duration.ofMillis(1))
                        .build()
                        .connectTimeout())
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(Configs.builder()
                        .connectTimeout(Duration.ofMillis(2001))
                        .build()
                        .connectTimeout())
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(Configs.builder()
                        .connectTimeout(Duration.ofSeconds(2))
                        .build()
                        .connectTimeout())
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void build_builderUsedOn_leavesTheConfigurationAlone() {
        SluiceListener listener = new SluiceListener() {};
        SluiceConfigBuilder builder =
                Configs.builder().driverProperty("sslmode", "require").listener(listener);
        SluiceConfig config = builder.build();

        builder.node("n3", "jdbc:postgresql://h3/app")
                .driverProperty("tcpKeepAlive", "true")
                .listener(new SluiceListener() {})
                .name("other");

        assertThat(config.nodes()).hasSize(2);
        assertThat(config.driverProperties()).isEqualTo(Map.of("sslmode", "require"));
        assertThat(config.listeners()).containsExactly(listener);
        assertThat(config.name()).isEqualTo("pgsluice");
        assertThat(builder.build().nodes()).hasSize(3);
    }

    @Test
    void collections_changed_refuse() {
        SluiceConfig config = Configs.builder().build();

        assertThatThrownBy(() -> config.nodes().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> config.driverProperties().put("a", "b"))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> config.listeners().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void toBuilder_changed_keepsTheRestAndDerivesAgain() {
        SluiceConfig config = Configs.builder()
                .name("orders")
                .slowStart(Duration.ZERO)
                .leakDetectionThreshold(Duration.ofSeconds(20))
                .driverProperty("sslmode", "require")
                .build();

        SluiceConfig changed =
                config.toBuilder().maxReplicaLag(Duration.ofMillis(100)).build();

        assertThat(changed.probeInterval()).isEqualTo(Duration.ofMillis(50));
        assertThat(changed)
                .usingRecursiveComparison()
                .ignoringFields("origin", "maxReplicaLag", "probeInterval", "probeTimeout", "loadBalancer", "ticker")
                .isEqualTo(config);
        assertThat(config.maxReplicaLag()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void toString_secretsGiven_masksThem() {
        SluiceConfig config = SluiceConfig.builder()
                .node("n1", "jdbc:postgresql://h1/app?sslpassword=keypass&sslmode=require")
                .credentials("app", "s3cret")
                .driverProperty("sslpassword", "keypass")
                .driverProperty("socketFactory", "com.example.Factory")
                .driverProperty("socketFactoryArg", "argument")
                .driverProperty("vaultKey", "vault")
                .build();

        assertThat(config.toString())
                .contains("name=pgsluice", "maxReplicaLag=1s", "maxLifetime=30m", "username=app", "sslmode=require")
                .contains("socketFactory=com.example.Factory", "password=***")
                .doesNotContain("s3cret", "keypass", "argument", "vault}", "=vault");
        assertThat(config.credentialsSupplier().get().toString()).isEqualTo("Credentials[username=app, password=***]");
        assertThat(new Credentials("app", null).toString()).isEqualTo("Credentials[username=app, password=none]");
    }

    @Test
    @SuppressWarnings("NullAway") // What a caller without null checks may do.
    void setters_null_refuse() {
        assertThatThrownBy(() -> Configs.builder().maxReplicaLag(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("maxReplicaLag");
        assertThatThrownBy(() -> Configs.builder().credentials(null, "x"))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("username");
    }
}
