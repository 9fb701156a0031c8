// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import org.jspecify.annotations.Nullable;

/**
 * Reads the tokens of a statement to its end: where that is, which functions it calls, whether it writes by a word inside. Confined to one thread.
 *
 * <h2>What is a call</h2>
 *
 * A name before an opening parenthesis, unless
 *
 * <ul>
 *   <li>it is a key word that can't name a function, or one that stands in a place of its own: {@code GROUP BY (}, {@code VARYING (} …
 *   <li>an operand stands before it, so that it is an alias with columns or begins a clause: {@code ) t (}, {@code ) OVER (}. The
 *       parentheses of {@code DISTINCT ON (…)} and {@code OPERATOR(…)} are no operand
 *   <li>{@code AS}, {@code ::}, {@code INTO}, {@code COPY}, {@code TABLESAMPLE} or {@code ORDINALITY} stands before it
 *   <li>it names a query of a WITH list
 * </ul>
 *
 * Known functions that must not run on a standby count wherever their name stands before a parenthesis.
 *
 * <h2>WITH lists</h2>
 *
 * One bit for each depth of parentheses says that a WITH list goes on there. It ends with the word or the parenthesis that begins the
 * query, or with the depth. Deeper than there are bits a name of a WITH list, or an alias after a parenthesis, looks like an unknown function.
 *
 * <h2>Where a statement ends</h2>
 *
 * At a semicolon outside of parentheses, and outside of {@code BEGIN ATOMIC … END} in CREATE FUNCTION and CREATE PROCEDURE, as psql has it.
 */
final class Body {
    private static final int START = -1;
    private static final String CATALOG = "pg_catalog";
    private static final String TEMPORARY_SCHEMA = "pg_temp";
    private static final int LONGEST_NAME = 3 * Names.LONGEST;

    private final String sql;
    private final Lexer lexer;
    private final Findings findings;
    private final SetConfigCalls setConfigCalls;

    private @Nullable Word lead;
    private boolean writes;
    private boolean impure;
    private boolean temporary;
    private int depth;
    private int blocks;
    private long withLists;
    /** A bit for each depth at which the parentheses of DISTINCT ON or OPERATOR are open: an operand follows them. */
    private long prefixes;

    private boolean braces;

    /** The last two tokens. A word after a dot is no key word. */
    private int last;

    private @Nullable Word lastWord;
    private int lastStart;
    private int lastEnd;
    private long lastKey;
    private int beforeLast;
    private @Nullable Word wordBeforeLast;

    /** The name that a parenthesis would make a call: where it begins, what stands before it, whose schema it is in. */
    private int nameStart;

    private int beforeName;
    private @Nullable Word wordBeforeName;
    private boolean qualified;
    private boolean inCatalog;

    Body(String sql, Lexer lexer, Findings findings) {
        this.sql = sql;
        this.lexer = lexer;
        this.findings = findings;
        this.setConfigCalls = new SetConfigCalls(sql, findings);
    }

    /** Whether a word inside makes the statement write: SELECT INTO, FOR UPDATE, an INSERT in a WITH list, COPY FROM. */
    boolean writes() {
        return writes;
    }

    /** Whether something else than reading was found. */
    boolean impure() {
        return impure;
    }

    /** Reads from the current token up to the semicolon or the end. Some parentheses are open already. */
    void read(@Nullable Word leadingWord, int parentheses, boolean makesTemporary) {
        lead = leadingWord;
        writes = false;
        impure = false;
        temporary = makesTemporary;
        depth = parentheses;
        blocks = 0;
        withLists = 0;
        prefixes = 0;
        braces = false;
        last = START;
        lastWord = null;
        beforeLast = START;
        wordBeforeLast = null;
        setConfigCalls.begin(leadingWord == Word.SELECT);
        tokens();
        if (depth != 0 || blocks != 0) {
            lexer.breakOff();
        }
        if (temporary) {
            findings.effect(SessionEffect.TEMPORARY_OBJECTS);
        }
        impure |= setConfigCalls.end();
    }

    private void tokens() {
        int type = lexer.type;
        while (type != Lexer.END) {
            Word word = null;
            switch (type) {
                case Lexer.WORD, Lexer.QUOTED -> word = name(type);
                case Lexer.OPEN -> open();
                case Lexer.CLOSE -> type = close();
                case Lexer.DOT -> dot();
                case Lexer.BRACE -> braces = true;
                case Lexer.STRING -> string();
                case Lexer.SEMICOLON -> {
                    if (depth == 0 && blocks == 0) {
                        return;
                    }
                }
                default -> {}
            }
            beforeLast = last;
            wordBeforeLast = lastWord;
            last = type;
            lastWord = word;
            type = lexer.next();
        }
    }

