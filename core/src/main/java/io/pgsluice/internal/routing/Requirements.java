// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import io.pgsluice.ConsistencyLevel;
import io.pgsluice.ConsistencyToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that the open scopes of a thread require together. Immutable, but for the progress, which is shared.
 *
 * @param level the innermost level; null for none
 * @param primary whether reads run on the primary
 * @param maxStalenessNanos the shortest bound; {@link Long#MAX_VALUE} for none
 * @param sessions the keys
 * @param tokens the tokens
 * @param progress what no read may step back behind
 */
public record Requirements(
        @Nullable ConsistencyLevel level,
        boolean primary,
        long maxStalenessNanos,
        List<Object> sessions,
        List<AwaitedToken> tokens,
        List<Progress> progress) {
    static final Requirements NONE = new Requirements(null, false, Long.MAX_VALUE, List.of(), List.of(), List.of());

    public Requirements onPrimary() {
        return new Requirements(level, true, maxStalenessNanos, sessions, tokens, progress);
    }

    public Requirements at(ConsistencyLevel innermost) {
        return new Requirements(
                Objects.requireNonNull(innermost, "level"), primary, maxStalenessNanos, sessions, tokens, progress);
    }

    public Requirements within(long boundNanos) {
        return new Requirements(level, primary, Math.min(maxStalenessNanos, boundNanos), sessions, tokens, progress);
    }

    public Requirements session(Object key) {
        return new Requirements(level, primary, maxStalenessNanos, with(sessions, key), tokens, progress);
    }

    public Requirements after(ConsistencyToken token, long nowNanos) {
        return new Requirements(
                level, primary, maxStalenessNanos, sessions, with(tokens, new AwaitedToken(token, nowNanos)), progress);
    }

    Requirements with(Progress more) {
        return new Requirements(level, primary, maxStalenessNanos, sessions, tokens, with(progress, more));
    }

    /** These within those of an enclosing scope. */
    Requirements within(Requirements outer) {
        return new Requirements(
                level == null ? outer.level : level,
                primary || outer.primary,
                Math.min(maxStalenessNanos, outer.maxStalenessNanos),
                both(outer.sessions, sessions),
                both(outer.tokens, tokens),
                both(outer.progress, progress));
    }

    private static <T> List<T> with(List<T> list, T more) {
        if (list.contains(more)) {
            return list;
        }
        List<T> longer = new ArrayList<>(list);
        longer.add(more);
        return List.copyOf(longer);
    }

    private static <T> List<T> both(List<T> one, List<T> other) {
        return one.isEmpty()
                ? other
                : other.isEmpty()
                        ? one
                        : Stream.concat(one.stream(), other.stream()).distinct().toList();
    }
}
