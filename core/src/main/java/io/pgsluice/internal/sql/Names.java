// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import org.jspecify.annotations.Nullable;

/** Names as PostgreSQL reads them. */
final class Names {
    /** What PostgreSQL keeps of a name, in bytes. */
    static final int LONGEST = 63;

    private Names() {}

    /** The name that a token stands for, null if it is written with Unicode escapes or not a name. */
    static @Nullable String name(String sql, int type, int start, int end) {
        if (type == Lexer.WORD) {
            return cut(lowerCase(sql, start, Math.min(end, start + LONGEST)));
        }
        if (type != Lexer.QUOTED) {
            return null;
        }
        int content = sql.charAt(start) == '"' ? start + 1 : start + 3;
        String name = sql.substring(content, Math.min(end - 1, content + 2 * LONGEST));
        if (content == start + 3 && name.indexOf('\\') >= 0) {
            return null;
        }
        return cut(name.replace("\"\"", "\""));
    }

    /** Whether an unquoted or quoted token is that lower-case name. */
    static boolean is(String name, String sql, int type, int start, int end) {
        if (type == Lexer.WORD) {
            if (end - start != name.length()) {
                return false;
            }
            for (int i = 0; i < name.length(); i++) {
                if (WordTable.fold(sql.charAt(start + i)) != name.charAt(i)) {
                    return false;
                }
            }
            return true;
        }
        return type == Lexer.QUOTED
                && end - start == name.length() + 2
                && sql.regionMatches(start + 1, name, 0, name.length());
    }

    static boolean hasUpperCase(String sql, int start, int end) {
        for (int i = start; i < end; i++) {
            if (sql.charAt(i) >= 'A' && sql.charAt(i) <= 'Z') {
                return true;
            }
        }
        return false;
    }

    /** A name with its schema, as {@code to_regproc} would take it: folded where it is not in quotes. */
    static String path(String sql, int start, int end) {
        StringBuilder path = new StringBuilder(end - start);
        Lexer lexer = new Lexer(sql, start, null);
        while (lexer.next() != Lexer.END && lexer.end() <= end) {
            if (lexer.type == Lexer.WORD) {
                path.append(lowerCase(sql, lexer.start, lexer.end()));
            } else {
                path.append(sql, lexer.start, lexer.end());
            }
        }
        return path.toString();
    }

    /** ASCII letters in lower case, as PostgreSQL folds a name in UTF-8. */
    static String lowerCase(String sql, int start, int end) {
        StringBuilder name = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            char c = sql.charAt(i);
            name.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
        }
        return name.toString();
    }

    private static String cut(String name) {
        int bytes = 0;
        int i = 0;
        while (i < name.length()) {
            int codePoint = name.codePointAt(i);
            bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            if (bytes > LONGEST) {
                return name.substring(0, i);
            }
            i += Character.charCount(codePoint);
        }
        return name;
    }
}
