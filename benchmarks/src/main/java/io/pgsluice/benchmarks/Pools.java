// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** HikariCP pools with the settings of pgsluice's own. */
public final class Pools {
    private Pools() {}

    /** A pool of that many connections, all of them kept. */
    public static HikariDataSource of(String name, DataSource physical, int size) {
        return of(name, size, config -> config.setDataSource(physical));
    }

    /** A pool of that many connections, all of them kept, with settings of its own. */
    public static HikariDataSource of(String name, int size, Consumer<HikariConfig> settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(size);
        settings.accept(config);
        return new HikariDataSource(config);
    }
}
