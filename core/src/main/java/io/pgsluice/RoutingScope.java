// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import io.pgsluice.internal.routing.Freshness;
import io.pgsluice.internal.routing.Scope;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What the read-only transactions of one thread must see, for as long as it is open:
 *
 * <pre>{@code
 * try (RoutingScope scope = RoutingScope.open(dataSource).session(userId)) {
 *     …
 * }
 * }</pre>
 *
 * <p>Within a scope reads never go back in time: a replica serves one only if it shows all that those before have shown, wherever they
 * ran. That holds at every level but {@link ConsistencyLevel#EVENTUAL}.
 *
 * <p>Scopes nest. The innermost {@linkplain #consistency level} counts; what else is required adds up. A scope belongs to one data source, and to
 * the thread that opened it, until it is closed there: {@link #capture} takes it to other threads. It says nothing of transactions that
 * are not declared read-only: they run on the primary.
 */
public final class RoutingScope implements AutoCloseable {
    private final SluiceDataSource dataSource;
    private final Freshness freshness;
    private final Scope scope;

    RoutingScope(SluiceDataSource dataSource, Scope scope) {
        this.dataSource = dataSource;
        this.freshness = dataSource.freshness();
        this.scope = scope;
    }

    /**
     * Opens a scope on this thread, within the one that is open there.
     *
     * @param dataSource a {@link SluiceDataSource}, or what {@linkplain DataSource#unwrap unwraps} to one
     * @return an open scope that requires nothing yet, but that reads don't go back in time
     * @throws IllegalArgumentException if it is no such data source
     */
    public static RoutingScope open(DataSource dataSource) {
        SluiceDataSource sluice = sluice(dataSource);
        return new RoutingScope(sluice, sluice.freshness().open());
    }

    /**
     * Takes what holds on this thread to be taken to others: all that its open scopes require, what it has written and what it has read in them. With
     * no scope open that is what the thread has written.
     *
     * @param dataSource a {@link SluiceDataSource}, or what {@linkplain DataSource#unwrap unwraps} to one
     * @return the captured scope; later changes of this thread's scopes don't change it, but later writes and reads count in both
     * @throws IllegalArgumentException if it is no such data source
     */
    public static CapturedScope capture(DataSource dataSource) {
        SluiceDataSource sluice = sluice(dataSource);
        return new CapturedScope(sluice, sluice.freshness().capture());
    }

    static SluiceDataSource sluice(DataSource dataSource) {
        try {
            return dataSource instanceof SluiceDataSource sluice ? sluice : dataSource.unwrap(SluiceDataSource.class);
        } catch (SQLException e) {
            throw new IllegalArgumentException("no SluiceDataSource is behind " + dataSource, e);
        }
    }

    /**
     * Sends read-only transactions to the primary.
     *
     * @return this scope
     */
    public RoutingScope primary() {
        freshness.require(scope, requirements -> requirements.onPrimary());
        return this;
    }

    /**
     * Sets the level, in place of the data source's and of enclosing scopes'. A connection's own is stronger.
     *
     * @param level the level
     * @return this scope
     */
    public RoutingScope consistency(ConsistencyLevel level) {
        freshness.require(scope, requirements -> requirements.at(level));
        return this;
    }

    /**
     * Requires all that anybody had committed a given time before the transaction begins; of several bounds the shortest.
     *
     * @param bound how long before; from 1 ms to 365 days
     * @return this scope
     * @throws IllegalArgumentException if the bound is out of range
     */
    public RoutingScope maxStaleness(Duration bound) {
        long nanos = ConsistencyLevel.checked(bound).toNanos();
        freshness.require(scope, requirements -> requirements.within(nanos));
        return this;
    }

    /**
     * Requires all that was committed in scopes of the same key, on whatever thread of this process: what a user or a tenant has done. What
     * is committed in this scope counts as theirs. Remembered for {@code sessionExpiry}.
     *
     * @param key identifies the session, by {@code equals}
     * @return this scope
     */
    public RoutingScope session(Object key) {
        freshness.require(scope, requirements -> requirements.session(key));
        return this;
    }

    /**
     * Requires all that stands before a token. If it can't be honoured, {@code unknownToken} says what happens.
     *
     * @param token a token of this cluster; null requires nothing
     * @return this scope
     */
    public RoutingScope after(@Nullable ConsistencyToken token) {
        if (token != null) {
            freshness.require(scope, requirements -> requirements.after(token, freshness.now()));
        }
        return this;
    }

    /**
     * Answers a token that covers all that was committed and read in this scope and those around it. Takes no round trip if the primary was asked
     * since anyway; else it is asked now.
     *
     * @return the token; null if nothing was committed or read
     * @throws NoAvailableNodeException 08001 if no primary could be asked within {@code failoverTimeout}
     * @throws SQLException 57014 if the thread was interrupted while it waited
     */
    public @Nullable ConsistencyToken token() throws SQLException {
        return dataSource.token(freshness.mark(scope));
    }

    /**
     * Closes the scope: what held before it was opened holds again. Closing it twice does nothing.
     *
     * @throws IllegalStateException on another thread than it was opened on, or if one that was opened later on this thread is still open
     */
    @Override
    public void close() {
        freshness.close(scope);
    }
}
