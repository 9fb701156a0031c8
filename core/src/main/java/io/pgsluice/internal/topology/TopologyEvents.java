// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.Credentials;
import io.pgsluice.Eligibility;
import io.pgsluice.NodeState;
import io.pgsluice.NodeStatus;
import io.pgsluice.SluiceConfig;
import io.pgsluice.Topology;
import io.pgsluice.spi.SluiceListener;
import io.pgsluice.spi.Ticker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares each published topology with the one before: one log line and one call of the listeners a change. */
final class TopologyEvents {
    private static final Logger LOG = LoggerFactory.getLogger("io.pgsluice.topology");

    private final String name;
    private final String role;
    private final List<SluiceListener> listeners;
    private final Ticker ticker;
    private final long maxLagMillis;
    private final Map<String, Long> outSince = new HashMap<>();
    private final AtomicLong primaryChanges = new AtomicLong();
    private boolean toldOfPrivileges;
    private @Nullable Topology last;
    private @Nullable NodeStatus lastPrimary;
    private long lostSince;
    private @Nullable String lastMessage;

    TopologyEvents(SluiceConfig config) {
        this.name = config.name();
        Credentials credentials = config.credentials();
        this.role = credentials == null ? "of the credentialsSupplier" : credentials.username();
        this.listeners = config.listeners();
        this.ticker = config.ticker();
        this.maxLagMillis = config.maxReplicaLag().toMillis();
        this.lostSince = ticker.nanos();
    }

    /**
     * Takes the next topology; called by the monitor's thread only.
     *
     * @param reference the primary's last sample, null while there is no primary
     */
    void published(
            Topology topology, @Nullable Sample reference, PrimaryElection.Notice notice, @Nullable String message) {
        Topology before = last;
        last = topology;
        for (int i = 0; before != null && i < topology.nodes().size(); i++) {
            stateChange(before.nodes().get(i), topology.nodes().get(i));
            eligibilityChange(before.nodes().get(i), topology.nodes().get(i));
        }
        primaryChange(before == null ? null : before.primary(), topology.primary());
        if (message != null && !message.equals(lastMessage)) {
            LOG.error("{} - {}", name, message);
            tell(listener -> {
                if (notice == PrimaryElection.Notice.WENT_BACK) {
                    listener.timelineWentBack(topology, message);
                } else {
                    listener.splitBrain(topology, message);
                }
            });
        }
        lastMessage = message;
        if (reference != null && !toldOfPrivileges) {
            toldOfPrivileges = true;
            privileges(reference);
        }
    }

    private void privileges(Sample reference) {
        if (!reference.seesStatistics()) {
            LOG.info(
                    "{} - the role {} sees pg_stat_replication and pg_stat_wal_receiver only in part; freshness is proven without."
                            + " GRANT pg_monitor TO {} would add: a replica's timeline read at once after a failover, and the"
                            + " lag of one that was behind before the start",
                    name,
                    role,
                    role);
        }
    }

    private void stateChange(NodeStatus before, NodeStatus after) {
        if (before.state() == after.state()) {
            return;
        }
        if (after.state() == NodeState.DOWN) {
            LOG.warn(
                    "{} - {} ({}) is DOWN, was {}: {}",
                    name,
                    after.name(),
                    after.address(),
                    before.state(),
                    after.detail());
        } else if (after.state() == NodeState.SUSPECT) {
            LOG.info("{} - {} ({}) is SUSPECT: {}", name, after.name(), after.address(), after.detail());
        } else {
            LOG.info(
                    "{} - {} ({}) is UP as {}, was {}",
                    name,
                    after.name(),
                    after.address(),
                    after.role(),
                    before.state());
        }
        tell(listener -> listener.nodeStateChanged(before, after));
    }

    private void eligibilityChange(NodeStatus before, NodeStatus after) {
        if (before.eligibility() == after.eligibility()) {
            return;
        }
        if (after.eligibility() == Eligibility.WRONG_SYSTEM) {
            LOG.error(
                    "{} - {} ({}) belongs to another cluster and is not used: its system_identifier is {}; take it out of the"
                            + " configuration",
                    name,
                    after.name(),
                    after.address(),
                    after.systemIdentifier());
        } else if (after.eligibility() == Eligibility.ELIGIBLE) {
            Long since = outSince.remove(after.name());
            if (since == null) {
                LOG.info("{} - {} takes reads (lag={} ms)", name, after.name(), lagMillis(after));
            } else {
                LOG.info(
                        "{} - {} takes reads again after {} ms (lag={} ms)",
                        name,
                        after.name(),
                        millisSince(since),
                        lagMillis(after));
            }
        } else if (after.eligibility() == Eligibility.DRAINED) {
            outSince.putIfAbsent(after.name(), ticker.nanos());
            LOG.info("{} - {} takes no new reads: drained", name, after.name());
        } else if (before.eligibility() == Eligibility.ELIGIBLE && after.eligibility() != Eligibility.PRIMARY) {
            outSince.put(after.name(), ticker.nanos());
            LOG.warn(
                    "{} - {} takes no new reads: {} (lag={} ms, maxReplicaLag={} ms)",
                    name,
                    after.name(),
                    after.eligibility().text(),
                    lagMillis(after),
                    maxLagMillis);
        } else {
            LOG.debug("{} - {}: {}", name, after.name(), after.eligibility().text());
        }
        tell(listener -> listener.eligibilityChanged(before, after));
    }

    private void primaryChange(@Nullable NodeStatus before, @Nullable NodeStatus after) {
        if (Objects.equals(before == null ? null : before.name(), after == null ? null : after.name())) {
            return;
        }
        if (after == null) {
            lostSince = ticker.nanos();
            LOG.warn("{} - no primary: {}", name, Objects.requireNonNull(last).summary());
        } else if (lastPrimary == null) {
            LOG.info("{} - primary is {} ({}), timeline {}", name, after.name(), after.address(), after.timeline());
        } else {
            LOG.warn(
                    "{} - primary is {} ({}), timeline {}, was {} on timeline {}; {} ms without a primary",
                    name,
                    after.name(),
                    after.address(),
                    after.timeline(),
                    lastPrimary.name(),
                    lastPrimary.timeline(),
                    before == null ? millisSince(lostSince) : 0);
        }
        if (after != null) {
            if (lastPrimary != null && !lastPrimary.name().equals(after.name())) {
                primaryChanges.incrementAndGet();
            }
            lastPrimary = after;
        }
        tell(listener -> listener.primaryChanged(before, after));
    }

    /** Counts how often the primary became another node than the one before. */
    long primaryChanges() {
        return primaryChanges.get();
    }

    private void tell(Consumer<SluiceListener> event) {
        for (SluiceListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException | LinkageError | AssertionError e) {
                LOG.warn("{} - a listener failed (listener={})", name, listener, e);
            }
        }
    }

    private static @Nullable Long lagMillis(NodeStatus node) {
        return node.lag() == null ? null : node.lag().toMillis();
    }

    private long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(ticker.nanos() - nanos);
    }
}
