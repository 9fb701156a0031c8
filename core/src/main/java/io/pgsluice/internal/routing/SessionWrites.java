// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.pgsluice.spi.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The last write of each session key. What is forgotten, by age or for lack of space, is not lost: every key that is not found has
 * at least the last write of those. Safe for use by multiple threads.
 */
final class SessionWrites {
    private final Cache<Object, WriteMark> marks;
    private final WriteMark forgotten = new WriteMark();

    SessionWrites(Duration expiry, long maximum, Ticker ticker) {
        marks = Caffeine.newBuilder()
                .expireAfterWrite(expiry)
                .maximumSize(maximum)
                .ticker(ticker::nanos)
                .executor(Runnable::run)
                .evictionListener((@Nullable Object key, @Nullable WriteMark mark, RemovalCause cause) -> {
                    if (mark != null) {
                        forgotten.include(mark);
                    }
                })
                .build();
    }

    /** What a session has written at least. */
    WriteMark of(Object key) {
        WriteMark mark = marks.getIfPresent(key);
        return mark == null ? forgotten : mark;
    }

    /** Notes an acknowledgement. */
    void note(Object key, long nanos, boolean beforeFlush) {
        marks.asMap().compute(key, (same, mark) -> {
            WriteMark kept = mark == null ? new WriteMark() : mark;
            kept.note(nanos, beforeFlush);
            return kept;
        });
    }
}
