// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import java.io.IOException;
import java.sql.SQLException;

/** What comes from outside, fit to stand in a log line: one line, not long, nothing that a terminal would obey. */
public final class ServerText {
    private static final int LONGEST = 300;

    private ServerText() {}

    /** The first line of what a server says. */
    static String line(String text) {
        int end = 0;
        while (end < text.length() && end <= LONGEST && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return plain(text.substring(0, end), LONGEST);
    }

    /** A text with question marks for what is no plain character, and with an ellipsis for what is too long. */
    public static String plain(String text, int longest) {
        int end = Math.min(text.length(), longest);
        StringBuilder plain = new StringBuilder(end + 1);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            plain.append(isHarmless(c) ? c : '?');
        }
        return text.length() > longest ? plain.append('…').toString() : plain.toString();
    }

    /** Neither a control character nor one that breaks lines or turns the direction of writing. */
    private static boolean isHarmless(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /**
     * The first line of an error's message, or its class where it has none, and what the network said if that is its cause. Other
     * causes may be the application's own, which may speak of secrets.
     */
    static String line(Throwable error) {
        String own = message(error);
        return error.getCause() instanceof IOException cause && !own.contains(message(cause))
                ? line(line(own) + " " + line(message(cause)))
                : line(own);
    }

    private static String message(Throwable error) {
        return error.getMessage() == null ? error.getClass().getName() : error.getMessage();
    }

    /** The same, with the SQLSTATE. */
    static String lineWithState(Throwable error) {
        return error instanceof SQLException sql && sql.getSQLState() != null
                ? line(error) + " (SQLSTATE " + line(sql.getSQLState()) + ")"
                : line(error);
    }
}
