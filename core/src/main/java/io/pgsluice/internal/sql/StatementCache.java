// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Remembers what texts say, up to a number of characters in all. A text that would fill a large part of that is scanned each time; what is learned
 * of it is forgotten. Safe for use by multiple threads.
 */
public final class StatementCache {
    /** What an entry weighs besides its text. */
    private static final int OVERHEAD = 100;
    /** A text longer than this part of the cache is not kept. */
    private static final int LARGEST_PART = 16;

    private final Cache<String, StatementInfo> infos;
    private final long maxChars;

    /** Keeps texts of {@code maxChars} characters in all, counting a hundred for each besides its own. */
    public StatementCache(long maxChars) {
        this.maxChars = maxChars;
        infos = Caffeine.newBuilder()
                .maximumWeight(maxChars)
                .weigher((String sql, StatementInfo info) -> sql.length() + OVERHEAD)
                .executor(Runnable::run)
                .build();
    }

    /** What the text says. */
    public StatementInfo of(String sql) {
        StatementInfo known = infos.getIfPresent(sql);
        if (known != null) {
            return known;
        }
        // Scanned outside of the cache's locks.
        StatementInfo scanned = Scanner.scan(sql);
        if (sql.length() > maxChars / LARGEST_PART) {
            return scanned;
        }
        StatementInfo other = infos.asMap().putIfAbsent(sql, scanned);
        return other == null ? scanned : other;
    }

    /** What the texts weigh that are kept. */
    long weight() {
        infos.cleanUp();
        return infos.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }
}
