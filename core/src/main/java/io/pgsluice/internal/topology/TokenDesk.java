// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.ConsistencyToken;
import io.pgsluice.Lsn;
import io.pgsluice.NoAvailableNodeException;
import io.pgsluice.SluiceConfig;
import io.pgsluice.spi.Ticker;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** Makes tokens from what the monitor knows of the primary's log, and waits for that. Safe for use by multiple threads. */
public final class TokenDesk {
    private final SluiceConfig config;
    private final TopologyMonitor monitor;
    private final Ticker ticker;

    public TokenDesk(SluiceConfig config, TopologyMonitor monitor) {
        this.config = config;
        this.monitor = monitor;
        this.ticker = config.ticker();
    }

    /**
     * Answers a token that covers what was acknowledged before an instant; null for {@link Instants#NEVER}.
     *
     * @param whole whether some of it may have been acknowledged before it was flushed
     * @param exact a token that is known to cover it, or null
     * @throws SQLException 08001 if no primary could be asked in time
     */
    public @Nullable ConsistencyToken token(long nanos, boolean whole, @Nullable ConsistencyToken exact)
            throws SQLException {
        if (nanos == Instants.NEVER || exact != null) {
            return exact;
        }
        long begin = ticker.nanos();
        long limit = config.failoverTimeout().toNanos();
        while (true) {
            ClusterView view = monitor.view();
            LogState log = view.log();
            if (log != null && log.sentNanos() != Instants.NEVER && log.sentNanos() - nanos >= 0) {
                boolean inserted = whole || log.flushesLate();
                return new ConsistencyToken(
                        log.systemIdentifier(), log.timeline(), new Lsn(inserted ? log.inserted() : log.flushed()));
            }
            long spent = ticker.nanos() - begin;
            if (monitor.isClosed()) {
                throw new SQLNonTransientConnectionException(
                        config.name() + " - the data source is closed", SqlErrors.CONNECTION_CLOSED);
            }
            if (spent >= limit) {
                throw new NoAvailableNodeException(
                        config.name() + " - no primary told its position for a token within " + spent / 1_000_000
                                + " ms",
                        view.topology(),
                        null);
            }
            await(view, limit - spent);
        }
    }

    private void await(ClusterView view, long nanos) throws SQLException {
        monitor.awaited(ticker.nanos());
        try {
            monitor.awaitChange(view, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException(
                    config.name() + " - interrupted while waiting for the primary's position",
                    SqlErrors.INTERRUPTED,
                    e);
        }
    }
}
