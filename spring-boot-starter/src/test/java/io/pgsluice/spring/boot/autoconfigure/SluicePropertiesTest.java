// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spring.boot.autoconfigure;

import static io.pgsluice.spring.boot.autoconfigure.SluiceContexts.config;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.ConsistencyLevel;
import io.pgsluice.ReplicaFallback;
import io.pgsluice.SluiceConfig;
import io.pgsluice.SluiceConfigBuilder;
import io.pgsluice.UnknownToken;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.configurationmetadata.ConfigurationMetadataProperty;
import org.springframework.boot.configurationmetadata.ConfigurationMetadataRepositoryJsonBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ClassPathResource;

class SluicePropertiesTest {
    private static final Set<Class<?>> SIMPLE = Set.of(Duration.class, int.class, String.class, ReplicaFallback.class);

    private final ApplicationContextRunner configured = SluiceContexts.configured();

    @Test
    void toString_secretsGiven_showsNone() {
        configured
                .withPropertyValues(
                        "pgsluice.nodes.n9=jdbc:postgresql://127.0.0.1:9/app?sslpassword=s3cret",
                        "pgsluice.driver.sslpassword=s3cret")
                .run(context -> assertThat(
                                context.getBean(SluiceProperties.class).toString())
                        .contains("n9", "sslpassword")
                        .doesNotContain("s3cret"));
        assertThat(new NodeUrlTemplate("jdbc:postgresql:app?sslpassword=s3cret").toString())
                .doesNotContain("s3cret");
    }

