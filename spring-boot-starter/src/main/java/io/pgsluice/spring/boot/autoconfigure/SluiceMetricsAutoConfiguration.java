// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spring.boot.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.micrometer.SluiceMetrics;
import java.util.List;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Binds {@link SluiceMetrics} of every data source to the meter registries. */
@AutoConfiguration(
        after = SluiceAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({SluiceDataSource.class, MeterRegistry.class})
public final class SluiceMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "pgsluiceMetrics")
    MeterBinder pgsluiceMetrics(ListableBeanFactory beanFactory) {
        return registry -> SluiceDataSources.find(beanFactory)
                .values()
                .forEach(dataSource -> new SluiceMetrics(dataSource, List.of()).bindTo(registry));
    }
}
