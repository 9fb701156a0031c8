// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.SluiceConfig;
import io.pgsluice.spi.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes an operator's orders: checks them, has them carried out, and tells the log. Safe for use by multiple threads. */
public final class OperatorDesk {
    private static final Logger LOG = LoggerFactory.getLogger("io.pgsluice.operations");

    /** How long the monitor may take to follow an order: it waits for nobody but its listeners. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final Ticker ticker;
    private final TopologyMonitor monitor;

    public OperatorDesk(SluiceConfig config, TopologyMonitor monitor) {
        this.name = config.name();
        this.ticker = config.ticker();
        this.monitor = monitor;
    }

    /**
     * Holds new transactions on the primary and waits for the open ones.
     *
     * @return whether all have ended
     */
    public boolean pause(Duration maxWait, String by) throws InterruptedException {
        long begin = ticker.nanos();
        Operations.Pause pause = new Operations.Pause(Instant.now(), by);
        boolean first = monitor.view().pause() == null;
        if (!monitor.order(before -> before.paused(pause), Math.max(maxWait.toNanos(), PATIENCE.toNanos()))) {
            return false;
        }
        if (first) {
            LOG.warn("{} - paused: no transaction begins on the primary until resume() (by={})", name, by);
        }
        boolean ended = monitor.awaitNoTransactions(maxWait.toNanos() - (ticker.nanos() - begin));
        if (!ended) {
            LOG.warn(
                    "{} - paused, and {} transactions are still open on the primary after {} ms",
                    name,
                    monitor.openTransactions(),
                    maxWait.toMillis());
        }
        return ended;
    }

    public void resume() {
        if (monitor.view().pause() != null) {
            LOG.info("{} - resumed", name);
        }
        order(Operations::resumed);
    }

    /** Sends no new read-only transactions to a replica. */
    public void drain(String node) {
        Node wanted = node(node);
        if (wanted.equals(monitor.view().primary())) {
            throw new IllegalStateException(
                    name + " - " + node
                            + " is the primary, which only a failover can relieve: pause() holds its transactions for a planned one");
        }
        order(before -> before.drained(wanted.index()));
    }

    public void undrain(String node) {
        Node wanted = node(node);
        order(before -> before.undrained(wanted.index()));
    }

    private Node node(String node) {
        return monitor.nodes().stream()
                .filter(candidate -> candidate.name().equals(node))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        name + " - there is no such node (node=" + node + ", nodes=" + monitor.nodes() + ")"));
    }

    private void order(UnaryOperator<Operations> order) {
        try {
            if (!monitor.order(order, PATIENCE.toNanos()) && !monitor.isClosed()) {
                LOG.warn("{} - the monitor is busy: an order takes effect later", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
