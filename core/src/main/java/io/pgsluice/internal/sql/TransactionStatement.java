// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** Reads the statements that begin and end transactions and savepoints. Confined to one thread. */
final class TransactionStatement {
    private static final TransactionModes NONE = new TransactionModes(null, 0);

    private final String sql;
    private final Lexer lexer;
    private final Findings findings;

    TransactionStatement(String sql, Lexer lexer, Findings findings) {
        this.sql = sql;
        this.lexer = lexer;
        this.findings = findings;
    }

    /** Reads from the word BEGIN or START on. */
    StatementKind begin() {
        boolean start = lexer.word == Word.START;
        lexer.next();
        if (lexer.word == Word.TRANSACTION || (!start && lexer.word == Word.WORK)) {
            lexer.next();
        } else if (start) {
            return StatementKind.OTHER;
        }
        TransactionModes modes = modes(lexer);
        if (modes == null) {
            return StatementKind.OTHER;
        }
        if (!findings.hasStatement()) {
            findings.begins = modes;
        }
        return StatementKind.BEGIN;
    }

    /** Reads from the word COMMIT or END on. */
    StatementKind commit() {
        boolean end = lexer.word == Word.END;
        lexer.next();
        if (lexer.word == Word.PREPARED && !end) {
            findings.primaryOnly("COMMIT PREPARED");
            return StatementKind.OTHER;
        }
        skipNoise();
        return isChainOrEnd() ? StatementKind.COMMIT : StatementKind.OTHER;
    }

    /** Reads from the word ROLLBACK or ABORT on. */
    StatementKind rollback() {
        boolean abort = lexer.word == Word.ABORT;
        lexer.next();
        if (lexer.word == Word.PREPARED && !abort) {
            findings.primaryOnly("ROLLBACK PREPARED");
            return StatementKind.OTHER;
        }
        skipNoise();
        if (lexer.word == Word.TO && !abort) {
            lexer.next();
            return savepoint(true) ? StatementKind.ROLLBACK_TO : StatementKind.OTHER;
        }
        return isChainOrEnd() ? StatementKind.ROLLBACK : StatementKind.OTHER;
    }

    /** Reads from the word SAVEPOINT on. */
    StatementKind savepoint() {
        lexer.next();
        return savepoint(false) ? StatementKind.SAVEPOINT : StatementKind.OTHER;
    }

    /** Reads from the word RELEASE on. */
    StatementKind release() {
        lexer.next();
        return savepoint(true) ? StatementKind.RELEASE : StatementKind.OTHER;
    }

    private void skipNoise() {
        if (lexer.word == Word.WORK || lexer.word == Word.TRANSACTION) {
            lexer.next();
        }
    }

    private boolean isChainOrEnd() {
        if (lexer.word == Word.AND) {
            lexer.next();
            boolean chains = lexer.word != Word.NO;
            if (!chains) {
                lexer.next();
            }
            if (lexer.word != Word.CHAIN) {
                return false;
            }
            lexer.next();
            findings.chains = chains;
        }
        return isEnd(lexer);
    }

    /** A name, possibly after the word SAVEPOINT, which may be the name itself. */
    private boolean savepoint(boolean wordBefore) {
        int type = lexer.type;
        int start = lexer.start;
        int end = lexer.end();
        boolean word = lexer.word == Word.SAVEPOINT;
        lexer.next();
        if (wordBefore && word && !isEnd(lexer)) {
            type = lexer.type;
            start = lexer.start;
            end = lexer.end();
            lexer.next();
        }
        String name = Names.name(sql, type, start, end);
        if (name == null || !isEnd(lexer)) {
            return false;
        }
        findings.savepoint = name;
        return true;
    }

    /** Reads modes up to the end of the statement. Null if they are none. */
    static @Nullable TransactionModes modes(Lexer lexer) {
        Boolean readOnly = null;
        int isolation = 0;
        while (!isEnd(lexer)) {
            Word word = lexer.word;
            lexer.next();
            if (word == Word.READ && (lexer.word == Word.ONLY || lexer.word == Word.WRITE)) {
                readOnly = lexer.word == Word.ONLY;
                lexer.next();
            } else if (word == Word.ISOLATION && lexer.word == Word.LEVEL) {
                lexer.next();
                isolation = isolation(lexer);
                if (isolation == 0) {
                    return null;
                }
            } else if (word == Word.NOT && lexer.word == Word.DEFERRABLE) {
                lexer.next();
            } else if (word != Word.DEFERRABLE) {
                return null;
            }
            if (lexer.type == Lexer.COMMA) {
                lexer.next();
            }
        }
        if (lexer.broken()) {
            return null;
        }
        return readOnly == null && isolation == 0 ? NONE : new TransactionModes(readOnly, isolation);
    }

    private static int isolation(Lexer lexer) {
        Word first = lexer.word;
        lexer.next();
        if (first == Word.SERIALIZABLE) {
            return Connection.TRANSACTION_SERIALIZABLE;
        }
        Word second = lexer.word;
        lexer.next();
        if (first == Word.REPEATABLE && second == Word.READ) {
            return Connection.TRANSACTION_REPEATABLE_READ;
        }
        if (first == Word.READ && second == Word.COMMITTED) {
            return Connection.TRANSACTION_READ_COMMITTED;
        }
        return first == Word.READ && second == Word.UNCOMMITTED ? Connection.TRANSACTION_READ_UNCOMMITTED : 0;
    }

    private static boolean isEnd(Lexer lexer) {
        return lexer.type == Lexer.SEMICOLON || lexer.type == Lexer.END;
    }
}
