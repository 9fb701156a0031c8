// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A position in PostgreSQL's write-ahead log ({@code pg_lsn}). Positions compare only within one timeline history.
 *
 * @param value the 64-bit position in bytes
 */
public record Lsn(long value) implements Comparable<Lsn> {

    /**
     * Reads PostgreSQL's text form.
     *
     * @param text two hexadecimal numbers with a slash between them, such as {@code 16/B374D848}
     * @return the position
     * @throws IllegalArgumentException if the text is not a position
     */
    public static Lsn parse(String text) {
        int slash = text.indexOf('/');
        try {
            if (slash > 0) {
                long high = Long.parseLong(text, 0, slash, 16);
                long low = Long.parseLong(text, slash + 1, text.length(), 16);
                if (high >= 0 && high <= 0xFFFFFFFFL && low >= 0 && low <= 0xFFFFFFFFL) {
                    return new Lsn(high << 32 | low);
                }
            }
        } catch (NumberFormatException e) {
            throw notAPosition(text, e);
        }
        throw notAPosition(text, null);
    }

    private static IllegalArgumentException notAPosition(String text, @Nullable NumberFormatException cause) {
        return new IllegalArgumentException("not a WAL position: '" + text + "' (expected e.g. 16/B374D848)", cause);
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toHexString(value >>> 32).toUpperCase(Locale.ROOT)
                + "/"
                + Long.toHexString(value & 0xFFFFFFFFL).toUpperCase(Locale.ROOT);
    }
}
