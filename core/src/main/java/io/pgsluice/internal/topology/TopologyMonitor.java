// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.NodeConfig;
import io.pgsluice.NodeState;
import io.pgsluice.SluiceConfig;
import io.pgsluice.internal.topology.Observation.Answered;
import io.pgsluice.internal.topology.Observation.Missed;
import io.pgsluice.spi.NodePool;
import io.pgsluice.spi.PoolFactory;
import io.pgsluice.spi.Ticker;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the nodes and publishes what is known of them; the only writer of the {@link ClusterView}.
 *
 * <h2>One round</h2>
 *
 * <p>One thread owns every {@link Tracker}. It sleeps until a probe's outcome or a suspicion arrives, or a probe is due or
 * overdue; then it folds what came in into the nodes' health, elects the primary, assesses the replicas, publishes, tells the
 * listeners, and sends the probes that are due ({@link ProbeSchedule}). Probes run on threads of their own ({@link NodeProbe}).
 *
 * <h2>Suspicion</h2>
 *
 * <p>An error that a statement met makes its node, and if that is the primary every node, be asked at once. It changes no
 * state by itself: only what the node answers does.
 *
 * <h2>Order of effects</h2>
 *
 * <p>First the new view is published, then connections to a lost node are cut: a thread that comes back with an error
 * already routes by the new view. Listeners come last, with no lock held.
 */
