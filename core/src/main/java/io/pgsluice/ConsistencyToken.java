// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a cluster's log up to which another process, or another thread, is to read: what was committed there is seen by whoever reads
 * {@linkplain RoutingScope#after after} it. It is no secret, and no proof of anything: whoever can send one can send reads to the primary.
 *
 * @param systemIdentifier identity of the cluster ({@code pg_control_system()})
 * @param timeline the timeline on which it was written, from 1
 * @param lsn the position
 */
public record ConsistencyToken(long systemIdentifier, int timeline, Lsn lsn) {
    /** Length of the longest text form. */
    public static final int MAX_LENGTH = 42;

    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{1,16})-([0-9a-f]{1,8})-([0-9a-f]{1,16})");

    /**
     * Makes a token.
     *
     * @throws IllegalArgumentException if no server can be there
     */
    public ConsistencyToken {
        if (systemIdentifier == 0 || timeline <= 0 || lsn.value() <= 0) {
            throw new IllegalArgumentException("no server can be there: system "
                    + Long.toUnsignedString(systemIdentifier) + ", timeline " + timeline + ", position " + lsn);
        }
    }

    /**
     * Reads the text form.
     *
     * @param text what {@link #toString()} answered; it may come from anywhere
     * @return the token
     * @throws IllegalArgumentException if it is no token
     */
    public static ConsistencyToken parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "not a consistency token: " + text.length() + " characters, where " + MAX_LENGTH + " are the most");
        }
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a consistency token: '" + Texts.line(text)
                    + "' (expected three hexadecimal numbers, as in 6b0e62ac8f21d3a2-1-16b374d8)");
        }
        return new ConsistencyToken(
                Long.parseUnsignedLong(parts.group(1), 16),
                Integer.parseUnsignedInt(parts.group(2), 16),
                new Lsn(Long.parseUnsignedLong(parts.group(3), 16)));
    }

    /** Answers the text form: at most {@value #MAX_LENGTH} characters, fit for a header, a cookie and a URL. */
    @Override
    public String toString() {
        return Long.toHexString(systemIdentifier) + "-" + Integer.toHexString(timeline) + "-"
                + Long.toHexString(lsn.value());
    }
}
