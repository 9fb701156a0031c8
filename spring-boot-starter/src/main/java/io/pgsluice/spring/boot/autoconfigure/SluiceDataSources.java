// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spring.boot.autoconfigure;

import io.pgsluice.SluiceDataSource;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

/** Finds the data sources of an application, decorated ones too. */
final class SluiceDataSources {
    private SluiceDataSources() {}

    /** Each data source once, by the name of the first bean that leads to it. */
    static Map<String, SluiceDataSource> find(ListableBeanFactory beanFactory) {
        Map<String, SluiceDataSource> found = new LinkedHashMap<>();
        beanFactory.getBeansOfType(DataSource.class).forEach((bean, dataSource) -> {
            SluiceDataSource sluice = unwrap(dataSource);
            if (sluice != null && !found.containsValue(sluice)) {
                found.put(bean, sluice);
            }
        });
        return found;
    }

    private static @Nullable SluiceDataSource unwrap(DataSource dataSource) {
        try {
            return dataSource.isWrapperFor(SluiceDataSource.class) ? dataSource.unwrap(SluiceDataSource.class) : null;
        } catch (SQLException e) {
            return null;
        }
    }
}
