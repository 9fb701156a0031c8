// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.pgsluice.Eligibility;
import io.pgsluice.NodeConfig;
import io.pgsluice.NodeState;
import io.pgsluice.NodeStatistics;
import io.pgsluice.NodeStatus;
import io.pgsluice.Role;
import io.pgsluice.RouteReason;
import io.pgsluice.SluiceDataSource;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * Micrometer's meters of one data source. Every meter carries the tag {@value #NAME_TAG}, the data source's name.
 *
 * <p>Reading a meter reads memory only, never a database. A registry holds the data source weakly: the meters of one that was
 * dropped show NaN. Safe for use by multiple threads.
 */
public final class SluiceMetrics implements MeterBinder {
    /** Transactions routed to a node (counter); an autocommit statement is one. Tags: node, role, reason. */
    public static final String TRANSACTIONS = "pgsluice.transactions";

    /** Read-only transactions that ran on the primary because no replica was eligible (counter). */
    public static final String FALLBACK_READS = "pgsluice.fallback.reads";

    /** Read-only transactions that ran on the primary because no replica was proven to show what they must see (counter). */
    public static final String UNPROVEN_READS = "pgsluice.unproven.reads";

    /** How often the primary became another node than the one before (counter). */
    public static final String PRIMARY_CHANGES = "pgsluice.primary.changes";

    /** Statements that a replica refused as writes, and that run on the primary since (counter). */
    public static final String REFUSED_STATEMENTS = "pgsluice.refused.statements";

    /** Transactions that were lost with their sessions, and told to the application (counter). */
    public static final String TRANSACTIONS_LOST = "pgsluice.transactions.lost";

    /** Commits of which the application was told that their outcome is unknown (counter). */
    public static final String COMMITS_IN_DOUBT = "pgsluice.commits.in.doubt";

    /** Transactions that were run again, unseen by the application (counter). */
    public static final String RETRIES = "pgsluice.retries";

    /** Transactions that were not run again because {@code retryBudget} was used up (counter). */
    public static final String RETRIES_REFUSED = "pgsluice.retries.refused";

    /** 1 while the data source is paused, else 0. */
    public static final String PAUSED = "pgsluice.paused";

    /** Calls that a pause holds. */
    public static final String HELD_CALLS = "pgsluice.held.calls";

    /** Transactions that are open on the primary. */
    public static final String OPEN_TRANSACTIONS = "pgsluice.open.transactions";

    /** 1 for a replica that is drained, else 0. Tag: node. */
    public static final String NODE_DRAINED = "pgsluice.node.drained";

    /** How far a replica is behind, an upper bound in seconds; NaN on a primary, and while unknown. Tag: node. */
    public static final String REPLICA_LAG = "pgsluice.replica.lag";

    /** 1 for the state that a node is in, 0 for the others. Tags: node, state. */
    public static final String NODE_STATE = "pgsluice.node.state";

    /** 1 for the node that is written to, 0 for the others. Tag: node. */
    public static final String NODE_PRIMARY = "pgsluice.node.primary";

    /** 1 for a replica that takes read-only transactions, else 0. Tag: node. */
    public static final String NODE_ELIGIBLE = "pgsluice.node.eligible";

    /** Pooled connections to a node that are in use. Tag: node. */
    public static final String CONNECTIONS_IN_USE = "pgsluice.connections.in.use";

    /** Pooled connections to a node that wait to be used. Tag: node. */
    public static final String CONNECTIONS_IDLE = "pgsluice.connections.idle";

    /** Threads that wait for a connection to a node. Tag: node. */
    public static final String CONNECTIONS_WAITING = "pgsluice.connections.waiting";

    /** The tag with the data source's name. */
    public static final String NAME_TAG = "name";

    /** The tag with a node's name. */
    public static final String NODE_TAG = "node";

    /** The tag with the role that a transaction was sent to, {@code primary} or {@code replica}. */
    public static final String ROLE_TAG = "role";

    /** The tag with a {@link RouteReason}, in lower case. */
    public static final String REASON_TAG = "reason";

    /** The tag with a {@link NodeState}, in lower case. */
    public static final String STATE_TAG = "state";

    private final SluiceDataSource dataSource;
    private final Tags tags;

    /**
     * Makes a binder; {@link #bindTo(MeterRegistry)} registers the meters.
     *
     * @param dataSource the data source to show
     * @param tags further tags of every meter
     */
    public SluiceMetrics(SluiceDataSource dataSource, Iterable<Tag> tags) {
        this.dataSource = dataSource;
        this.tags = Tags.of(tags).and(NAME_TAG, dataSource.config().name());
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder(FALLBACK_READS, dataSource, SluiceMetrics::fallbackReads)
                .description("Read-only transactions on the primary because no replica was eligible")
                .baseUnit("reads")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder(UNPROVEN_READS, dataSource, SluiceMetrics::unprovenReads)
                .description(
                        "Read-only transactions on the primary because no replica was proven to show what they must see")
                .baseUnit("reads")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder(PRIMARY_CHANGES, dataSource, SluiceDataSource::primaryChanges)
                .description("How often the primary became another node than the one before")
                .baseUnit("changes")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder(REFUSED_STATEMENTS, dataSource, SluiceDataSource::statementsRefusedByReplicas)
                .description("Statements that a replica refused as writes, and that run on the primary since")
                .baseUnit("statements")
                .tags(tags)
                .register(registry);
        bindOperations(registry);
        for (NodeConfig node : dataSource.config().nodes()) {
            bindNode(registry, node.name());
            bindPool(registry, node.name());
        }
    }

