// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import org.jspecify.annotations.Nullable;

/**
 * Cuts a text into tokens by the rules of PostgreSQL's lexer, and of JDBC where the driver rewrites the text: {@code ?} and braces. Each character
 * is looked at a bounded number of times. Confined to one thread.
 *
 * <p>Where the versions of the server differ, the tokens are cut so that no quote or comment is missed by any of them. What no server accepts
 * (something unterminated, a backslash outside of a literal) ends the text: it is {@link #broken()} from there. So does a quote after an odd number
 * of backslashes in a plain literal, since {@code standard_conforming_strings} says whether the literal ends there; {@code ESCAPE '\'} is
 * taken for what it looks like.
 */
final class Lexer {
    /** The end of the text, or of what is understood of it. */
    static final int END = 0;
    /** An identifier or key word without quotes. */
    static final int WORD = 1;
    /** An identifier in quotes. */
    static final int QUOTED = 2;
    /** A literal in quotes of any sort. */
    static final int STRING = 3;

    static final int NUMBER = 4;
    /** {@code $1} or {@code ?}. */
    static final int PARAMETER = 5;

    static final int OPEN = 6;
    static final int CLOSE = 7;
    static final int SEMICOLON = 8;
    static final int COMMA = 9;
    static final int DOT = 10;
    /** {@code ::}. */
    static final int CAST = 11;
    /** A character of an operator, or a bracket. */
    static final int OPERATOR = 12;
    /** The beginning of a JDBC escape. */
    static final int BRACE = 13;

    // Classes of characters that are no token by themselves.
    private static final int BLANK = 20;
    private static final int QUOTE = 21;
    private static final int DOUBLE_QUOTE = 22;
    private static final int DOLLAR = 23;
    private static final int COLON = 24;
    private static final int ILLEGAL = 25;
    /** A letter with which a literal or a quoted identifier may begin. */
    private static final int PREFIX = 26;

    private static final byte[] CLASSES = classes();

    private final String sql;
    private final int length;
    private final @Nullable Hints hints;
    private int at;
    private boolean broken;

    /** What the token is. */
    int type;
    /** Where the token begins in the text. */
    int start;
    /** The hash of a word. */
    int hash;
    /** The key word, null if the token is none. */
    @Nullable
    Word word;

    /** Looks at a text from an offset on. Comments go to the hints, if there are any. */
    Lexer(String sql, int offset, @Nullable Hints hints) {
        this.sql = sql;
        this.length = sql.length();
        this.at = offset;
        this.hints = hints;
    }

    /** Where the token ends in the text. */
    int end() {
        return at;
    }

    /** Whether the text ended in something that can't be understood. */
    boolean broken() {
        return broken;
    }

    /** Gives the rest of the text up. */
    int breakOff() {
        broken = true;
        at = length;
        start = length;
        word = null;
        type = END;
        return END;
    }

    /** Goes to the next token. */
    int next() {
        while (true) {
            if (at >= length) {
                start = length;
                word = null;
                type = END;
                return END;
            }
            char c = sql.charAt(at);
            int charClass = c < CLASSES.length ? CLASSES[c] : WORD;
            if (charClass == BLANK) {
                at++;
            } else if (charClass == OPERATOR && skippedComment(c)) {
                if (broken) {
                    return breakOff();
                }
            } else {
                start = at;
                return token(c, charClass);
            }
        }
    }

    private int token(char c, int charClass) {
        Word before = word;
        if (charClass == WORD || (charClass == PREFIX && !isLiteral(c))) {
            return word();
        }
        word = null;
        type = charClass;
        switch (charClass) {
            case PREFIX -> prefixed(c);
            case QUOTE -> {
                at++;
                string(before == Word.ESCAPE);
            }
            case DOUBLE_QUOTE -> {
                at++;
                quoted();
            }
            case NUMBER -> number();
            case DOLLAR -> dollar();
            case DOT -> {
                at++;
                if (at < length && isDigit(sql.charAt(at))) {
                    number();
                }
            }
            case COLON -> {
                at++;
                type = OPERATOR;
                if (at < length && sql.charAt(at) == ':') {
                    at++;
                    type = CAST;
                }
            }
            case ILLEGAL -> broken = true;
            default -> at++;
        }
        return broken ? breakOff() : type;
    }

