// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a read-only transaction must see at least, and so which replicas may serve it. Immutable, safe for use by multiple threads.
 *
 * <p>Set for a data source ({@code consistency}), for a thread by {@link RoutingScope#consistency}, or for a connection by
 * {@link SluiceConnection#setConsistencyLevel}; the last one is the strongest. Whatever the level, a replica must be eligible: at most
 * {@code maxReplicaLag} behind.
 */
public final class ConsistencyLevel {
    private static final String BOUNDED = "bounded-staleness";

    /** Any eligible replica: what was just written may be missing. */
    public static final ConsistencyLevel EVENTUAL = new ConsistencyLevel("eventual", null);

    /**
     * Everything that this thread has committed before, and everything that was committed through the connection that reads. The default.
     */
    public static final ConsistencyLevel READ_YOUR_WRITES = new ConsistencyLevel("read-your-writes", null);

    /** Everything that anybody has committed before: read-only transactions run on the primary. */
    public static final ConsistencyLevel STRONG = new ConsistencyLevel("strong", null);

    private final String text;
    private final @Nullable Duration maxStaleness;

    private ConsistencyLevel(String text, @Nullable Duration maxStaleness) {
        this.text = text;
        this.maxStaleness = maxStaleness;
    }

    /**
     * Everything that anybody had committed a given time ago. A bound shorter than a few {@code probeInterval}s sends reads to the primary
     * between two samples.
     *
     * @param bound how long ago, counted from the begin of the transaction; from 1 ms to 365 days
     * @return the level
     * @throws IllegalArgumentException if the bound is out of range
     */
    public static ConsistencyLevel boundedStaleness(Duration bound) {
        return new ConsistencyLevel(BOUNDED + "(" + Texts.show(checked(bound)) + ")", bound);
    }

    static Duration checked(Duration bound) {
        if (bound.compareTo(Duration.ofMillis(1)) < 0 || bound.compareTo(Limits.LONGEST) > 0) {
            throw new IllegalArgumentException("a bound of staleness is from 1ms to 365d, not " + Texts.show(bound));
        }
        return bound;
    }

    /**
     * Reads the text form: {@code eventual}, {@code bounded-staleness(2s)}, {@code read-your-writes} or {@code strong}; upper case and
     * {@code _} will do too.
     *
     * @param text the text
     * @return the level
     * @throws IllegalArgumentException if it is none
     */
    public static ConsistencyLevel parse(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT).replace('_', '-');
        for (ConsistencyLevel level : new ConsistencyLevel[] {EVENTUAL, READ_YOUR_WRITES, STRONG}) {
            if (plain.equals(level.text)) {
                return level;
            }
        }
        if (plain.startsWith(BOUNDED + "(") && plain.endsWith(")")) {
            String bound = plain.substring(BOUNDED.length() + 1, plain.length() - 1);
            Duration duration = Texts.durationOrNull(bound);
            if (duration != null) {
                return boundedStaleness(duration);
            }
        }
        throw new IllegalArgumentException("not a consistency level: '" + Texts.line(text)
                + "' (expected eventual, bounded-staleness(2s), read-your-writes or strong)");
    }

    /**
     * Answers how long ago something may have been committed that is not seen.
     *
     * @return the bound; null for every level but {@link #boundedStaleness}
     */
    public @Nullable Duration maxStaleness() {
        return maxStaleness;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConsistencyLevel level
                && text.equals(level.text)
                && Objects.equals(maxStaleness, level.maxStaleness);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Answers the text form. */
    @Override
    public String toString() {
        return text;
    }
}
