// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import org.jspecify.annotations.Nullable;

/**
 * The literal arguments of a {@code set_config}, each of them alone or in parentheses or cast to text, as the driver shows bound parameters.
 *
 * @param change what it changes
 * @param session whether it is not of the transaction alone
 * @param whole whether the call is not an operand of something larger
 */
record SetConfigArguments(SettingChange change, boolean session, boolean whole) {
    /** Looks at a bounded number of tokens from where the arguments begin. Null if they are not literals. */
    static @Nullable SetConfigArguments parse(String sql, int from) {
        return new Parser(sql, from).parse();
    }

    private static final class Parser {
        private static final int MOST_PARENTHESES = 4;

        private final String sql;
        private final Lexer lexer;
        private int start;
        private int end;

        Parser(String sql, int from) {
            this.sql = sql;
            this.lexer = new Lexer(sql, from, null);
        }

        @Nullable
        SetConfigArguments parse() {
            lexer.next();
            if (argument(Lexer.COMMA) != Lexer.STRING) {
                return null;
            }
            String name = Settings.literalName(sql, start, end);
            int nameStart = start;
            int nameEnd = end;
            int value = argument(Lexer.COMMA);
            boolean toDefault = value == Lexer.WORD && Names.is("null", sql, value, start, end);
            if (name == null || (value != Lexer.STRING && !toDefault)) {
                return null;
            }
            int valueStart = start;
            int valueEnd = end;
            Boolean local = argument(Lexer.CLOSE) == Lexer.END ? null : truth();
            if (local == null || valueEnd - valueStart > Settings.LONGEST_STATEMENT) {
                return null;
            }
            return new SetConfigArguments(
                    new SettingChange(name, toDefault ? null : statement(nameStart, nameEnd, valueStart, valueEnd)),
                    !local,
                    isWhole());
        }

        private String statement(int nameStart, int nameEnd, int valueStart, int valueEnd) {
            return "SELECT pg_catalog.set_config(" + sql.substring(nameStart, nameEnd) + ","
                    + sql.substring(valueStart, valueEnd) + ",false)";
        }

        /** Reads a literal or NULL, TRUE, FALSE, and what ends it. Returns its type, END if it is something else. */
        private int argument(int ended) {
            int parentheses = 0;
            while (lexer.type == Lexer.OPEN && parentheses < MOST_PARENTHESES) {
                parentheses++;
                lexer.next();
            }
            int type = lexer.type;
            Word word = lexer.word;
            start = lexer.start;
            end = lexer.end();
            if (type != Lexer.STRING && word != Word.NULL && word != Word.TRUE && word != Word.FALSE) {
                return Lexer.END;
            }
            lexer.next();
            while (skippedCast() || (parentheses > 0 && lexer.type == Lexer.CLOSE)) {
                if (lexer.type == Lexer.CLOSE && parentheses > 0) {
                    parentheses--;
                    lexer.next();
                }
            }
            if (lexer.type != ended || parentheses > 0) {
                return Lexer.END;
            }
            lexer.next();
            return type;
        }

        /** Skips a cast to a type that leaves the text as it is. */
        private boolean skippedCast() {
            if (lexer.type != Lexer.CAST) {
                return false;
            }
            lexer.next();
            if (!is("text") && !is("varchar") && !is("bool") && !is("boolean")) {
                lexer.breakOff();
                return false;
            }
            lexer.next();
            return true;
        }

        private boolean is(String type) {
            return lexer.type == Lexer.WORD && Names.is(type, sql, Lexer.WORD, lexer.start, lexer.end());
        }

        private @Nullable Boolean truth() {
            return switch (Names.lowerCase(sql, start, Math.min(end, start + 8))) {
                case "true", "'true'", "'t'" -> Boolean.TRUE;
                case "false", "'false'", "'f'" -> Boolean.FALSE;
                default -> null;
            };
        }

        /** Whether the call is followed by another result, by its own name, by a cast or by the end. */
        private boolean isWhole() {
            return switch (lexer.type) {
                case Lexer.END, Lexer.SEMICOLON, Lexer.COMMA, Lexer.CAST, Lexer.QUOTED -> true;
                case Lexer.WORD -> lexer.word == null || lexer.word == Word.AS;
                default -> false;
            };
        }
    }
}