    private int word() {
        int h = 0;
        int i = at;
        do {
            char folded = WordTable.fold(sql.charAt(i));
            if (folded == 0) {
                break;
            }
            h = WordTable.hash(h, folded);
            i++;
        } while (i < length);
        at = i;
        hash = h;
        word = Keywords.find(sql, start, i, h);
        type = WORD;
        return WORD;
    }

    /** Whether the letter begins a literal or a quoted identifier: E'' B'' X'' N'' U&'' U&"". */
    private boolean isLiteral(char c) {
        int next = at + 1;
        if (next >= length) {
            return false;
        }
        if (c == 'u' || c == 'U') {
            return sql.charAt(next) == '&'
                    && next + 1 < length
                    && (sql.charAt(next + 1) == '\'' || sql.charAt(next + 1) == '"');
        }
        return sql.charAt(next) == '\'';
    }

    private void prefixed(char c) {
        switch (c) {
            case 'e', 'E' -> {
                at += 2;
                escapeString();
            }
            case 'n', 'N' -> {
                at += 2;
                string(false);
            }
            case 'u', 'U' -> {
                at += 3;
                if (sql.charAt(at - 1) == '"') {
                    quoted();
                } else {
                    verbatim('\'', STRING);
                }
            }
            default -> {
                at += 2;
                verbatim('\'', STRING);
            }
        }
    }

    /** The rest of a plain literal, in which a backslash may or may not be an escape. */
    private void string(boolean escapeClause) {
        int content = at;
        type = STRING;
        int quote = sql.indexOf('\'', content);
        while (quote >= 0) {
            boolean doubled = quote + 1 < length && sql.charAt(quote + 1) == '\'';
            if (oddBackslashes(content, quote) && !(escapeClause && quote == content + 1 && !doubled)) {
                broken = true;
                return;
            }
            if (!doubled) {
                at = quote + 1;
                return;
            }
            quote = sql.indexOf('\'', quote + 2);
        }
        broken = true;
    }

    private boolean oddBackslashes(int from, int to) {
        int i = to;
        while (i > from && sql.charAt(i - 1) == '\\') {
            i--;
        }
        return (to - i & 1) != 0;
    }

    /** The rest of a literal with escapes, and of those that continue it on other lines. */
    private void escapeString() {
        type = STRING;
        int i = at;
        while (i < length) {
            char c = sql.charAt(i);
            if (c == '\\') {
                i += 2;
            } else if (c != '\'') {
                i++;
            } else if (i + 1 < length && sql.charAt(i + 1) == '\'') {
                i += 2;
            } else {
                int continued = continuation(i + 1);
                if (continued < 0) {
                    at = i + 1;
                    return;
                }
                i = continued;
            }
        }
        broken = true;
    }

    /** Where a literal goes on after blanks and comments with a line break among them, -1 if it doesn't. */
    private int continuation(int from) {
        boolean lineBreak = false;
        int i = from;
        while (i < length) {
            char c = sql.charAt(i);
            if (c == '\n' || c == '\r') {
                lineBreak = true;
                i++;
            } else if (c < CLASSES.length && CLASSES[c] == BLANK) {
                i++;
            } else if (c == '-' && i + 1 < length && sql.charAt(i + 1) == '-') {
                i = lineEnd(i);
            } else {
                return c == '\'' && lineBreak ? i + 1 : -1;
            }
        }
        return -1;
    }

    private void quoted() {
        verbatim('"', QUOTED);
    }

    /** Up to the closing quote; a doubled one does not close. */
    private void verbatim(char quote, int as) {
        type = as;
        int i = sql.indexOf(quote, at);
        while (i >= 0) {
            if (i + 1 >= length || sql.charAt(i + 1) != quote) {
                at = i + 1;
                return;
            }
            i = sql.indexOf(quote, i + 2);
        }
        broken = true;
    }

