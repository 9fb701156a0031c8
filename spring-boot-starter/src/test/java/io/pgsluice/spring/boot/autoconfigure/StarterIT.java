// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.micrometer.SluiceMetrics;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** An application on a cluster of three nodes, with everything auto-configured. */
@PgCluster
class StarterIT {
    private static final Duration SOON = Duration.ofSeconds(15);

    private final PostgresCluster cluster;

    StarterIT(PostgresCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void transactions_declaredByAnnotation_landOnPrimaryAndReplicas() {
        try (ConfigurableApplicationContext application = start()) {
            Orders orders = application.getBean(Orders.class);
            assertThat(orders.add("first")).isEqualTo(port("n1"));
            assertThat(orders.portInTransaction()).isEqualTo(port("n1"));
            assertThat(orders.port()).isEqualTo(port("n1"));
            assertThat(times(10, orders::portInReadOnlyTransaction)).isEqualTo(Map.of(port("n2"), 5L, port("n3"), 5L));
            assertThatThrownBy(orders::addInReadOnlyTransaction)
                    .isInstanceOf(DataAccessException.class)
                    .hasStackTraceContaining("25006");
            assertThat(cluster.replicas()).extracting(PostgresNode::directPort).contains(orders.portAroundAWrite());
            cluster.awaitCaughtUp();
            assertThat(orders.names()).containsExactlyInAnyOrder("first", "inner");
        }
    }

    @Test
    void actuator_healthyCluster_isUpAndCounts() {
        try (ConfigurableApplicationContext application = start()) {
            application.getBean(Orders.class).portInReadOnlyTransaction();
            Health health = health(application, "pgsluice");
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsEntry("primary", "n1").containsEntry("degraded", false);
            assertThat(health.getDetails().get("nodes"))
                    .asString()
                    .contains("role=PRIMARY", "role=REPLICA", "eligibility=ELIGIBLE", "lag=");
            assertThat(health(application, "db").getStatus()).isEqualTo(Status.UP);
            assertThat(reads(application)).isEqualTo(1);
            assertThat(DataSourceUnwrapper.unwrap(
                            application.getBean(SluiceDataSource.class),
                            HikariConfigMXBean.class,
                            HikariDataSource.class))
                    .extracting(HikariDataSource::getPoolName)
                    .asString()
                    .contains("n1");
        }
    }

    @Test
    void replicasKilled_oneAfterTheOther_readsGoOnAndHealthStaysUp() {
        try (ConfigurableApplicationContext application = start()) {
            Orders orders = application.getBean(Orders.class);
            cluster.node("n3").kill();
            assertThat(times(6, orders::portInReadOnlyTransaction))
                    .containsKey(port("n2"))
                    .doesNotContainKey(port("n1"));
            awaitReasons(application, "n3: down");
            assertThat(times(6, orders::portInReadOnlyTransaction)).containsOnlyKeys(port("n2"));
            cluster.node("n2").kill();
            assertThat(times(6, orders::portInReadOnlyTransaction)).containsKey(port("n1"));
            awaitReasons(application, "no eligible replica", "n2: down", "n3: down");
            assertThat(orders.add("later")).isEqualTo(port("n1"));
        }
    }

    private void awaitReasons(ConfigurableApplicationContext application, String... reasons) {
        await().atMost(SOON).untilAsserted(() -> {
            Health health = health(application, "pgsluice");
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsEntry("degraded", true).containsEntry("reasons", List.of(reasons));
            assertThat(health(application, "db").getStatus()).isEqualTo(Status.UP);
        });
    }

    private int port(String node) {
        return cluster.node(node).directPort();
    }

    private static Map<Integer, Long> times(int count, Supplier<Integer> call) {
        return IntStream.range(0, count)
                .mapToObj(i -> call.get())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static Health health(ConfigurableApplicationContext application, String name) {
        return Objects.requireNonNull(application
                .getBean(name + "HealthContributor", HealthIndicator.class)
                .health());
    }

    private static double reads(ConfigurableApplicationContext application) {
        return application
                .getBean(MeterRegistry.class)
                .get(SluiceMetrics.TRANSACTIONS)
                .tag(SluiceMetrics.REASON_TAG, "read_only_transaction")
                .functionCounters()
                .stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private ConfigurableApplicationContext start() {
        SpringApplication application = new SpringApplication(Application.class);
        ConfigurableApplicationContext context = application.run(Stream.concat(
                        Stream.of(
                                "--spring.datasource.url=jdbc:postgresql:///" + PostgresCluster.APP_DATABASE,
                                "--spring.datasource.username=" + PostgresCluster.APP_USER,
                                "--spring.datasource.password=" + PostgresCluster.APP_PASSWORD,
                                "--spring.sql.init.mode=always",
                                "--spring.main.banner-mode=off",
                                "--pgsluice.maximum-pool-size=4",
                                "--pgsluice.minimum-idle=1",
                                "--pgsluice.slow-start=0s",
                                "--pgsluice.startup-timeout=30s",
                                "--pgsluice.probe-interval=2s",
                                "--pgsluice.probe-timeout=4s",
                                // Reads go round the replicas whatever the test has just written.
                                "--pgsluice.consistency=eventual",
                                "--pgsluice.max-replica-lag=10s"),
                        cluster.nodes().stream()
                                .map(node -> "--pgsluice.nodes." + node.name() + "=" + node.host() + ":" + node.port()))
                .toArray(String[]::new));
        SluiceDataSource dataSource = context.getBean(SluiceDataSource.class);
        await().atMost(SOON)
                .until(() -> dataSource.topology().eligibleReplicas().size() == 2);
        cluster.awaitCaughtUp();
        return context;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        Writer writer(JdbcTemplate jdbc) {
            return new Writer(jdbc);
        }

        @Bean
        Orders orders(JdbcTemplate jdbc, Writer writer) {
            return new Orders(jdbc, writer);
        }
    }

    static class Orders {
        private final JdbcTemplate jdbc;
        private final Writer writer;

        Orders(JdbcTemplate jdbc, Writer writer) {
            this.jdbc = jdbc;
            this.writer = writer;
        }

        @Transactional
        int add(String name) {
            jdbc.update("INSERT INTO orders(name) VALUES (?)", name);
            return port();
        }

        @Transactional
        int portInTransaction() {
            return port();
        }

        @Transactional(readOnly = true)
        int portInReadOnlyTransaction() {
            return port();
        }

        @Transactional(readOnly = true)
        void addInReadOnlyTransaction() {
            jdbc.update("INSERT INTO orders(name) VALUES ('refused')");
        }

        @Transactional(readOnly = true)
        int portAroundAWrite() {
            int before = port();
            writer.add("inner");
            assertThat(port()).isEqualTo(before);
            return before;
        }

        @Transactional(readOnly = true)
        List<String> names() {
            return jdbc.queryForList("SELECT name FROM orders", String.class);
        }

        int port() {
            return Objects.requireNonNull(jdbc.queryForObject("SELECT inet_server_port()", Integer.class));
        }
    }

    static class Writer {
        private final JdbcTemplate jdbc;

        Writer(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @Transactional(propagation = Propagation.REQUIRES_NEW)
        void add(String name) {
            jdbc.update("INSERT INTO orders(name) VALUES (?)", name);
        }
    }
}
