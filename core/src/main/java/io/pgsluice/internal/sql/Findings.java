// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has been found in a text so far. Bounded: what would be too much to remember becomes unknown. Confined to one thread. */
final class Findings {
    static final int MOST_SETTINGS = 64;
    private static final int MOST_FUNCTIONS = 16;
    private static final int MOST_CALLS = 256;

    final Hints hints = new Hints();

    @Nullable
    String primaryOnly;

    @Nullable
    TransactionModes begins;

    @Nullable
    TransactionModes changesTransaction;

    @Nullable
    String savepoint;

    boolean chains;
    boolean unknownSetting;

    private StatementKind kind = StatementKind.EMPTY;
    private boolean onlyReads = true;
    private boolean controlsTransaction;
    private boolean commits;
    private boolean actsOutside;
    private boolean flushLate;
    private boolean combinable;
    private @Nullable Set<SessionEffect> effects;
    private @Nullable List<SettingChange> settings;
    private @Nullable List<String> functions;
    private int calls;
    private int changes;

    /** Counts a statement in. */
    void statement(StatementKind statement, boolean reads, boolean combines) {
        controlsTransaction |= statement.controlsTransaction();
        commits |= statement == StatementKind.COMMIT;
        actsOutside |= statement == StatementKind.OTHER;
        combinable = combines && kind == StatementKind.EMPTY;
        kind = kind == StatementKind.EMPTY ? statement : StatementKind.SEVERAL;
        onlyReads &= reads;
        if (kind == StatementKind.SEVERAL) {
            savepoint = null;
            chains = false;
            changesTransaction = null;
        }
    }

    /** Whether a statement has been counted in. */
    boolean hasStatement() {
        return kind != StatementKind.EMPTY;
    }

    /** The text is not understood to its end: it may do anything. */
    void broken() {
        if (kind != StatementKind.SEVERAL) {
            kind = StatementKind.OTHER;
        }
        onlyReads = false;
        commits = true;
        combinable = false;
        unknownSetting = true;
        savepoint = null;
        chains = false;
    }

    /** Remembers the first thing that must not run on a standby. */
    void primaryOnly(String what) {
        if (primaryOnly == null) {
            primaryOnly = what;
        }
    }

    /** Something may be left behind although its transaction is rolled back. */
    void actsOutside() {
        actsOutside = true;
    }

    /** The text may end its transaction with what was written in it. */
    void commits() {
        commits = true;
    }

    void effect(SessionEffect effect) {
        if (effects == null) {
            effects = EnumSet.of(effect);
        } else {
            effects.add(effect);
        }
    }

    void setting(SettingChange change) {
        if (settings == null) {
            settings = new ArrayList<>(2);
        }
        if (settings.size() == MOST_SETTINGS) {
            unknownSetting = true;
        } else {
            settings.add(change);
        }
    }

    /** Whether one more change of a setting makes a difference. */
    boolean wantsSetting() {
        changes++;
        unknownSetting |= changes > MOST_CALLS;
        return changes <= MOST_CALLS;
    }

    /** Whether one more call of an unknown function makes a difference. */
    boolean wantsFunction() {
        calls++;
        onlyReads &= calls <= MOST_CALLS;
        return onlyReads;
    }

    void unknownFunction(String name) {
        if (functions == null) {
            functions = new ArrayList<>(2);
        }
        if (functions.size() == MOST_FUNCTIONS) {
            onlyReads = false;
        } else if (!functions.contains(name)) {
            functions.add(name);
        }
    }

    StatementKind kind() {
        return kind;
    }

    /** Whether what a setting is in the end can't be told: the text itself may take it back. */
    boolean unknownSetting() {
        return unknownSetting || (settings != null && controlsTransaction && kind == StatementKind.SEVERAL);
    }

    boolean reads() {
        return onlyReads && functions == null && kind != StatementKind.EMPTY;
    }

    boolean mayCommit() {
        return commits || (controlsTransaction && kind == StatementKind.SEVERAL);
    }

    boolean repeatable() {
        return !actsOutside && !mayCommit() && kind != StatementKind.EMPTY;
    }

    /** Whether a COMMIT may come not to wait for the flush. */
    boolean mayFlushLate() {
        return flushLate || unknownSetting() || (actsOutside && kind != StatementKind.EMPTY);
    }

    /** The time at which a COMMIT is acknowledged may be changed. */
    void flushesLate() {
        flushLate = true;
    }

    boolean combinable() {
        return combinable;
    }

    List<SettingChange> settings() {
        return settings == null ? List.of() : List.copyOf(settings);
    }

    /** The unknown functions, if nothing else keeps the text from being a read. */
    List<String> unknownFunctions() {
        return functions == null || !onlyReads ? List.of() : List.copyOf(functions);
    }

    Set<SessionEffect> effects() {
        return effects == null ? Set.of() : Collections.unmodifiableSet(effects);
    }
}
