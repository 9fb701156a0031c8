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
    /** The key of a word in a {@link WordTable}. */
    long key;
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
                return charClass == WORD || (charClass == PREFIX && !isLiteral(c)) ? word() : token(c, charClass);
            }
        }
    }

    private int token(char c, int charClass) {
        Word before = word;
        word = null;
        type = charClass;
        switch (charClass) {
            case PREFIX -> prefixed(c);
            case QUOTE -> literal(STRING, Literals.plain(sql, at + 1, before == Word.ESCAPE));
            case DOUBLE_QUOTE -> literal(QUOTED, Literals.verbatim(sql, at + 1, '"'));
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
        long k = 0;
        int all = 0;
        int i = start;
        while (i < length) {
            char folded = WordTable.fold(sql.charAt(i));
            if (folded == 0) {
                break;
            }
            k = k << Byte.SIZE | folded;
            all |= folded;
            i++;
        }
        at = i;
        key = all < CLASSES.length ? k : WordTable.NO_KEY;
        word = Keywords.find(sql, start, i, key);
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
            case 'e', 'E' -> literal(STRING, Literals.escaped(sql, at + 2));
            case 'n', 'N' -> literal(STRING, Literals.plain(sql, at + 2, false));
            case 'u', 'U' -> {
                char quote = sql.charAt(at + 2);
                literal(quote == '"' ? QUOTED : STRING, Literals.verbatim(sql, at + 3, quote));
            }
            default -> literal(STRING, Literals.verbatim(sql, at + 2, '\''));
        }
    }

    private void literal(int as, int end) {
        type = as;
        if (end < 0) {
            broken = true;
        } else {
            at = end;
        }
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
        if (i >= length || !isDigit(sql.charAt(i))) {
            literal(STRING, Literals.dollar(sql, start));
            return;
        }
        type = PARAMETER;
        while (i < length && isDigit(sql.charAt(i))) {
            i++;
        }
        at = i;
    }

    /** Skips a comment if one begins here. */
    private boolean skippedComment(char c) {
        if (at + 1 >= length) {
            return false;
        }
        char second = sql.charAt(at + 1);
        int content = at + 2;
        if (c == '-' && second == '-') {
            at = Literals.lineEnd(sql, content);
            comment(content, at);
            return true;
        }
        if (c == '/' && second == '*') {
            int end = Literals.commentEnd(sql, content);
            if (end < 0) {
                broken = true;
            } else {
                at = end;
                comment(content, end - 2);
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

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static byte[] classes() {
        byte[] classes = new byte[128];
        for (char c = 0; c < classes.length; c++) {
            classes[c] = (byte) (WordTable.fold(c) == 0 ? ILLEGAL : isDigit(c) ? NUMBER : WORD);
        }
        fill(classes, Literals.BLANKS, BLANK);
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