    /** A name or a key word. Returns the key word. */
    private @Nullable Word name(int type) {
        lastStart = lexer.start;
        lastEnd = lexer.end();
        lastKey = lexer.key;
        if (last == Lexer.DOT) {
            return null;
        }
        nameStart = lexer.start;
        beforeName = last;
        wordBeforeName = lastWord;
        qualified = false;
        Word word = lexer.word;
        if (last == Lexer.BRACE && type == Lexer.WORD) {
            return Word.OTHER_RESERVED;
        }
        if (word != null && lastWord != Word.AS) {
            keyWord(word);
        }
        return word;
    }

    private void keyWord(Word word) {
        switch (word) {
            case SELECT, VALUES, TABLE -> leaveWithList();
            case INSERT, UPDATE, DELETE, MERGE -> change(word);
            case SHARE -> lock(lastWord == Word.KEY ? wordBeforeLast : lastWord);
            case INTO -> into();
            case TEMP, TEMPORARY -> temporary |= isInto();
            case WITH -> {
                if (last == START || last == Lexer.OPEN || lastWord == Word.FOR) {
                    withLists |= bit();
                }
            }
            case FROM -> {
                writes |= lead == Word.COPY && depth == 0;
                setConfigCalls.clause(depth);
            }
            case WHERE, GROUP, HAVING, UNION, INTERSECT, EXCEPT, LIMIT, OFFSET, FETCH, FOR, ORDER, WINDOW ->
                setConfigCalls.clause(depth);
            case DROP -> temporary &= lastWord != Word.COMMIT || wordBeforeLast != Word.ON;
            case ATOMIC -> blocks += lead == Word.FUNCTION && lastWord == Word.BEGIN && depth == 0 ? 1 : 0;
            case CASE -> blocks += blocks > 0 && depth == 0 ? 1 : 0;
            case END -> blocks -= blocks > 0 && depth == 0 ? 1 : 0;
            default -> {
                if (lead == Word.COPY && lastWord == Word.TO && depth == 0) {
                    copyTo(word == Word.STDOUT || word == Word.STDIN);
                }
            }
        }
    }

    /** A word that may begin a change of rows, or end FOR UPDATE. */
    private void change(Word word) {
        if (word == Word.UPDATE) {
            lock(lastWord == Word.KEY && wordBeforeLast == Word.NO ? Word.FOR : lastWord);
        }
        boolean query = last == Lexer.OPEN
                && (wordBeforeLast == Word.AS || wordBeforeLast == Word.MATERIALIZED || beforeLast == START);
        writes |= query || (withLists & bit()) != 0 || depth >= Long.SIZE;
        leaveWithList();
    }

    private void lock(@Nullable Word before) {
        writes |= before == Word.FOR;
    }

    private void into() {
        setConfigCalls.clause(depth);
        writes |= lastWord != Word.INSERT && lastWord != Word.MERGE;
    }

    /** Whether a query's result goes where this word is about to say. */
    private boolean isInto() {
        Word into = lastWord == Word.LOCAL || lastWord == Word.GLOBAL ? wordBeforeLast : lastWord;
        return into == Word.INTO && writes;
    }

    private void string() {
        if (lead == Word.COPY && lastWord == Word.TO && depth == 0) {
            copyTo(false);
        }
    }

    private void copyTo(boolean client) {
        if (!client) {
            impure = true;
            findings.primaryOnly("COPY TO a file of the server");
        }
    }

    private void dot() {
        if (last == Lexer.WORD || last == Lexer.QUOTED) {
            qualified = true;
            inCatalog = Names.is(CATALOG, sql, last, lastStart, lastEnd);
            temporary |= (lead == Word.CREATE || lead == Word.FUNCTION || (wordBeforeName == Word.INTO && writes))
                    && Names.is(TEMPORARY_SCHEMA, sql, last, lastStart, lastEnd);
        }
    }

    private void open() {
        if (last == Lexer.WORD || last == Lexer.QUOTED) {
            if (lastWord == null || qualified || !lastWord.isNoFunction()) {
                called();
            }
            if (lastWord == Word.OPERATOR || (lastWord == Word.ON && wordBeforeLast == Word.DISTINCT)) {
                prefixes |= bit();
            }
        } else if (last == Lexer.CLOSE) {
            leaveWithList();
        }
        depth++;
    }

