// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import org.jspecify.annotations.Nullable;

/** Reads SET, RESET and DISCARD. Confined to one thread. */
final class SetStatement {
    private final String sql;
    private final Lexer lexer;
    private final Findings findings;

    SetStatement(String sql, Lexer lexer, Findings findings) {
        this.sql = sql;
        this.lexer = lexer;
        this.findings = findings;
    }

    /** Reads from the word SET on. SETTING if it is all of the session, and can be carried. */
    StatementKind set() {
        if (!findings.wantsSetting()) {
            return StatementKind.OTHER;
        }
        int start = lexer.start;
        lexer.next();
        boolean local = false;
        if (lexer.word == Word.LOCAL || lexer.word == Word.SESSION) {
            Word scope = lexer.word;
            int scopeStart = lexer.start;
            int scopeEnd = lexer.end();
            lexer.next();
            if (isAfterName()) {
                return parameter(start, false, Names.lowerCase(sql, scopeStart, scopeEnd));
            }
            if (scope == Word.SESSION && lexer.word == Word.AUTHORIZATION) {
                lexer.next();
                return value(start, false, Settings.SESSION_AUTHORIZATION);
            }
            if (scope == Word.SESSION && lexer.word == Word.CHARACTERISTICS) {
                findings.effect(SessionEffect.SESSION_DEFAULTS);
                return StatementKind.OTHER;
            }
            local = scope == Word.LOCAL;
        }
        return setRest(start, local);
    }

    private StatementKind setRest(int start, boolean local) {
        Word first = lexer.word;
        int nameStart = lexer.start;
        int type = lexer.type;
        int nameEnd = lexer.end();
        lexer.next();
        if (first != null && !isAfterName()) {
            return phrase(first, start, local);
        }
        String name = Names.name(sql, type, nameStart, nameEnd);
        return name == null ? unknown() : parameter(start, local, name);
    }

    /** What is not {@code SET name =} but has words of its own. The lexer stands after the first of them. */
    private StatementKind phrase(Word first, int start, boolean local) {
        switch (first) {
            case TRANSACTION -> {
                return transaction();
            }
            case CONSTRAINTS -> {
                return StatementKind.OTHER;
            }
            case TIME -> {
                if (lexer.word == Word.ZONE) {
                    lexer.next();
                    return value(start, local, Settings.TIME_ZONE);
                }
            }
            case SCHEMA -> {
                return value(start, local, Settings.SEARCH_PATH);
            }
            case NAMES -> {
                return isEnd()
                        ? changed(local, Settings.CLIENT_ENCODING, null)
                        : value(start, local, Settings.CLIENT_ENCODING);
            }
            case ROLE -> {
                return value(start, local, Settings.ROLE);
            }
            case SESSION -> {
                if (lexer.word == Word.AUTHORIZATION) {
                    lexer.next();
                    return value(start, local, Settings.SESSION_AUTHORIZATION);
                }
                if (lexer.word == Word.CHARACTERISTICS) {
                    findings.effect(SessionEffect.SESSION_DEFAULTS);
                    return StatementKind.OTHER;
                }
            }
            case XML -> {
                if (lexer.word == Word.OPTION) {
                    lexer.next();
                    return value(start, local, Settings.XML_OPTION);
                }
            }
            default -> {}
        }
        return unknown();
    }

    private StatementKind transaction() {
        if (lexer.word == Word.SNAPSHOT) {
            findings.primaryOnly("SET TRANSACTION SNAPSHOT");
            return StatementKind.OTHER;
        }
        findings.changesTransaction = TransactionStatement.modes(lexer);
        return StatementKind.OTHER;
    }

    /** A name of several parts, TO or =, values. The lexer stands after the first part. */
    private StatementKind parameter(int start, boolean local, String first) {
        String name = name(first);
        if (name == null || (lexer.word != Word.TO && !isEqualsSign())) {
            return unknown();
        }
        lexer.next();
        return value(start, local, name);
    }

