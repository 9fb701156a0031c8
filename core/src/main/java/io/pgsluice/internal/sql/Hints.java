// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import org.jspecify.annotations.Nullable;

/** Reads {@code pgsluice:primary} and {@code pgsluice:replica} in comments. PRIMARY wins where both are said. Confined to one thread. */
final class Hints {
    private static final String PREFIX = "pgsluice:";
    private static final int LONGEST_UNKNOWN = 40;

    @Nullable
    RouteHint hint;
    /** The first word that is no hint, cut to a length for a message. */
    @Nullable
    String unknown;

    /** Looks at what stands between the comment's signs. */
    void comment(String sql, int from, int to) {
        int start = from;
        while (start < to && isBlank(sql.charAt(start))) {
            start++;
        }
        if (to - start < PREFIX.length() || !sql.regionMatches(true, start, PREFIX, 0, PREFIX.length())) {
            return;
        }
        start += PREFIX.length();
        int end = to;
        while (start < end && isBlank(sql.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(sql.charAt(end - 1))) {
            end--;
        }
        word(sql, start, end);
    }

    private void word(String sql, int start, int end) {
        if (is("primary", sql, start, end)) {
            hint = RouteHint.PRIMARY;
        } else if (!is("replica", sql, start, end)) {
            if (unknown == null) {
                unknown = sql.substring(start, Math.min(end, start + LONGEST_UNKNOWN));
            }
        } else if (hint == null) {
            hint = RouteHint.REPLICA;
        }
    }

    private static boolean is(String word, String sql, int start, int end) {
        return end - start == word.length() && sql.regionMatches(true, start, word, 0, word.length());
    }

    private static boolean isBlank(char c) {
        return c <= ' ';
    }
}