    @Test
    void everyProperty_set_reachesTheConfiguration() {
        configured
                .withPropertyValues(
                        "pgsluice.driver.ApplicationName=shop",
                        "pgsluice.name=orders",
                        "pgsluice.max-replica-lag=2s",
                        "pgsluice.replica-fallback=primary",
                        "pgsluice.maximum-pool-size=7",
                        "pgsluice.connection-timeout=11s",
                        "pgsluice.failover-timeout=12s",
                        "pgsluice.connect-timeout=4s",
                        "pgsluice.minimum-idle=1",
                        "pgsluice.max-lifetime=20m",
                        "pgsluice.idle-timeout=5m",
                        "pgsluice.leak-detection-threshold=30s",
                        "pgsluice.probe-interval=300ms",
                        "pgsluice.probe-timeout=200ms",
                        "pgsluice.failover-probe-interval=60ms",
                        "pgsluice.max-fallback-reads=2",
                        "pgsluice.route-autocommit-reads=true",
                        "pgsluice.consistency=bounded-staleness(3s)",
                        "pgsluice.freshness-wait=20ms",
                        "pgsluice.freshness-probe-interval=15ms",
                        "pgsluice.unknown-token=fail",
                        "pgsluice.commit-tokens=true",
                        "pgsluice.session-expiry=4m",
                        "pgsluice.max-sessions=1234",
                        "pgsluice.samples-to-return=5",
                        "pgsluice.slow-start=9s",
                        "pgsluice.retry-budget=7",
                        "pgsluice.register-mbeans=true")
                .run(context -> {
                    SluiceConfig config = config(context);
                    assertThat(config.driverProperties()).containsEntry("ApplicationName", "shop");
                    assertThat(config.name()).isEqualTo("orders");
                    assertThat(config.maxReplicaLag()).isEqualTo(Duration.ofSeconds(2));
                    assertThat(config.replicaFallback()).isEqualTo(ReplicaFallback.PRIMARY);
                    assertThat(config.maximumPoolSize()).isEqualTo(7);
                    assertThat(config.connectionTimeout()).isEqualTo(Duration.ofSeconds(11));
                    assertThat(config.failoverTimeout()).isEqualTo(Duration.ofSeconds(12));
                    assertThat(config.startupTimeout()).isZero();
                    assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(4));
                    assertThat(config.minimumIdle()).isEqualTo(1);
                    assertThat(config.maxLifetime()).isEqualTo(Duration.ofMinutes(20));
                    assertThat(config.idleTimeout()).isEqualTo(Duration.ofMinutes(5));
                    assertThat(config.leakDetectionThreshold()).isEqualTo(Duration.ofSeconds(30));
                    assertThat(config.probeInterval()).isEqualTo(Duration.ofMillis(300));
                    assertThat(config.probeTimeout()).isEqualTo(Duration.ofMillis(200));
                    assertThat(config.failoverProbeInterval()).isEqualTo(Duration.ofMillis(60));
                    assertThat(config.maxFallbackReads()).isEqualTo(2);
                    assertThat(config.routeAutocommitReads()).isTrue();
                    assertThat(config.consistency())
                            .isEqualTo(ConsistencyLevel.boundedStaleness(Duration.ofSeconds(3)));
                    assertThat(config.freshnessWait()).isEqualTo(Duration.ofMillis(20));
                    assertThat(config.freshnessProbeInterval()).isEqualTo(Duration.ofMillis(15));
                    assertThat(config.unknownToken()).isEqualTo(UnknownToken.FAIL);
                    assertThat(config.commitTokens()).isTrue();
                    assertThat(config.sessionExpiry()).isEqualTo(Duration.ofMinutes(4));
                    assertThat(config.maxSessions()).isEqualTo(1234);
                    assertThat(config.samplesToReturn()).isEqualTo(5);
                    assertThat(config.slowStart()).isEqualTo(Duration.ofSeconds(9));
                    assertThat(config.retryBudget()).isEqualTo(7);
                    assertThat(config.registerMbeans()).isTrue();
                });
        configured
                .withPropertyValues("pgsluice.replica-fallback=wait", "pgsluice.fallback-wait=3s")
                .run(context -> {
                    assertThat(config(context).replicaFallback()).isEqualTo(ReplicaFallback.WAIT);
                    assertThat(config(context).fallbackWait()).isEqualTo(Duration.ofSeconds(3));
                });
    }

    @Test
    void consistency_noLevel_isRefusedByName() {
        configured.withPropertyValues("pgsluice.consistency=weak").run(context -> assertThat(context)
                .getFailure()
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .rootCause()
                .hasMessageContaining("not a consistency level: 'weak'"));
    }

    @Test
    void properties_unset_leaveTheDefaults() {
        SluiceConfig defaults = SluiceConfig.builder()
                .node("n1", "jdbc:postgresql://127.0.0.1:1/app?sslmode=disable")
                .node("n2", "jdbc:postgresql://127.0.0.1:2/app?sslmode=disable")
                .credentials("app", "secret")
                .startupTimeout(Duration.ZERO)
                .minimumIdle(0)
                .build();
        configured.run(context -> assertThat(withoutObjects(config(context))).isEqualTo(withoutObjects(defaults)));
    }

    private static String withoutObjects(SluiceConfig config) {
        return Arrays.stream(config.toString().split(", "))
                .filter(setting -> !setting.contains("loadBalancer=")
                        && !setting.contains("poolFactory=")
                        && !setting.contains("ticker="))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void everySettingOfTheBuilder_thatIsAText_isAProperty() {
        List<String> settings = Arrays.stream(SluiceConfigBuilder.class.getMethods())
                .filter(method -> method.getReturnType() == SluiceConfigBuilder.class
                        && method.getParameterCount() == 1
                        && SIMPLE.contains(method.getParameterTypes()[0]))
                .map(Method::getName)
                .toList();
        assertThat(components()).contains("nodes", "driver", "enabled").containsAll(settings);
    }

    @Test
    void metadata_generated_describesEveryProperty() throws IOException {
        try (InputStream json = new ClassPathResource("META-INF/spring-configuration-metadata.json").getInputStream()) {
            Map<String, ConfigurationMetadataProperty> metadata = ConfigurationMetadataRepositoryJsonBuilder.create(
                            json)
                    .build()
                    .getAllProperties();
            assertThat(metadata.keySet()).containsExactlyInAnyOrderElementsOf(names());
            assertThat(metadata.values()).allSatisfy(property -> assertThat(property.getDescription())
                    .endsWith(".")
                    .doesNotStartWith("The ")
                    .doesNotContain("{@"));
            assertThat(metadata.get("pgsluice.max-replica-lag"))
                    .extracting(ConfigurationMetadataProperty::getType)
                    .isEqualTo(Duration.class.getName());
        }
    }

    @Test
    void page_aboutSpringBoot_hasEveryProperty() throws IOException {
        String page = Files.readString(Path.of("../docs/spring-boot.md"));
        assertThat(names()).allSatisfy(name -> assertThat(page).contains("| `" + name));
    }

    private static List<String> components() {
        return Arrays.stream(SluiceProperties.class.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    private static List<String> names() {
        return components().stream()
                .map(name -> "pgsluice." + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .toList();
    }
}
