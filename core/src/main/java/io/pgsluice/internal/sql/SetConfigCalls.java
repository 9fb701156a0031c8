// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls of {@code set_config} in a statement. One that certainly runs, once, with literals, is a change that can be carried: it stands in
 * the list of results of a SELECT that has no other clause and calls nothing else. Any other that is not literally of the transaction makes a change
 * that is not known. Confined to one thread.
 */
final class SetConfigCalls {
    private final String sql;
    private final Findings findings;
    private @Nullable List<SettingChange> certain;
    private boolean plain;
    private boolean called;

    SetConfigCalls(String sql, Findings findings) {
        this.sql = sql;
        this.findings = findings;
    }

    /** A statement begins. */
    void begin(boolean plainSelect) {
        certain = null;
        plain = plainSelect;
        called = false;
    }

    /** A clause that may keep the list of results from being worked out once. */
    void clause(int depth) {
        plain &= depth != 0;
    }

    /** A call of another function. */
    void otherCall() {
        plain = false;
    }

    /** A call whose arguments begin there. */
    void call(int arguments, int depth, boolean result) {
        called = true;
        SetConfigArguments parsed = SetConfigArguments.parse(sql, arguments);
        if (parsed == null) {
            findings.unknownSetting = true;
        } else if (!parsed.local()) {
            if (depth == 0 && result && parsed.whole()) {
                if (certain == null) {
                    certain = new ArrayList<>(2);
                }
                certain.add(parsed.change());
            } else {
                findings.unknownSetting = true;
            }
        }
    }

    /** The statement ends. True if anything was called. */
    boolean end() {
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
