// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.micrometer.SluiceMetrics;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.health.DataSourceHealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class SluiceActuatorAutoConfigurationTest {
    private final ApplicationContextRunner configured = SluiceContexts.configured();

    @Test
    void health_noNodeUsable_isDownWithEveryNode() {
        configured.run(context -> {
            Health health = health(context.getBean("pgsluiceHealthContributor", HealthIndicator.class));
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails()).containsEntry("primary", "none").containsKeys("reasons", "nodes");
        });
    }

    @Test
    void dbHealth_onlyDataSource_hasTheStatusOfTheCluster() {
        configured.run(context -> {
            Health health = health(context.getBean("dbHealthContributor", HealthIndicator.class));
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails()).containsOnlyKeys("database");
        });
    }

    @Test
    void dbHealth_anotherDataSource_isSpringBoots() {
        configured.withUserConfiguration(SecondDataSource.class).run(context -> assertThat(context)
                .hasSingleBean(SluiceDataSource.class)
                .getBean("dbHealthContributor")
                .isNotInstanceOf(HealthIndicator.class));
    }

    @Test
    void health_disabled_isLeftOut() {
        configured
                .withPropertyValues("management.health.pgsluice.enabled=false", "management.health.db.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HealthContributor.class));
    }

    @Test
    void health_withoutNodes_isSpringBoots() {
        SluiceContexts.unconfigured().run(context -> assertThat(context)
                .hasSingleBean(HealthContributor.class)
                .getBean("dbHealthContributor")
                .isInstanceOf(DataSourceHealthIndicator.class));
    }

    @Test
    void optionalParts_classesAbsent_areLeftOut() {
        SluiceContexts.alone()
                .withClassLoader(
                        new FilteredClassLoader(ConditionalOnEnabledHealthIndicator.class, MeterRegistry.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(SluiceDataSource.class)
                        .doesNotHaveBean("pgsluiceHealthContributor")
                        .doesNotHaveBean("pgsluiceMetrics"));
    }

    @Test
    void metrics_registryPresent_areBound() {
        configured.run(context -> assertThat(context.getBean(MeterRegistry.class)
                        .get(SluiceMetrics.NODE_ELIGIBLE)
                        .tags("name", "pgsluice", "node", "n2")
                        .gauge()
                        .value())
                .isZero());
    }

    @Test
    void healthAndMetrics_decoratedDataSource_areThereAllTheSame() {
        configured.withUserConfiguration(Decorator.class).run(context -> {
            assertThat(context.getBean("dataSource")).isInstanceOf(DelegatingDataSource.class);
            assertThat(health(context.getBean("pgsluiceHealthContributor", HealthIndicator.class))
                            .getStatus())
                    .isEqualTo(Status.DOWN);
            assertThat(context.getBean(MeterRegistry.class)
                            .get(SluiceMetrics.NODE_ELIGIBLE)
                            .gauges())
                    .hasSize(2);
        });
    }

    private static Health health(HealthIndicator indicator) {
        return Objects.requireNonNull(indicator.health());
    }

    @Configuration(proxyBeanMethods = false)
    static class SecondDataSource {
        @Bean(defaultCandidate = false)
        DataSource reporting() {
            return new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/reporting");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Decorator {
        @Bean
        static BeanPostProcessor decorator() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String beanName) {
                    return bean instanceof SluiceDataSource dataSource ? new DelegatingDataSource(dataSource) : bean;
                }
            };
        }
    }
}
