// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

/** Where literals, quoted identifiers and comments end: behind their last sign, or -1 if they don't, or if that can't be told. */
final class Literals {
    static final String BLANKS = " \t\n\r\f\u000b";

    private Literals() {}

    /**
     * A literal in plain quotes. A quote after an odd number of backslashes ends it or not, as {@code standard_conforming_strings} has it: that can't be
     * told, but for {@code '\'} after the word ESCAPE.
     */
    static int plain(String sql, int content, boolean escapeClause) {
        int quote = sql.indexOf('\'', content);
        while (quote >= 0) {
            boolean doubled = isAt(sql, quote + 1, '\'');
            if (isEscaped(sql, content, quote) && !(escapeClause && quote == content + 1 && !doubled)) {
                return -1;
            }
            if (!doubled) {
                return quote + 1;
            }
            quote = sql.indexOf('\'', quote + 2);
        }
        return -1;
    }

    private static boolean isEscaped(String sql, int content, int quote) {
        int i = quote;
        while (i > content && sql.charAt(i - 1) == '\\') {
            i--;
        }
        return (quote - i & 1) != 0;
    }

    /** A literal with escapes, and those that continue it on other lines. */
    static int escaped(String sql, int content) {
        int i = content;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (c == '\\') {
                i += 2;
            } else if (c != '\'') {
                i++;
            } else if (isAt(sql, i + 1, '\'')) {
                i += 2;
            } else {
                int continued = continuation(sql, i + 1);
                if (continued < 0) {
                    return i + 1;
                }
                i = continued;
            }
        }
        return -1;
    }

    /** Where a literal goes on after blanks and line comments with a line break among them, -1 if it doesn't. */
    private static int continuation(String sql, int from) {
        boolean lineBreak = false;
        int i = from;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (BLANKS.indexOf(c) >= 0) {
                lineBreak |= c == '\n' || c == '\r';
                i++;
            } else if (c == '-' && isAt(sql, i + 1, '-')) {
                i = lineEnd(sql, i);
            } else {
                return c == '\'' && lineBreak ? i + 1 : -1;
            }
        }
        return -1;
    }

    /** What ends at the next quote that is not doubled. */
    static int verbatim(String sql, int content, char quote) {
        int i = sql.indexOf(quote, content);
        while (i >= 0) {
            if (!isAt(sql, i + 1, quote)) {
                return i + 1;
            }
            i = sql.indexOf(quote, i + 2);
        }
        return -1;
    }

    /** A literal between dollar tags. */
    static int dollar(String sql, int start) {
        int i = start + 1;
        while (i < sql.length() && sql.charAt(i) != '$' && WordTable.fold(sql.charAt(i)) != 0) {
            i++;
        }
        return isAt(sql, i, '$') ? closingTag(sql, start, i + 1) : -1;
    }

    /** Looks for the tag that began the literal. What matched in vain holds no further dollar, and is not looked at again. */
    private static int closingTag(String sql, int start, int content) {
        int tag = content - start;
        int i = sql.indexOf('$', content);
        while (i >= 0) {
            int matched = 1;
            while (matched < tag && isAt(sql, i + matched, sql.charAt(start + matched))) {
                matched++;
            }
            if (matched == tag) {
                return i + tag;
            }
            i = sql.indexOf('$', i + matched);
        }
        return -1;
    }

    /** A comment between signs, with those inside it. */
    static int commentEnd(String sql, int content) {
        int depth = 1;
        int i = content;
        while (i + 1 < sql.length()) {
            char c = sql.charAt(i);
            if (c == '*' && sql.charAt(i + 1) == '/') {
                i += 2;
                depth--;
                if (depth == 0) {
                    return i;
                }
            } else if (c == '/' && sql.charAt(i + 1) == '*') {
                i += 2;
                depth++;
            } else {
                i++;
            }
        }
        return -1;
    }

    /** The line break that ends a comment of one line, or the end of the text. */
    static int lineEnd(String sql, int content) {
        int i = content;
        while (i < sql.length() && sql.charAt(i) != '\n' && sql.charAt(i) != '\r') {
            i++;
        }
        return i;
    }

    private static boolean isAt(String sql, int index, char c) {
        return index < sql.length() && sql.charAt(index) == c;
    }
}
