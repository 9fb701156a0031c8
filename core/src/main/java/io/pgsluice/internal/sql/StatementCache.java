// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/** Remembers what texts say, up to a number of characters in all. Safe for use by multiple threads. */
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

    /** What the text says. A text that would fill a large part of the cache is scanned each time. */
    public StatementInfo of(String sql) {
        if (sql.length() > maxChars / LARGEST_PART) {
            return Scanner.scan(sql);
        }
        StatementInfo info = infos.getIfPresent(sql);
        if (info == null) {
            info = infos.get(sql, Scanner::scan);
        }
        return info;
    }
}
