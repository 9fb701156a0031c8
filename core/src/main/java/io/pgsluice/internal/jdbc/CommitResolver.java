// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.RouteReason;
import io.pgsluice.SluiceConfig;
import io.pgsluice.internal.jdbc.CommitTrace.Outcome;
import io.pgsluice.internal.routing.ConnectionFreshness;
import io.pgsluice.internal.routing.RouteRequest;
import io.pgsluice.internal.topology.ClusterView;
import io.pgsluice.internal.topology.PrimaryHistory;
import io.pgsluice.internal.topology.TopologyMonitor;
import io.pgsluice.spi.Ticker;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of a transaction whose COMMIT was not answered.
 *
 * <p>The number of a transaction means something only on the log that it was written to: after a promotion, or a crash, a number whose
 * records were not kept is given to another transaction, and then reads "committed". So a server's word on it counts only if its log is known
 * to hold the transaction, and to have held it when the word was given: by a sample of the monitor's that was asked for after it.
 */
final class CommitResolver {
    private static final Logger LOG = LoggerFactory.getLogger(CommitResolver.class);
    private static final RouteRequest ON_PRIMARY = new RouteRequest(RouteReason.READ_WRITE_TRANSACTION, 0, 0);

    private final ClusterLeaseBroker broker;
    private final TopologyMonitor monitor;
    private final SluiceConfig config;
    private final Ticker ticker;

    CommitResolver(ClusterLeaseBroker broker, TopologyMonitor monitor, SluiceConfig config, Ticker ticker) {
        this.broker = broker;
        this.monitor = monitor;
        this.config = config;
        this.ticker = ticker;
    }

    /** Waits for proof, at most {@code failoverTimeout}. */
    Outcome resolve(CommitTrace trace) {
        long lostAt = ticker.nanos();
        long deadline = lostAt + config.failoverTimeout().toNanos();
        try {
            while (deadline - ticker.nanos() > 0 && !monitor.isClosed()) {
                PrimaryHistory now = historySince(lostAt, deadline);
                if (now == null) {
                    return Outcome.UNKNOWN;
                }
                switch (now.of(trace.then(), trace.position().value())) {
                    case CUT_OFF -> {
                        return Outcome.ROLLED_BACK;
                    }
                    case NONE -> {
                        return Outcome.UNKNOWN;
                    }
                    case STATUS_COUNTS -> {
                        Outcome outcome = status(trace, deadline);
                        if (outcome != Outcome.UNKNOWN && stillCounts(trace, deadline)) {
                            return outcome;
                        }
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            LOG.debug("{} - a transaction in doubt could not be asked for", config.name(), e);
        }
        return Outcome.UNKNOWN;
    }

    private Outcome status(CommitTrace trace, long deadline) throws SQLException, InterruptedException {
        Lease lease = broker.acquire(ON_PRIMARY, null, new ConnectionFreshness(), true);
        try {
            Outcome outcome = trace.status(lease.connection());
            if (outcome == Outcome.UNKNOWN) {
                // Still being committed: waiting for a synchronous standby, for one.
                monitor.awaitChange(
                        monitor.view(), config.failoverProbeInterval().toNanos());
            } else if (outcome == Outcome.COMMITTED) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - ticker.nanos());
                trace.awaitDurability(lease.connection(), (int) Math.max(1, Math.min(left, Integer.MAX_VALUE)));
            }
            return outcome;
        } catch (SQLException e) {
            broker.failed(lease, e);
            lease.evict();
            if (lease.ended()) {
                return Outcome.UNKNOWN;
            }
            throw e;
        } finally {
            broker.release(lease);
        }
    }

    private boolean stillCounts(CommitTrace trace, long deadline) throws InterruptedException {
        PrimaryHistory after = historySince(ticker.nanos(), deadline);
        return after != null && after.of(trace.then(), trace.position().value()) == PrimaryHistory.Proof.STATUS_COUNTS;
    }

    /** What a sample of the primary shows that was asked for after an instant; null if there is none in time. */
    private @Nullable PrimaryHistory historySince(long instant, long deadline) throws InterruptedException {
        monitor.hurry();
        while (true) {
            ClusterView view = monitor.view();
            PrimaryHistory history = view.primaryHistory();
            if (history != null && history.sentNanos() - instant > 0) {
                return history;
            }
            long left = deadline - ticker.nanos();
            if (left <= 0 || monitor.isClosed()) {
                return null;
            }
            monitor.awaitChange(view, left);
        }
    }
}
