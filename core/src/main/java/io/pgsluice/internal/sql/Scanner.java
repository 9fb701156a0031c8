// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import org.jspecify.annotations.Nullable;

/**
 * Tells what the text of a statement does: one pass, in time linear to the length of the text, by PostgreSQL's lexical rules and as much of its
 * grammar as that takes. What it does not understand is {@link StatementKind#OTHER} and no read.
 *
 * <p>What it can't see: functions, operators, casts and views of the application's that write behind a name or a sign, and what CALL, DO and
 * user functions do to the session. A standby refuses their writes.
 */
public final class Scanner {
    private final Lexer lexer;
    private final Findings findings = new Findings();
    private final Body body;
    private final SetStatement settings;
    private final TransactionStatement transactions;

    // Of the current statement.
    private @Nullable Word lead;
    private boolean temporary;
    private boolean ofSession;

    private Scanner(String sql) {
        lexer = new Lexer(sql, 0, findings.hints);
        body = new Body(sql, lexer, findings);
        settings = new SetStatement(sql, lexer, findings);
        transactions = new TransactionStatement(sql, lexer, findings);
    }

    /** What the text says. Never throws. */
    public static StatementInfo scan(String sql) {
        return new Scanner(sql).scan();
    }

    private StatementInfo scan() {
        do {
            if (lexer.next() != Lexer.SEMICOLON && lexer.type != Lexer.END) {
                statement();
            }
        } while (lexer.type != Lexer.END);
        if (lexer.broken()) {
            findings.broken();
        }
        return new StatementInfo(findings);
    }

    /** Reads one statement, up to its semicolon or the end of the text. */
    private void statement() {
        int parentheses = 0;
        boolean explains = lexer.word == Word.EXPLAIN;
        if (explains) {
            parentheses = explain();
        }
        while (lexer.type == Lexer.OPEN) {
            parentheses++;
            lexer.next();
        }
        lead = null;
        temporary = false;
        ofSession = false;
        Word first = lexer.word;
        boolean fits = parentheses > 0 ? isQuery(first) : !explains || followsExplain(first);
        StatementKind kind = first == null || !fits ? StatementKind.OTHER : kind(first);
        boolean combines = !explains && isQueryOrChange(first);
        body.read(explains ? Word.EXPLAIN : lead, parentheses, temporary);
        if (kind == StatementKind.READ && body.writes()) {
            kind = StatementKind.WRITE;
        }
        findings.statement(kind, kind == StatementKind.READ && !ofSession && !body.impure(), combines);
    }

    /** Reads from the word EXPLAIN up to the statement. Returns how many of its parentheses are open. */
    private int explain() {
        lexer.next();
        while (lexer.word == Word.ANALYZE || lexer.word == Word.ANALYSE || lexer.word == Word.VERBOSE) {
            lexer.next();
        }
        if (lexer.type != Lexer.OPEN) {
            return 0;
        }
        lexer.next();
        if (lexer.type == Lexer.OPEN || isQuery(lexer.word)) {
            return 1;
        }
        int depth = 1;
        while (depth > 0 && lexer.type != Lexer.END) {
            depth += lexer.type == Lexer.OPEN ? 1 : lexer.type == Lexer.CLOSE ? -1 : 0;
            lexer.next();
        }
        return 0;
    }

    private static boolean isQuery(@Nullable Word word) {
        return word == Word.SELECT || word == Word.WITH || word == Word.VALUES || word == Word.TABLE;
    }

    private static boolean isQueryOrChange(@Nullable Word word) {
        return isQuery(word) || word == Word.INSERT || word == Word.UPDATE || word == Word.DELETE || word == Word.MERGE;
    }

    private static boolean followsExplain(@Nullable Word word) {
        return isQueryOrChange(word) || word == Word.DECLARE || word == Word.CREATE || word == Word.REFRESH;
    }

