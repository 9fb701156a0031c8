// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spring.boot.autoconfigure;

import io.pgsluice.SluiceConfig;
import io.pgsluice.SluiceDataSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthContributorAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.metrics.DataSourcePoolMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Applications without a database: two nodes that nobody listens at. */
final class SluiceContexts {
    private SluiceContexts() {}

    /** An application with everything on the class path and nothing of a cluster configured. */
    static ApplicationContextRunner unconfigured() {
        return template()
                .withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class,
                        DataSourceHealthContributorAutoConfiguration.class,
                        DataSourcePoolMetricsAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        SimpleMetricsExportAutoConfiguration.class));
    }

    /** The same with the nodes of a cluster. */
    static ApplicationContextRunner configured() {
        return withNodes(unconfigured());
    }

    /** An application with the nodes of a cluster and nothing of Spring Boot's. */
    static ApplicationContextRunner alone() {
        return withNodes(template());
    }

    private static ApplicationContextRunner template() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        SluiceAutoConfiguration.class,
                        SluiceHealthContributorAutoConfiguration.class,
                        SluiceMetricsAutoConfiguration.class))
                .withPropertyValues(
                        "spring.datasource.url=jdbc:postgresql://template/app?sslmode=disable",
                        "spring.datasource.username=app",
                        "spring.datasource.password=secret",
                        "spring.datasource.hikari.initialization-fail-timeout=-1");
    }

    private static ApplicationContextRunner withNodes(ApplicationContextRunner runner) {
        return runner.withPropertyValues(
                "pgsluice.nodes.n1=127.0.0.1:1",
                "pgsluice.nodes.n2=127.0.0.1:2",
                "pgsluice.startup-timeout=0s",
                "pgsluice.minimum-idle=0");
    }

    static SluiceConfig config(ApplicationContext context) {
        return context.getBean(SluiceDataSource.class).config();
    }
}
