// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.pool;

import com.zaxxer.hikari.HikariConfig;
import io.pgsluice.spi.NodePool;
import io.pgsluice.spi.PoolFactory;

/** Makes HikariCP pools that start at once, whether or not their node is there. */
public final class HikariPoolFactory implements PoolFactory {
    /** HikariCP refuses a shorter connection or validation timeout. */
    private static final long SHORTEST_TIMEOUT_MILLIS = 250;

    private static final long LONGEST_VALIDATION_MILLIS = 5_000;

    /** Makes the factory, which has no state. */
    public HikariPoolFactory() {}

    @Override
    public NodePool create(Request request) {
        long borrowMillis = Math.max(request.borrowTimeout().toMillis(), SHORTEST_TIMEOUT_MILLIS);
        long lifetimeMillis = request.maxLifetime().toMillis();
        HikariConfig config = new HikariConfig();
        config.setPoolName(request.poolName());
        PatientDataSource physical = new PatientDataSource(request.physical());
        config.setDataSource(physical);
        config.setAutoCommit(true);
        config.setExceptionOverride(new EvictionRule());
        config.setInitializationFailTimeout(-1);
        config.setMaximumPoolSize(request.maximumPoolSize());
        config.setMinimumIdle(request.minimumIdle());
        config.setConnectionTimeout(borrowMillis);
        config.setValidationTimeout(Math.min(borrowMillis, LONGEST_VALIDATION_MILLIS));
        config.setMaxLifetime(lifetimeMillis);
        config.setIdleTimeout(request.idleTimeout().toMillis());
        config.setLeakDetectionThreshold(request.leakDetectionThreshold().toMillis());
        if (lifetimeMillis != 0 && config.getKeepaliveTime() >= lifetimeMillis) {
            config.setKeepaliveTime(0);
        }
        return new HikariNodePool(config, physical);
    }
}
