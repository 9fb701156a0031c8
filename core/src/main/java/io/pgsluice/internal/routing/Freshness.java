// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import io.pgsluice.ConsistencyLevel;
import io.pgsluice.ConsistencyToken;
import io.pgsluice.Role;
import io.pgsluice.RouteReason;
import io.pgsluice.SluiceConfig;
import io.pgsluice.internal.topology.ClusterView;
import io.pgsluice.internal.topology.Instants;
import io.pgsluice.internal.topology.LogState;
import io.pgsluice.spi.Ticker;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What reads must see, for one data source: which of the level, what was committed, and what scopes require, comes to what {@link Need}.
 *
 * <h2>Who notes a commit</h2>
 *
 * <p>The instant at which it was acknowledged, read after the answer was there, is noted for the thread, for the logical connection, and, if a
 * scope is open, for its sessions and all whom it is shared with. So is a COMMIT that nobody knows the outcome of. A transaction that
 * was rolled back, or can't have written, is not noted.
 *
 * <h2>Who must see it</h2>
 *
 * <pre>
 *                            EVENTUAL   BOUNDED_STALENESS   READ_YOUR_WRITES   STRONG
 * commits of the thread      -          -                   yes                (on the primary,
 * commits of the connection  -          -                   yes                 which shows all)
 * commits of session keys    yes        yes                 yes
 * tokens                     yes        yes                 yes
 * bounds of staleness        yes        yes                 yes
 * reads of the scope         -          yes                 yes
 * </pre>
 *
 * Safe for use by multiple threads.
 */
@SuppressWarnings("ReferenceEquality") // levels without a bound are one object each
public final class Freshness {
    private final ConsistencyLevel level;
    private final Ticker ticker;
    private final int nodes;
    private final SessionWrites sessions;

    /** Of this data source alone: two of them share nothing. */
    @SuppressWarnings("ThreadLocalUsage") // static, it would be shared
    private final ThreadLocal<ThreadFreshness> threads = new ThreadLocal<>();

    /** Whether a scope was ever opened; written by who opens one. */
    private volatile boolean scopesInUse;

    /** Whether a connection was seen to commit without waiting for the flush; written by who commits. */
    private volatile boolean unflushedCommits;

    public Freshness(SluiceConfig config) {
        this.level = config.consistency();
        this.ticker = config.ticker();
        this.nodes = config.nodes().size();
        this.sessions = new SessionWrites(config.sessionExpiry(), config.maxSessions(), ticker);
    }

    public long now() {
        return ticker.nanos();
    }

    /** Notes that a transaction begins that may write. */
    public void begins(ConnectionFreshness connection) {
        boolean scoped = false;
        if (scopesInUse || connection.hasWritten()) {
            ThreadFreshness thread = threads.get();
            if (connection.hasWritten()) {
                thread = carry(connection, thread);
            }
            scoped = thread != null && thread.scope != null;
        }
        connection.scoped = scoped;
    }

    /** What a read-only transaction must see that is about to begin; null for nothing but what every eligible replica shows. */
    public @Nullable Need need(ConnectionFreshness connection, ClusterView view) {
        ThreadFreshness thread = threads.get();
        if (connection.hasWritten()) {
            thread = carry(connection, thread);
        }
        Scope scope = thread == null ? null : thread.scope;
        connection.scoped = scope != null;
        ConsistencyLevel effective = connection.level();
        if (scope != null) {
            return scoped(thread, scope.requirements, effective, view);
        }
        if (effective == null) {
            effective = level;
        }
        if (effective == ConsistencyLevel.READ_YOUR_WRITES) {
            return thread == null || thread.writes.isEmpty() ? null : written(thread, view);
        }
        return effective == ConsistencyLevel.EVENTUAL
                ? null
                : leveled(thread == null ? create() : thread, effective, view);
    }

    private static @Nullable Need written(ThreadFreshness thread, ClusterView view) {
        Need need = thread.need.clear();
        need.see(thread.writes);
        return finished(need, view);
    }

    private static @Nullable Need leveled(ThreadFreshness thread, ConsistencyLevel level, ClusterView view) {
        Need need = thread.need.clear();
        require(need, level, thread);
        return finished(need, view);
    }

    private @Nullable Need scoped(
            ThreadFreshness thread, Requirements required, @Nullable ConsistencyLevel ofConnection, ClusterView view) {
        Need need = thread.need.clear();
        ConsistencyLevel ofScope = required.level() == null ? level : required.level();
        ConsistencyLevel effective = ofConnection == null ? ofScope : ofConnection;
        require(need, effective, thread);
        if (required.primary()) {
            need.onPrimary(RouteReason.PRIMARY_SCOPE);
        }
        need.within(required.maxStalenessNanos());
        need.after(required.tokens());
        for (int i = 0; i < required.sessions().size(); i++) {
            need.see(sessions.of(required.sessions().get(i)));
        }
        boolean late = unflushedCommits || isLate(view);
        for (int i = 0; i < required.progress().size(); i++) {
            Progress progress = required.progress().get(i);
            if (effective == ConsistencyLevel.READ_YOUR_WRITES) {
                need.see(progress.writes());
            }
            if (effective != ConsistencyLevel.EVENTUAL) {
                need.notBehind(progress.reads());
                if (late) {
                    need.seeWhole(progress.reads().onPrimary());
                }
            }
        }
        return finished(need, view);
    }

    private static void require(Need need, ConsistencyLevel level, ThreadFreshness thread) {
        if (level == ConsistencyLevel.READ_YOUR_WRITES) {
            need.see(thread.writes);
        } else if (level == ConsistencyLevel.STRONG) {
            need.onPrimary(RouteReason.STRONG_CONSISTENCY);
        } else if (level.maxStaleness() != null) {
            need.within(level.maxStaleness().toNanos());
        }
    }

