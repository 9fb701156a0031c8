// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.frameworks.pools;

import io.pgsluice.SluiceConfigBuilder;
import io.pgsluice.internal.pool.HikariPoolFactory;
import io.pgsluice.spi.PoolFactory;

/** The pools that pgsluice is shown to work over: its own, as the measure, and the others. */
enum Pools {
    HIKARI,
    AGROAL,
    DBCP2;

    PoolFactory factory() {
        return switch (this) {
            case HIKARI -> new HikariPoolFactory();
            case AGROAL -> new AgroalPoolFactory();
            case DBCP2 -> new Dbcp2PoolFactory();
        };
    }

    static SluiceConfigBuilder configured(SluiceConfigBuilder builder) {
        // snippet
        builder.poolFactory(new Dbcp2PoolFactory());
        // end
        return builder;
    }
}
