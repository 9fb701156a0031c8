// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls of {@code set_config} in a statement. One that certainly runs, once, with literals, is a change that can be carried: it stands in
 * the list of results of a SELECT that has no other clause and calls nothing else. Any other that is not literally of the transaction makes a
 * change that is not known. Confined to one thread.
 */
final class SetConfigCalls {
    private final String sql;
    private final Findings findings;
    private @Nullable List<SettingChange> certain;
    private boolean plain;
    private boolean called;
    /** A bit for each depth at which a call is open whose arguments are not all literals. */
    private long open;

    SetConfigCalls(String sql, Findings findings) {
        this.sql = sql;
        this.findings = findings;
    }

    /** A statement begins; in a plain SELECT what its list of results calls is called once. */
    void begin(boolean plainSelect) {
        certain = null;
        plain = plainSelect;
        called = false;
        open = 0;
    }

    /** A clause that may keep the list of results from being worked out once. */
    void clause(int depth) {
        plain &= depth != 0;
    }

    /** A call of another function. */
    void otherCall() {
        plain = false;
    }

    /** A call whose arguments begin there; it is one of the results, or part of something else. */
    void call(int arguments, int depth, boolean result) {
        called = true;
        if (mayNameSynchronousCommit(arguments)) {
            findings.flushesLate();
        }
        if (!findings.wantsSetting()) {
            return;
        }
        SetConfigArguments parsed = SetConfigArguments.parse(sql, arguments);
        if (parsed == null) {
            if (depth < Long.SIZE) {
                open |= 1L << depth;
            } else {
                findings.unknownSetting = true;
            }
        } else if (parsed.session()) {
            if (depth == 0
                    && result
                    && parsed.whole()
                    && (certain == null || certain.size() < Findings.MOST_SETTINGS)) {
                if (certain == null) {
                    certain = new ArrayList<>(2);
                }
                certain.add(parsed.change());
            } else {
                findings.unknownSetting = true;
            }
        }
    }

    private boolean mayNameSynchronousCommit(int arguments) {
        Lexer lexer = new Lexer(sql, arguments, null);
        lexer.next();
        String name = lexer.type == Lexer.STRING ? Settings.literalName(sql, lexer.start, lexer.end()) : null;
        return name == null || name.equals(Settings.SYNCHRONOUS_COMMIT);
    }

    /** A parenthesis closes; its last argument may have been the word TRUE. */
    void close(int depth, boolean lastIsTrue) {
        if (open != 0 && depth < Long.SIZE && (open & 1L << depth) != 0) {
            open &= ~(1L << depth);
            findings.unknownSetting |= !lastIsTrue;
        }
    }

    /** The statement ends. True if anything was called. */
    boolean end() {
        findings.unknownSetting |= open != 0;
        if (certain != null) {
            for (SettingChange change : certain) {
                if (plain) {
                    Settings.changed(findings, change);
                } else {
                    findings.unknownSetting = true;
                }
            }
        }
        return called;
    }
}
