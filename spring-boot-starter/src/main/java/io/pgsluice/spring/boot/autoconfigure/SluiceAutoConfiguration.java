// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spring.boot.autoconfigure;

import io.pgsluice.Credentials;
import io.pgsluice.SluiceConfigBuilder;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.spi.LoadBalancer;
import io.pgsluice.spi.PoolFactory;
import io.pgsluice.spi.SluiceListener;
import io.pgsluice.spi.Ticker;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Makes a {@link SluiceDataSource} the application's data source where the nodes of a cluster are configured. */
@AutoConfiguration(before = DataSourceAutoConfiguration.class)
@ConditionalOnClass({SluiceDataSource.class, DataSourceAutoConfiguration.class})
@ConditionalOnBooleanProperty(name = "pgsluice.enabled", matchIfMissing = true)
@Conditional(OnNodesCondition.class)
@ConditionalOnMissingBean(DataSource.class)
@EnableConfigurationProperties({SluiceProperties.class, DataSourceProperties.class})
public final class SluiceAutoConfiguration {

    @Bean(destroyMethod = "close")
    SluiceDataSource dataSource(
            SluiceProperties properties,
            DataSourceProperties template,
            ObjectProvider<JdbcConnectionDetails> connectionDetails,
            ObjectProvider<Supplier<Credentials>> credentials,
            ObjectProvider<LoadBalancer> loadBalancer,
            ObjectProvider<PoolFactory> poolFactory,
            ObjectProvider<Ticker> ticker,
            ObjectProvider<SluiceListener> listeners,
            ObjectProvider<SluiceConfigCustomizer> customizers) {
        SluiceConfigBuilder builder = factory(properties, template, connectionDetails.getIfAvailable())
                .builder();
        credentials.ifUnique(builder::credentialsSupplier);
        loadBalancer.ifUnique(builder::loadBalancer);
        poolFactory.ifUnique(builder::poolFactory);
        ticker.ifUnique(builder::ticker);
        listeners.orderedStream().forEach(builder::listener);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return SluiceDataSource.create(builder.build());
    }

    private static SluiceConfigFactory factory(
            SluiceProperties properties, DataSourceProperties template, @Nullable JdbcConnectionDetails details) {
        return details == null
                ? new SluiceConfigFactory(properties, template.getUrl(), template.getUsername(), template.getPassword())
                : new SluiceConfigFactory(
                        properties, details.getJdbcUrl(), details.getUsername(), details.getPassword());
    }
}
