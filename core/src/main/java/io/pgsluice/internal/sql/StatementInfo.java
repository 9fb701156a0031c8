// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the text of a statement says of what it does. Immutable but for what is learned. Safe for use by multiple threads. */
public final class StatementInfo {
    /** Says nothing: what is not a statement of the application's, or not known. */
    public static final StatementInfo UNKNOWN = new StatementInfo(new Findings());

    private static final VarHandle LEARNED;

    static {
        try {
            LEARNED = MethodHandles.lookup().findVarHandle(StatementInfo.class, "primaryLearned", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final StatementKind kind;
    private final boolean read;
    private final @Nullable String primaryOnly;
    private final @Nullable TransactionModes begins;
    private final @Nullable TransactionModes changesTransaction;
    private final boolean chains;
    private final List<SettingChange> settings;
    private final boolean unknownSetting;
    private final Set<SessionEffect> effects;
    private final @Nullable String savepoint;
    private final boolean mayCommit;
    private final boolean repeatable;
    private final boolean flushLate;
    private final boolean combinable;
    private final @Nullable RouteHint hint;
    private final @Nullable String unknownHint;
    private final List<String> unknownFunctions;

    /** Set once, by whichever thread learns it first. */
    @SuppressWarnings("UnusedVariable") // written through the VarHandle
    private volatile boolean primaryLearned;

    StatementInfo(Findings findings) {
        kind = findings.kind();
        read = findings.reads();
        primaryOnly = findings.primaryOnly;
        begins = findings.begins;
        changesTransaction = findings.changesTransaction;
        chains = findings.chains;
        settings = findings.settings();
        unknownSetting = findings.unknownSetting();
        effects = findings.effects();
        savepoint = findings.savepoint;
        mayCommit = findings.mayCommit();
        repeatable = findings.repeatable();
        flushLate = findings.mayFlushLate();
        combinable = findings.combinable();
        hint = findings.hints.hint;
        unknownHint = findings.hints.unknown;
        unknownFunctions = findings.unknownFunctions();
    }

    /** The kind of the only statement of the text. */
    public StatementKind kind() {
        return kind;
    }

    /**
     * Whether there are statements and each of them only reads, and does the same on a hot standby as on the primary. False where that
     * is not known.
     */
    public boolean isRead() {
        return read;
    }

    /**
     * What in the text must not run on a standby although it may seem to work there, such as {@code pg_advisory_lock()}; null if nothing.
     * Statements that a standby refuses as writes (25006) are not named.
     */
    public @Nullable String primaryOnly() {
        return primaryOnly;
    }

    /** The modes of the transaction if the first statement begins one, else null. */
    public @Nullable TransactionModes begins() {
        return begins;
    }

    /** The modes that a SET TRANSACTION, which is the only statement, gives its transaction; null for other kinds. */
    public @Nullable TransactionModes changesTransaction() {
        return changesTransaction;
    }

    /** Whether a COMMIT or ROLLBACK, which is the only statement, begins the next transaction: AND CHAIN. */
    public boolean chains() {
        return chains;
    }

    /** Changes of session settings that can be carried to another session, in their order. */
    public List<SettingChange> settings() {
        return settings;
    }

    /**
     * Whether a setting may be changed to what can't be told: by a {@code set_config} that is not certain to run once with literals and is not
     * literally of the transaction, by a SET that is not understood, or by a text that is not.
     */
    public boolean hasUnknownSetting() {
        return unknownSetting;
    }

    /** What stays with the session and can't be carried. */
    public Set<SessionEffect> effects() {
        return effects;
    }

    /** The name in a SAVEPOINT, RELEASE or ROLLBACK TO, as PostgreSQL folds it; null for other kinds. */
    public @Nullable String savepoint() {
        return savepoint;
    }

    /** Whether the text may end a transaction block with what was written in it. */
    public boolean mayCommit() {
        return mayCommit;
    }

    /**
     * Whether running it, rolling back and running it again comes to the same as running it once: all that it is known to do belongs to its
     * transaction. Gaps in sequences don't count. False for what calls functions that are not known, and for CALL, DO and COPY.
     */
    public boolean isRepeatable() {
        return repeatable;
    }

    /**
     * Whether behind it a COMMIT may be acknowledged before it is flushed: it sets {@code synchronous_commit}, or may do so out of sight, in a
     * function that is not known, in CALL or DO, or by a setting that can't be told.
     */
    public boolean mayFlushLate() {
        return flushLate;
    }

    /** Whether other statements may be sent before it in the same message cycle: one statement, a query or a change of rows. */
    public boolean isCombinable() {
        return combinable;
    }

    /** Where a comment of the text asks for it to run: {@code pgsluice:primary} or {@code pgsluice:replica}; null if none does. */
    public @Nullable RouteHint hint() {
        return hint;
    }

    /** The word of a {@code pgsluice:} comment that is no hint, null if there is none. */
    public @Nullable String unknownHint() {
        return unknownHint;
    }

    /**
     * Functions that are called and not known, as {@code to_regproc} takes them: if none of them writes, the text is a read. Empty if it is one
     * already, or if something else keeps it from being one.
     */
    public List<String> unknownFunctions() {
        return unknownFunctions;
    }

    /** Whether a standby refused the statement as a write. */
    public boolean isPrimaryLearned() {
        return primaryLearned;
    }

    /** Remembers that a standby refused the statement as a write. True the first time. */
    public boolean learnPrimary() {
        return LEARNED.compareAndSet(this, false, true);
    }

    @Override
    public String toString() {
        return "StatementInfo[" + kind + (read ? ", read" : "")
                + (primaryOnly == null ? "" : ", primaryOnly=" + primaryOnly)
                + (settings.isEmpty() ? "" : ", settings=" + settings.size())
                + (effects.isEmpty() ? "" : ", effects=" + effects) + "]";
    }
}