    /** Digits with at most one point. An exponent or a suffix is left to the next token, where it looks like an alias. */
    private void number() {
        type = NUMBER;
        boolean point = sql.charAt(start) == '.';
        while (at < length) {
            char c = sql.charAt(at);
            if (c == '.' && !point && !(at + 1 < length && sql.charAt(at + 1) == '.')) {
                point = true;
            } else if (!isDigit(c)) {
                return;
            }
            at++;
        }
    }

    /** A parameter or a literal between dollar tags. */
    private void dollar() {
        int i = start + 1;
        if (i < length && isDigit(sql.charAt(i))) {
            type = PARAMETER;
            at = i;
            while (at < length && isDigit(sql.charAt(at))) {
                at++;
            }
            return;
        }
        while (i < length && sql.charAt(i) != '$' && WordTable.fold(sql.charAt(i)) != 0) {
            i++;
        }
        if (i < length && sql.charAt(i) == '$') {
            type = STRING;
            closingTag(i + 1);
        } else {
            broken = true;
        }
    }

    /** Looks for the tag that began the literal. What matched in vain holds no further dollar, and is not looked at again. */
    private void closingTag(int content) {
        int tag = content - start;
        int i = sql.indexOf('$', content);
        while (i >= 0) {
            int matched = 1;
            while (matched < tag && i + matched < length && sql.charAt(i + matched) == sql.charAt(start + matched)) {
                matched++;
            }
            if (matched == tag) {
                at = i + tag;
                return;
            }
            i = sql.indexOf('$', i + matched);
        }
        broken = true;
    }

    /** Skips a comment if one begins here. */
    private boolean skippedComment(char c) {
        if (at + 1 >= length) {
            return false;
        }
        char second = sql.charAt(at + 1);
        int content = at + 2;
        if (c == '-' && second == '-') {
            at = lineEnd(at);
            comment(content, at);
            return true;
        }
        if (c == '/' && second == '*') {
            skipBlockComment();
            if (!broken) {
                comment(content, at - 2);
            }
            return true;
        }
        return false;
    }

    private void comment(int from, int to) {
        if (hints != null) {
            hints.comment(sql, from, to);
        }
    }

    private int lineEnd(int from) {
        int i = from;
        while (i < length && sql.charAt(i) != '\n' && sql.charAt(i) != '\r') {
            i++;
        }
        return i;
    }

    private void skipBlockComment() {
        int depth = 1;
        int i = at + 2;
        while (i + 1 < length) {
            char c = sql.charAt(i);
            if (c == '*' && sql.charAt(i + 1) == '/') {
                i += 2;
                depth--;
                if (depth == 0) {
                    at = i;
                    return;
                }
            } else if (c == '/' && sql.charAt(i + 1) == '*') {
                i += 2;
                depth++;
            } else {
                i++;
            }
        }
        broken = true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static byte[] classes() {
        byte[] classes = new byte[128];
        for (char c = 0; c < classes.length; c++) {
            classes[c] = (byte) (WordTable.fold(c) == 0 ? ILLEGAL : isDigit(c) ? NUMBER : WORD);
        }
        fill(classes, " \t\n\r\f\u000b", BLANK);
        fill(classes, "+-*/<>=~!@#%^&|`[]}", OPERATOR);
        fill(classes, "bBeEnNuUxX", PREFIX);
        fill(classes, "?", PARAMETER);
        fill(classes, "$", DOLLAR);
        fill(classes, "'", QUOTE);
        fill(classes, "\"", DOUBLE_QUOTE);
        fill(classes, ":", COLON);
        fill(classes, "(", OPEN);
        fill(classes, ")", CLOSE);
        fill(classes, ";", SEMICOLON);
        fill(classes, ",", COMMA);
        fill(classes, ".", DOT);
        fill(classes, "{", BRACE);
        return classes;
    }

    private static void fill(byte[] classes, String characters, int charClass) {
        for (int i = 0; i < characters.length(); i++) {
            classes[characters.charAt(i)] = (byte) charClass;
        }
    }
}