    /** The rest of a name, in lower case: settings don't tell cases apart. */
    private @Nullable String name(String first) {
        StringBuilder name = new StringBuilder(Names.lowerCase(first, 0, first.length()));
        while (lexer.type == Lexer.DOT) {
            lexer.next();
            String part = Names.name(sql, lexer.type, lexer.start, lexer.end());
            if (part == null || name.length() > Names.LONGEST) {
                return null;
            }
            name.append('.').append(Names.lowerCase(part, 0, part.length()));
            lexer.next();
        }
        return name.toString();
    }

    /** The values up to the end. The default of the session is a change without a statement. */
    private StatementKind value(int start, boolean local, String name) {
        Word first = lexer.word;
        int values = 0;
        int end = start;
        while (!isEnd()) {
            switch (lexer.type) {
                case Lexer.WORD, Lexer.QUOTED, Lexer.STRING, Lexer.NUMBER -> values++;
                // Signs of numbers, and the precision of an interval in SET TIME ZONE.
                case Lexer.COMMA, Lexer.OPERATOR, Lexer.OPEN, Lexer.CLOSE -> {}
                default -> {
                    return unknown();
                }
            }
            end = lexer.end();
            lexer.next();
        }
        if (values == 0 || lexer.broken() || end - start > Settings.LONGEST_STATEMENT) {
            return unknown();
        }
        boolean toDefault =
                values == 1 && (first == Word.DEFAULT || (first == Word.LOCAL && name.equals(Settings.TIME_ZONE)));
        return changed(local, name, toDefault ? null : text(start, end));
    }

    /** Reads from the word RESET on. */
    StatementKind reset() {
        if (!findings.wantsSetting()) {
            return StatementKind.OTHER;
        }
        lexer.next();
        Word first = lexer.word;
        int type = lexer.type;
        int nameStart = lexer.start;
        int nameEnd = lexer.end();
        lexer.next();
        String name;
        if (first == Word.ALL) {
            name = SettingChange.ALL;
        } else if (first == Word.TIME && lexer.word == Word.ZONE) {
            lexer.next();
            name = Settings.TIME_ZONE;
        } else if (first == Word.SESSION && lexer.word == Word.AUTHORIZATION) {
            lexer.next();
            name = Settings.SESSION_AUTHORIZATION;
        } else if (first == Word.TRANSACTION) {
            return StatementKind.OTHER;
        } else {
            String part = Names.name(sql, type, nameStart, nameEnd);
            name = part == null ? null : name(part);
        }
        return name == null || !isEnd() || lexer.broken() ? unknown() : changed(false, name, null);
    }

    /** Reads from the word DISCARD on. */
    StatementKind discard() {
        lexer.next();
        if (lexer.word == Word.ALL) {
            findings.setting(new SettingChange(Settings.SESSION_AUTHORIZATION, null));
            findings.setting(new SettingChange(SettingChange.ALL, null));
        }
        return StatementKind.OTHER;
    }

    private StatementKind changed(boolean local, String name, @Nullable String statement) {
        if (name.equals(Settings.SYNCHRONOUS_COMMIT)) {
            findings.flushesLate();
        }
        boolean carried = !local && Settings.changed(findings, new SettingChange(name, statement));
        return carried ? StatementKind.SETTING : StatementKind.OTHER;
    }

    /** Something that the server will refuse, or that the scanner does not know. */
    private StatementKind unknown() {
        findings.unknownSetting = true;
        return StatementKind.OTHER;
    }

    private boolean isEnd() {
        return lexer.type == Lexer.SEMICOLON || lexer.type == Lexer.END;
    }

    private boolean isAfterName() {
        return lexer.type == Lexer.DOT || lexer.word == Word.TO || isEqualsSign();
    }

    private boolean isEqualsSign() {
        return lexer.type == Lexer.OPERATOR && sql.charAt(lexer.start) == '=';
    }

    /** A part of the text without its comments. Line breaks stay, since a literal may go on after one. */
    private String text(int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        Lexer tokens = new Lexer(sql, from, null);
        int end = from;
        while (end < to && tokens.next() != Lexer.END) {
            if (tokens.start > end) {
                text.append(sql.substring(end, tokens.start).indexOf('\n') < 0 ? ' ' : '\n');
            }
            end = tokens.end();
            text.append(sql, tokens.start, end);
        }
        return text.toString();
    }
}