    /** A closing parenthesis. Returns what it looks like to the next token. */
    private int close() {
        if (depth == 0) {
            return lexer.breakOff();
        }
        leaveWithList();
        depth--;
        setConfigCalls.close(depth, lastWord == Word.TRUE && beforeLast == Lexer.COMMA);
        if (depth < Long.SIZE && (prefixes & bit()) == 0) {
            return Lexer.CLOSE;
        }
        prefixes &= ~bit();
        return Lexer.OPERATOR;
    }

    private long bit() {
        return depth < Long.SIZE ? 1L << depth : 0;
    }

    private void leaveWithList() {
        if (withLists != 0) {
            withLists &= ~bit();
        }
    }

    /** A name with a parenthesis after it. */
    private void called() {
        FunctionKind kind = qualified && !inCatalog ? null : known();
        if (kind == FunctionKind.HARMLESS) {
            setConfigCalls.otherCall();
        } else if (kind == FunctionKind.SET_CONFIG) {
            impure = true;
            setConfigCalls.call(lexer.end(), depth, wordBeforeName == Word.SELECT || beforeName == Lexer.COMMA);
        } else if (kind != null) {
            dangerous(kind);
        } else if (last == Lexer.QUOTED && hasEscapes()) {
            setConfigCalls.otherCall();
            impure = true;
            findings.actsOutside();
            findings.primaryOnly("a function named in Unicode escapes");
        } else if (!(lead == Word.COPY && depth == 0) && !isOtherThanCall()) {
            unknown();
        }
    }

    private void dangerous(FunctionKind kind) {
        setConfigCalls.otherCall();
        impure = true;
        if (kind == FunctionKind.PRIMARY_ONLY) {
            findings.actsOutside();
        }
        if (kind == FunctionKind.SET_SEED) {
            findings.effect(SessionEffect.SESSION_DEFAULTS);
            return;
        }
        if (kind == FunctionKind.SESSION_LOCK) {
            findings.effect(SessionEffect.ADVISORY_LOCK);
        }
        if (findings.primaryOnly == null) {
            findings.primaryOnly(Names.name(sql, last, lastStart, lastEnd) + "()");
        }
    }

    private void unknown() {
        setConfigCalls.otherCall();
        findings.actsOutside();
        if (lastEnd - nameStart > LONGEST_NAME) {
            impure = true;
        } else if (findings.wantsFunction()) {
            findings.unknownFunction(Names.path(sql, nameStart, lastEnd));
        }
    }

    /** What the built-in function of that name does, null if it is none, or an unknown one. */
    private @Nullable FunctionKind known() {
        int from = lastStart;
        int to = lastEnd;
        long key = lastKey;
        if (last == Lexer.QUOTED) {
            from += sql.charAt(from) == '"' ? 1 : 3;
            to--;
            if (to - from > Names.LONGEST || Names.hasUpperCase(sql, from, to)) {
                return null;
            }
            key = WordTable.key(sql, from, to);
        }
        return braces ? Functions.findEscaped(sql, from, to, key) : Functions.find(sql, from, to, key);
    }

    private boolean hasEscapes() {
        return sql.charAt(lastStart) != '"' && sql.substring(lastStart, lastEnd).indexOf('\\') >= 0;
    }

    /** Whether the name and its parenthesis can only be something else than a call. */
    private boolean isOtherThanCall() {
        return switch (beforeName) {
            case Lexer.STRING, Lexer.NUMBER, Lexer.QUOTED, Lexer.CAST, Lexer.CLOSE -> true;
            case Lexer.COMMA -> ((withLists & bit()) != 0 && !qualified) || isClause(null);
            case Lexer.WORD -> wordBeforeName == null || isOtherThanCall(wordBeforeName);
            default -> isClause(null);
        };
    }

    private boolean isOtherThanCall(Word before) {
        return switch (before) {
            case AS, INTO, COPY, ORDINALITY, TABLESAMPLE -> true;
            case WITH, RECURSIVE -> (withLists & bit()) != 0;
            default -> isClause(before);
        };
    }

    /** Whether an unreserved key word stands where it means itself. */
    private boolean isClause(@Nullable Word before) {
        if (lastWord == null) {
            return false;
        }
        return switch (lastWord) {
            case JOIN, ILIKE, CUBE, ROLLUP, OPERATOR -> true;
            case BY -> before == Word.GROUP || before == Word.ORDER || before == Word.PARTITION;
            case SETS -> before == Word.GROUPING;
            case MATERIALIZED -> before == Word.NOT;
            case VARYING ->
                before == Word.CHARACTER || before == Word.CHAR || before == Word.NCHAR || before == Word.BIT;
            case FIRST, NEXT -> before == Word.FETCH;
            case ZONE -> before == Word.TIME;
            default -> false;
        };
    }
}