public final class TopologyMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopologyMonitor.class);
    /** How often a thread that waits for the end of transactions looks. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** A drained node's pool is emptied not at once, so that who has just been routed there still gets a connection. */
    private static final int ROUNDS_TO_EMPTY = 2;

    /** How long connections in use, and probes, may take to end before they are cut. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    private sealed interface Signal {
        record Probed(int node, int request, Observation observation) implements Signal {}

        record Suspected(int node, String detail) implements Signal {}

        record Hurry() implements Signal {}

        record Sample() implements Signal {}

        record SampleAll() implements Signal {}

        record Wake() implements Signal {}
    }

    private final SluiceConfig config;
    private final Ticker ticker;
    private final List<Tracker> trackers = new ArrayList<>();
    private final List<Node> nodes;
    private final TopologyEvents events;
    private final Deadlines deadlines;
    private final BlockingQueue<Signal> mailbox = new LinkedBlockingQueue<>();
    private final AtomicIntegerArray suspected;
    private final SampleDemand demand;
    private final CountDownLatch firstRound = new CountDownLatch(1);
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Written by the monitor's thread, under the lock. */
    private volatile ClusterView view;

    private volatile boolean closed;

    /** What an operator has ordered; written under the lock. */
    private volatile Operations operations = Operations.NONE;

    // Confined to the monitor's thread.
    private final ClusterState state;
    private final ProbeSchedule schedule;

    public TopologyMonitor(SluiceConfig config) {
        this.config = config;
        this.ticker = config.ticker();
        this.deadlines = new Deadlines(config.name());
        this.demand = ProbeSchedule.demand(config);
        long now = ticker.nanos();
        boolean complete = false;
        try {
            for (NodeConfig node : config.nodes()) {
                trackers.add(track(trackers.size(), node, now));
            }
            complete = true;
        } finally {
            if (!complete) {
                trackers.forEach(tracker -> tracker.node().pool().close());
                deadlines.close();
            }
        }
        this.nodes = trackers.stream().map(Tracker::node).toList();
        this.suspected = new AtomicIntegerArray(nodes.size());
        this.state = new ClusterState(config, trackers);
        this.schedule = new ProbeSchedule(config, trackers, state, demand);
        this.events = new TopologyEvents(config);
        this.view = state.view(0, now);
        this.thread = new Thread(this::run, "pgsluice-" + config.name() + "-monitor");
        thread.setDaemon(true);
    }

    private Tracker track(int index, NodeConfig node, long now) {
        NodeConnector connector = new NodeConnector(config, node, deadlines);
        PhysicalConnections physical = new PhysicalConnections(connector, ticker);
        NodePool pool = config.poolFactory()
                .create(new PoolFactory.Request(
                        config.name() + "-" + node.name(),
                        physical,
                        config.maximumPoolSize(),
                        config.minimumIdle(),
                        BORROW_SLICE,
                        config.maxLifetime(),
                        config.idleTimeout(),
                        config.leakDetectionThreshold()));
        NodeProbe probe = new NodeProbe(
                index,
                config.name(),
                connector,
                deadlines,
                config.probeTimeout(),
                config.probeInterval(),
                ticker,
                physical::lost,
                (from, request, observation) -> mailbox.add(new Signal.Probed(from, request, observation)));
        return new Tracker(new Node(index, node.name(), node.address(), pool, physical), physical, probe, now);
    }

    /** How long one attempt to borrow may take before the route is decided again. */
    public static final Duration BORROW_SLICE = Duration.ofMillis(500);

    /** All nodes, in the order of the configuration. */
    public List<Node> nodes() {
        return nodes;
    }

    /** The latest picture. */
    public ClusterView view() {
        return view;
    }

    /** Counts how often the primary became another node than the one before. */
    public long primaryChanges() {
        return events.primaryChanges();
    }

    public void start() {
        trackers.forEach(tracker -> tracker.probe().start());
        thread.start();
    }

    /** Waits until there is a primary and every node has answered or is down; false if that took longer. */
    public boolean awaitFirstRound(Duration timeout) throws InterruptedException {
        return firstRound.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Waits for a picture other than a given one.
     *
     * @param waitNanos how long to wait
     * @return the latest picture, the given one if the time is over
     */
    public ClusterView awaitChange(ClusterView seen, long waitNanos) throws InterruptedException {
        long left = waitNanos;
        lock.lockInterruptibly();
        try {
            while (view == seen && left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
            return view;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives an order, and waits until the picture follows it; a listener, which the picture waits for, does not.
     *
     * @return false if that took longer; it is in force soon
     */
    public boolean order(UnaryOperator<Operations> order, long waitNanos) throws InterruptedException {
        long generation;
        long left = waitNanos;
        lock.lockInterruptibly();
        try {
            operations = order.apply(operations);
            generation = operations.generation();
            mailbox.add(new Signal.Wake());
            while (view.operations().generation() < generation
                    && left > 0
                    && !closed
                    && Thread.currentThread() != thread) {
                left = changed.awaitNanos(left);
            }
            return view.operations().generation() >= generation;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no marked transaction is open; false if that took longer, or the data source was closed. */
    public boolean awaitNoTransactions(long waitNanos) throws InterruptedException {
        long begin = ticker.nanos();
        lock.lockInterruptibly();
        try {
            while (openTransactions() > 0) {
                long left = waitNanos - (ticker.nanos() - begin);
                if (left <= 0 || closed) {
                    return false;
                }
                long ignored = changed.awaitNanos(Math.min(left, LOOK_NANOS));
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Counts the open transactions that a pause waits for. */
    public int openTransactions() {
        return trackers.stream()
                .mapToInt(tracker -> tracker.physical().openTransactions())
                .sum();
    }

    /** Tells of an error that says something about a node, and about its other sessions: it is asked at once. Never blocks. */
    public void suspect(Node node, SQLException error) {
        node.lost();
        if (suspected.compareAndSet(node.index(), 0, 1)) {
            mailbox.add(new Signal.Suspected(node.index(), ServerText.lineWithState(error)));
        }
    }

    /** Asks every node at once, or right after the probe that is running. Never blocks. */
    public void hurry() {
        mailbox.add(new Signal.Hurry());
    }

    /** Tells of a commit: if reads miss such, the nodes are asked soon. Never blocks; in the steady state it writes nothing. */
    public void committed(long nowNanos) {
        if (demand.isActive(nowNanos)) {
            sampleSoon();
        }
    }

    /**
     * Tells of a read that found no replica which is proven to show what it must see: the nodes are asked soon. Never blocks.
     *
     * @param whole whether it must see commits that may have been acknowledged before they were flushed
     */
    public void missed(long nowNanos, boolean whole) {
        if (!config.freshnessProbeInterval().isZero()) {
            demand.missed(nowNanos, whole);
            sampleSoon();
        }
    }

    /** The same for one that waits for a replica. */
    public void awaited(long nowNanos, boolean whole) {
        if (!config.freshnessProbeInterval().isZero()) {
            demand.missed(nowNanos, whole);
            awaited(nowNanos);
        }
    }

    /** Tells of a thread that waits for the primary to be asked, and then the replicas. Never blocks. */
    public void awaited(long nowNanos) {
        if (demand.awaited(nowNanos)) {
            mailbox.add(new Signal.Sample());
        }
    }

    /** Counts a read that has something to see, and is served by a replica that is proven to show it, or by the primary for want of one. */
    public void served(boolean byReplica) {
        demand.served(byReplica);
    }

    /** Asks every node soon. Never blocks. */
    public void sampleAllSoon() {
        mailbox.add(new Signal.SampleAll());
    }

    private void sampleSoon() {
        if (demand.post()) {
            mailbox.add(new Signal.Sample());
        }
    }

    public boolean isClosed() {
        return closed;
    }

    /** Ends all threads, pools and connections; idempotent, bounded in time. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        mailbox.add(new Signal.Wake());
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        trackers.forEach(tracker -> tracker.probe().close());
        trackers.forEach(tracker -> tracker.physical().close());
        List<Thread> closing = trackers.stream().map(this::closing).toList();
        closing.forEach(Thread::start);
        join(closing);
        deadlines.close();
    }

    /** A pool closes its connections orderly, which one that hangs in a write to a TLS socket would hold up. */
    private Thread closing(Tracker tracker) {
        Thread closing = new Thread(
                () -> {
                    Deadlines.Deadline deadline = deadlines.start(CLOSE_PATIENCE, tracker.physical()::abortAll);
                    try {
                        tracker.node().pool().close();
                    } finally {
                        deadline.cancel();
                        tracker.physical().abortAll();
                    }
                },
                "pgsluice-" + config.name() + "-close-" + tracker.node().name());
        closing.setDaemon(true);
        return closing;
    }

    private void join(List<Thread> closing) {
        List<Thread> own = Stream.concat(Stream.of(thread), trackers.stream().map(tracker -> tracker.probe()
                        .thread()))
                .toList();
        try {
            for (Thread pool : closing) {
                pool.join();
            }
            joinWithinPatience(own);
            // Nobody wants the answer of a probe that still runs: nodes that give none hold nothing up, however many
            // they are.
            trackers.forEach(tracker -> tracker.probe().cut());
            joinWithinPatience(own);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the ends of threads, for all of them together as long as for one. */
    private void joinWithinPatience(List<Thread> threads) throws InterruptedException {
        long patience = Math.min(config.probeTimeout().toNanos(), CLOSE_PATIENCE.toNanos());
        long begin = ticker.nanos();
        for (Thread each : threads) {
            long left = patience - (ticker.nanos() - begin);
            if (left > 0) {
                TimeUnit.NANOSECONDS.timedJoin(each, left);
            }
        }
    }

    private void run() {
        while (!closed) {
            try {
                round();
            } catch (InterruptedException e) {
                LOG.debug("{} - the monitor's thread was interrupted and goes on", config.name());
            } catch (Throwable e) {
                LOG.error("{} - the monitor's round failed and is repeated", config.name(), e);
            }
        }
    }

    private void round() throws InterruptedException {
        long wake = schedule.wakeNanos() - ticker.nanos();
        Signal signal = mailbox.poll(Math.max(0, wake), TimeUnit.NANOSECONDS);
        boolean observed = false;
        for (; signal != null; signal = mailbox.poll()) {
            observed |= handle(signal);
        }
        observed |= expire();
        schedule.listenForSuccessor();
        observed |= state.operate(operations);
        if (closed) {
            return;
        }
        if (observed) {
            assess();
        }
        send();
    }

    private boolean handle(Signal signal) {
        if (signal instanceof Signal.Suspected suspicion) {
            suspected.set(suspicion.node(), 0);
            Tracker suspect = trackers.get(suspicion.node());
            LOG.debug("{} - {} suspected: {}", config.name(), suspect.node(), suspicion.detail());
            schedule.suspected(suspect);
        } else if (signal instanceof Signal.Hurry) {
            schedule.hurryAll();
        } else if (signal instanceof Signal.SampleAll) {
            schedule.sampleAll();
        } else if (signal instanceof Signal.Sample) {
            schedule.sample();
        } else if (signal instanceof Signal.Probed probed) {
            Tracker tracker = trackers.get(probed.node());
            if (tracker.timing().accepts(probed.request(), probed.observation())) {
                observe(tracker, probed.observation());
                return true;
            }
        }
        return false;
    }

    private boolean expire() {
        long now = ticker.nanos();
        boolean any = false;
        for (Tracker tracker : trackers) {
            if (tracker.timing().isOverdue(now)) {
                tracker.timing().giveUp();
                String silent = tracker.isAskingForCredentials() ? "credentialsSupplier has not answered" : "no answer";
                observe(
                        tracker,
                        new Missed(silent + " within " + deadline(tracker).toMillis() + " ms"));
                any = true;
            }
        }
        return any;
    }

    private void observe(Tracker tracker, Observation observation) {
        NodeState before = tracker.health.state();
        tracker.health = NodeStateMachine.next(tracker.health, observation, ticker.nanos());
        if (before == NodeState.DOWN && tracker.health.state() == NodeState.UP) {
            tracker.replica = tracker.replica.unproven();
        }
        if (observation instanceof Answered answered && answered.sample().inRecovery()) {
            tracker.answeredAsStandby(answered.sample());
        }
        tracker.fresh = observation instanceof Answered;
        tracker.observed = true;
    }

    private void send() {
        long now = ticker.nanos();
        for (Tracker tracker : trackers) {
            if (tracker.timing().isDue(now)) {
                if (state.isPrimary(tracker)) {
                    demand.asked(now);
                }
                tracker.ask(now, deadline(tracker).toNanos(), demand.isActive(now));
            }
        }
    }

    /** A node that is not in use may take the time that opening a connection takes. */
    private Duration deadline(Tracker tracker) {
        return switch (tracker.health.state()) {
            case UP, SUSPECT -> config.probeTimeout();
            case UNKNOWN, DOWN -> config.connectTimeout();
        };
    }

    private void assess() {
        long now = ticker.nanos();
        PrimaryElection.Outcome outcome = state.assess(now);
        publish(state.view(view.topology().version() + 1, now));
        try {
            cut(outcome.fenced());
        } finally {
            if (schedule.plan(now)) {
                firstRound.countDown();
            }
        }
        events.published(view.topology(), state.reference(), outcome.notice(), outcome.message());
    }

    private void publish(ClusterView next) {
        lock.lock();
        try {
            view = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the connections that must not be used again. */
    private void cut(List<Integer> fenced) {
        for (Tracker tracker : trackers) {
            boolean down = tracker.health.state() == NodeState.DOWN;
            boolean refused = fenced.contains(tracker.node().index());
            boolean drained = state.isDrained(tracker);
            boolean demoted = tracker.wasPrimary
                    && !state.isPrimary(tracker)
                    && (state.hasPrimary() || tracker.health.state() == NodeState.UP);
            if (down || refused) {
                tracker.physical().refuse(down ? tracker.health.detail() : "it is not the accepted primary");
            } else if (drained) {
                tracker.physical().refuse("it is drained");
            } else {
                tracker.physical().admit();
            }
            if (((down || refused) && !tracker.cut) || demoted) {
                tracker.cut();
            }
            tracker.cut = down || refused;
            tracker.drainedRounds = drained ? tracker.drainedRounds + 1 : 0;
            if (tracker.drainedRounds == ROUNDS_TO_EMPTY) {
                tracker.node().pool().evictAll();
            }
            tracker.wasPrimary = state.isPrimary(tracker) || (tracker.wasPrimary && !demoted);
        }
    }
}