    /** The setting may have changed since the commits: what holds now counts as well as what held then. */
    private static @Nullable Need finished(Need need, ClusterView view) {
        if (need.isEmpty()) {
            return null;
        }
        if (isLate(view)) {
            need.flushesLate();
        }
        return need;
    }

    private static boolean isLate(ClusterView view) {
        LogState log = view.log();
        return log != null && log.flushesLate();
    }

    /** A connection that goes to another thread takes along what was committed through it. */
    private ThreadFreshness carry(ConnectionFreshness connection, @Nullable ThreadFreshness known) {
        ThreadFreshness thread = known == null ? create() : known;
        thread.writes.note(connection.written, connection.beforeFlush);
        return thread;
    }

    private ThreadFreshness create() {
        ThreadFreshness thread = new ThreadFreshness();
        threads.set(thread);
        return thread;
    }

    private ThreadFreshness thread() {
        ThreadFreshness thread = threads.get();
        return thread == null ? create() : thread;
    }

    /**
     * Notes that a transaction was acknowledged which may have written, or may have been.
     *
     * @param place its place in the log, or null
     * @return when it was acknowledged
     */
    public long wrote(ConnectionFreshness connection, ClusterView view, @Nullable ConsistencyToken place) {
        long now = ticker.nanos();
        boolean unsure = connection.mayBeUnflushed();
        if (unsure && !unflushedCommits) {
            unflushedCommits = true;
        }
        boolean beforeFlush = unsure || isLate(view);
        connection.wrote(now, beforeFlush);
        ThreadFreshness thread = thread();
        note(thread.writes, now, beforeFlush, place);
        Scope scope = thread.scope;
        if (scope != null) {
            for (Object key : scope.requirements.sessions()) {
                sessions.note(key, now, beforeFlush);
            }
            for (Progress progress : scope.requirements.progress()) {
                note(progress.writes(), now, beforeFlush, place);
            }
        }
        return now;
    }

    private static void note(WriteMark mark, long now, boolean beforeFlush, @Nullable ConsistencyToken place) {
        mark.note(now, beforeFlush);
        if (place != null) {
            mark.note(now, place);
        }
    }

    /** Notes that a statement has ended in a scope. */
    public void ran(Route route) {
        ThreadFreshness thread = threads.get();
        Scope scope = thread == null ? null : thread.scope;
        if (scope == null) {
            return;
        }
        long now = ticker.nanos();
        for (Progress progress : scope.requirements.progress()) {
            if (route.reason().role() == Role.REPLICA) {
                progress.reads().replica(route.node().index(), now);
            } else {
                progress.reads().primary(now);
            }
        }
    }

    /** Opens a scope on this thread. */
    public Scope open() {
        ThreadFreshness thread = thread();
        if (thread.scope != null) {
            return open(thread, thread.scope.requirements, null);
        }
        Progress own = new Progress(new WriteMark().share(), new ReadMarks(nodes));
        return open(thread, Requirements.NONE.with(own), own);
    }

    /** Opens a scope on this thread that requires what was captured. */
    public Scope open(Requirements captured) {
        ThreadFreshness thread = thread();
        return open(thread, thread.scope == null ? captured : captured.within(thread.scope.requirements), null);
    }

    private Scope open(ThreadFreshness thread, Requirements requirements, @Nullable Progress own) {
        scopesInUse = true;
        Scope scope = new Scope(thread, thread.scope, requirements, own);
        thread.scope = scope;
        return scope;
    }

    /** What holds on this thread. */
    public Requirements capture() {
        ThreadFreshness thread = thread();
        Scope scope = thread.scope;
        if (scope == null) {
            return Requirements.NONE.with(new Progress(thread.writes.share(), new ReadMarks(nodes)));
        }
        for (Progress progress : scope.requirements.progress()) {
            progress.writes().include(thread.writes);
        }
        return scope.requirements;
    }

    /** Changes what a scope requires. */
    public void require(Scope scope, UnaryOperator<Requirements> change) {
        checkInnermost(scope, "changed");
        scope.requirements = change.apply(scope.requirements);
    }

    /** Closes a scope. */
    public void close(Scope scope) {
        if (scope.closed) {
            return;
        }
        checkInnermost(scope, "closed");
        scope.closed = true;
        scope.thread.scope = scope.outer;
        if (scope.own != null) {
            scope.thread.writes.include(scope.own.writes());
        }
    }

    private void checkInnermost(Scope scope, String what) {
        if (scope.thread != threads.get()) {
            throw new IllegalStateException("a scope can only be " + what
                    + " on the thread that opened it: RoutingScope.capture takes it to another one");
        }
        if (scope.closed) {
            throw new IllegalStateException("the scope is closed");
        }
        if (scope.thread.scope != scope) {
            throw new IllegalStateException(
                    "the scope can't be " + what + ": one that was opened later on this thread is still open");
        }
    }

    /** What a token must cover for a scope. */
    public WriteMark mark(Scope scope) {
        WriteMark all = new WriteMark();
        for (Progress progress : scope.requirements.progress()) {
            all.include(progress.writes());
            long read = progress.reads().latest();
            if (read != Instants.NEVER) {
                all.note(read, unflushedCommits);
            }
        }
        return all;
    }

    /** What a token must cover for this thread. */
    public WriteMark mark() {
        ThreadFreshness thread = threads.get();
        return thread == null ? new WriteMark() : thread.writes;
    }
}