    /** Tells the statement by its first word, and reads what belongs to it alone. What is left may be a query. */
    private StatementKind kind(Word first) {
        switch (first) {
            case SELECT, WITH, VALUES, TABLE -> {
                lead = first;
                return StatementKind.READ;
            }
            case INSERT, UPDATE, DELETE, MERGE -> {
                lead = first;
                return StatementKind.WRITE;
            }
            case SHOW -> {
                return StatementKind.READ;
            }
            case FETCH, MOVE, CLOSE -> {
                // Of a cursor whose query is not in this text.
                ofSession = true;
                return StatementKind.READ;
            }
            case SET -> {
                return settings.set();
            }
            case RESET -> {
                return settings.reset();
            }
            case DISCARD -> {
                return settings.discard();
            }
            case BEGIN, START -> {
                return transactions.begin();
            }
            case COMMIT, END -> {
                return transactions.commit();
            }
            case ROLLBACK, ABORT -> {
                return transactions.rollback();
            }
            case SAVEPOINT -> {
                return transactions.savepoint();
            }
            case RELEASE -> {
                return transactions.release();
            }
            case DECLARE -> {
                return declare();
            }
            case COPY -> {
                findings.actsOutside();
                lead = first;
                lexer.next();
                return StatementKind.READ;
            }
            case PREPARE -> {
                return prepare();
            }
            case CREATE -> {
                return create();
            }
            case ALTER -> {
                lexer.next();
                if (lexer.word == Word.SYSTEM) {
                    findings.primaryOnly("ALTER SYSTEM");
                }
                return StatementKind.WRITE;
            }
            case ANALYSE,
                    ANALYZE,
                    CLUSTER,
                    COMMENT,
                    DROP,
                    GRANT,
                    IMPORT,
                    REASSIGN,
                    REFRESH,
                    REINDEX,
                    REVOKE,
                    SECURITY,
                    TRUNCATE,
                    VACUUM -> {
                return StatementKind.WRITE;
            }
            default -> {
                return other(first);
            }
        }
    }

    private StatementKind other(Word first) {
        switch (first) {
            case CHECKPOINT, NOTIFY -> findings.primaryOnly(first.name());
            case LISTEN -> {
                findings.effect(SessionEffect.LISTEN);
                findings.primaryOnly(first.name());
            }
            case LOAD -> findings.effect(SessionEffect.LIBRARY);
            case LOCK -> findings.primaryOnly("LOCK TABLE");
            default -> {}
        }
        return StatementKind.OTHER;
    }

    /** Reads from the word DECLARE up to the cursor's query. */
    private StatementKind declare() {
        boolean holds = false;
        Word before = null;
        while (lexer.word != Word.FOR && lexer.type != Lexer.SEMICOLON && lexer.type != Lexer.END) {
            holds |= lexer.word == Word.HOLD && before == Word.WITH;
            before = lexer.word;
            lexer.next();
        }
        lexer.next();
        if (holds) {
            findings.effect(SessionEffect.HELD_CURSOR);
            return StatementKind.OTHER;
        }
        return isQuery(lexer.word) || lexer.type == Lexer.OPEN ? StatementKind.READ : StatementKind.OTHER;
    }

    /** Reads from the word PREPARE up to the prepared statement. */
    private StatementKind prepare() {
        lexer.next();
        boolean transaction = lexer.word == Word.TRANSACTION;
        lexer.next();
        if (transaction && lexer.type == Lexer.STRING) {
            findings.primaryOnly("PREPARE TRANSACTION");
            findings.commits();
            return StatementKind.OTHER;
        }
        findings.effect(SessionEffect.PREPARED_STATEMENT);
        while (lexer.word != Word.AS && lexer.type != Lexer.SEMICOLON && lexer.type != Lexer.END) {
            lexer.next();
        }
        if (lexer.word == Word.AS) {
            lexer.next();
        }
        return StatementKind.OTHER;
    }

    /** Reads from the word CREATE up to what is created. */
    private StatementKind create() {
        lexer.next();
        if (lexer.word == Word.OR) {
            lexer.next();
            lexer.next();
        }
        if (lexer.word == Word.LOCAL || lexer.word == Word.GLOBAL) {
            lexer.next();
        }
        temporary = lexer.word == Word.TEMP || lexer.word == Word.TEMPORARY;
        lead = lexer.word == Word.FUNCTION || lexer.word == Word.PROCEDURE ? Word.FUNCTION : Word.CREATE;
        return StatementKind.WRITE;
    }
}
