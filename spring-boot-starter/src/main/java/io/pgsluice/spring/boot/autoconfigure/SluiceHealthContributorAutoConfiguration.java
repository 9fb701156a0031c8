// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spring.boot.autoconfigure;

import io.pgsluice.SluiceDataSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.health.autoconfigure.contributor.CompositeHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthContributorAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Shows the cluster as health contributor {@code pgsluice}, and as {@code db} where it is the only database. */
@AutoConfiguration(after = SluiceAutoConfiguration.class, before = DataSourceHealthContributorAutoConfiguration.class)
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(SluiceDataSource.class)
public final class SluiceHealthContributorAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnEnabledHealthIndicator("pgsluice")
    static class Cluster extends CompositeHealthContributorConfiguration<SluiceHealthIndicator, SluiceDataSource> {
        Cluster() {
            super(SluiceHealthIndicator::new);
        }

        @Bean
        @ConditionalOnMissingBean(name = {"pgsluiceHealthIndicator", "pgsluiceHealthContributor"})
        HealthContributor pgsluiceHealthContributor(ConfigurableListableBeanFactory beanFactory) {
            return createContributor(SluiceDataSources.find(beanFactory));
        }
    }

    /** Stands in for Spring Boot's, whose check of an unused connection says nothing about a cluster. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnEnabledHealthIndicator("db")
    @Conditional(OnlyDataSource.class)
    static class Database {

        @Bean
        @ConditionalOnMissingBean(name = {"dbHealthIndicator", "dbHealthContributor"})
        HealthIndicator dbHealthContributor(ConfigurableListableBeanFactory beanFactory) {
            SluiceHealthIndicator cluster = new SluiceHealthIndicator(
                    SluiceDataSources.find(beanFactory).values().iterator().next());
            return () -> Health.status(cluster.health().getStatus())
                    .withDetail("database", "PostgreSQL")
                    .build();
        }
    }

    /** Matches where the application has one data source. */
    static final class OnlyDataSource extends SpringBootCondition implements ConfigurationCondition {
        @Override
        public ConfigurationPhase getConfigurationPhase() {
            return ConfigurationPhase.REGISTER_BEAN;
        }

        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            int count = context.getBeanFactory() == null
                    ? 0
                    : context.getBeanFactory().getBeanNamesForType(DataSource.class, true, false).length;
            return new ConditionOutcome(
                    count == 1,
                    ConditionMessage.forCondition("only data source").because("there are " + count));
        }
    }
}