    private void bindOperations(MeterRegistry registry) {
        FunctionCounter.builder(TRANSACTIONS_LOST, dataSource, SluiceDataSource::transactionsLost)
                .description("Transactions that were lost with their sessions, and told to the application")
                .baseUnit("transactions")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder(COMMITS_IN_DOUBT, dataSource, SluiceDataSource::commitsInDoubt)
                .description("Commits of which the application was told that their outcome is unknown")
                .baseUnit("commits")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder(RETRIES, dataSource, SluiceDataSource::retries)
                .description("Transactions that were run again, unseen by the application")
                .baseUnit("attempts")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder(RETRIES_REFUSED, dataSource, SluiceDataSource::retriesRefused)
                .description("Transactions that were not run again because the budget was used up")
                .baseUnit("attempts")
                .tags(tags)
                .register(registry);
        gauge(PAUSED, source -> flag(source.isPaused()))
                .description("1 while the data source is paused, else 0")
                .tags(tags)
                .register(registry);
        gauge(HELD_CALLS, SluiceDataSource::heldCalls)
                .description("Calls that a pause holds")
                .tags(tags)
                .register(registry);
        gauge(OPEN_TRANSACTIONS, SluiceDataSource::openPrimaryTransactions)
                .description("Transactions that are open on the primary")
                .tags(tags)
                .register(registry);
    }

    private void bindNode(MeterRegistry registry, String node) {
        Tags nodeTags = tags.and(NODE_TAG, node);
        for (RouteReason reason : RouteReason.values()) {
            FunctionCounter.builder(TRANSACTIONS, dataSource, source -> transactions(statistics(source, node), reason))
                    .description("Transactions routed to the node; an autocommit statement is one")
                    .baseUnit("transactions")
                    .tags(nodeTags.and(ROLE_TAG, text(reason.role()), REASON_TAG, text(reason)))
                    .register(registry);
        }
        TimeGauge.builder(REPLICA_LAG, dataSource, TimeUnit.SECONDS, source -> lagSeconds(status(source, node)))
                .description("How far the replica is behind the primary, an upper bound")
                .tags(nodeTags)
                .register(registry);
        for (NodeState state : NodeState.values()) {
            gauge(NODE_STATE, source -> flag(status(source, node).state() == state))
                    .description("1 for the state that the node is in, 0 for the others")
                    .tags(nodeTags.and(STATE_TAG, text(state)))
                    .register(registry);
        }
        gauge(NODE_PRIMARY, source -> flag(isPrimary(source, node)))
                .description("1 for the node that is written to, 0 for the others")
                .tags(nodeTags)
                .register(registry);
        gauge(NODE_DRAINED, source -> flag(isDrained(source, node)))
                .description("1 for a replica that is drained, else 0")
                .tags(nodeTags)
                .register(registry);
        gauge(NODE_ELIGIBLE, source -> flag(status(source, node).eligibility() == Eligibility.ELIGIBLE))
                .description("1 for a replica that takes read-only transactions, else 0")
                .tags(nodeTags)
                .register(registry);
    }

    private static boolean isDrained(SluiceDataSource source, String node) {
        return status(source, node).eligibility() == Eligibility.DRAINED;
    }

    private void bindPool(MeterRegistry registry, String node) {
        Tags nodeTags = tags.and(NODE_TAG, node);
        pool(CONNECTIONS_IN_USE, node, NodeStatistics::inUse)
                .description("Pooled connections to the node that are in use")
                .tags(nodeTags)
                .register(registry);
        pool(CONNECTIONS_IDLE, node, NodeStatistics::idle)
                .description("Pooled connections to the node that wait to be used")
                .tags(nodeTags)
                .register(registry);
        pool(CONNECTIONS_WAITING, node, NodeStatistics::waiting)
                .description("Threads that wait for a connection to the node")
                .tags(nodeTags)
                .register(registry);
    }

    private Gauge.Builder<SluiceDataSource> gauge(String name, ToDoubleFunction<SluiceDataSource> value) {
        return Gauge.builder(name, dataSource, value);
    }

    private Gauge.Builder<SluiceDataSource> pool(String name, String node, ToIntFunction<NodeStatistics> value) {
        return gauge(name, source -> value.applyAsInt(statistics(source, node)));
    }

    private static NodeStatus status(SluiceDataSource source, String node) {
        return source.topology().node(node);
    }

    private static NodeStatistics statistics(SluiceDataSource source, String node) {
        return source.statistics().stream()
                .filter(statistics -> statistics.node().equals(node))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isPrimary(SluiceDataSource source, String node) {
        NodeStatus primary = source.topology().primary();
        return primary != null && primary.name().equals(node);
    }

    private static double fallbackReads(SluiceDataSource source) {
        return total(source, RouteReason.NO_ELIGIBLE_REPLICA);
    }

    private static double unprovenReads(SluiceDataSource source) {
        return total(source, RouteReason.NO_PROVEN_REPLICA);
    }

    private static double total(SluiceDataSource source, RouteReason reason) {
        return source.statistics().stream()
                .mapToDouble(statistics -> transactions(statistics, reason))
                .sum();
    }

    private static double transactions(NodeStatistics statistics, RouteReason reason) {
        return statistics.transactions().getOrDefault(reason, 0L);
    }

    private static double lagSeconds(NodeStatus status) {
        Duration lag = status.role() == Role.REPLICA && status.state() == NodeState.UP ? status.lag() : null;
        return lag == null ? Double.NaN : lag.toNanos() / 1e9;
    }

    private static double flag(boolean value) {
        return value ? 1 : 0;
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
