// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import io.pgsluice.ConsistencyToken;
import io.pgsluice.internal.topology.Instants;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** The instants up to which commits must be seen. They only move forward. Safe for use by multiple threads. */
public final class WriteMark {
    private static final VarHandle FLUSHED;
    private static final VarHandle WHOLE;
    private static final VarHandle EXACT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            FLUSHED = lookup.findVarHandle(WriteMark.class, "flushed", long.class);
            WHOLE = lookup.findVarHandle(WriteMark.class, "whole", long.class);
            EXACT = lookup.findVarHandle(WriteMark.class, "exact", Exact.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * A place in the log that covers all up to an instant.
     *
     * @param nanos the instant
     * @param token the place
     */
    record Exact(long nanos, ConsistencyToken token) {}

    private volatile long flushed = Instants.NEVER;
    private volatile long whole = Instants.NEVER;
    private volatile @Nullable Exact exact;

    /** Whether several threads may note here: then what was acknowledged before is not all in the log before a place. */
    private volatile boolean shared;

    /** Notes that several threads may note here. */
    WriteMark share() {
        shared = true;
        return this;
    }

    /** Up to when flushed commits must be seen; {@link Instants#NEVER} for none. */
    long flushed() {
        return flushed;
    }

    /** Up to when all commits must be seen, those among them that were acknowledged before they were flushed; {@link Instants#NEVER} for none. */
    long whole() {
        return whole;
    }

    /** The later one of both. */
    public long latest() {
        return Instants.later(flushed, whole);
    }

    /** Whether not all that must be seen was flushed when it was acknowledged. */
    public boolean mayBeUnflushed() {
        return whole != Instants.NEVER;
    }

    /** A place in the log that covers everything, if it is known. */
    public @Nullable ConsistencyToken exact() {
        Exact known = exact;
        return known != null && !shared && Instants.reaches(known.nanos, latest()) ? known.token : null;
    }

    boolean isEmpty() {
        return flushed == Instants.NEVER && whole == Instants.NEVER;
    }

    /** Notes an acknowledgement. */
    void note(long nanos, boolean beforeFlush) {
        raise(beforeFlush ? WHOLE : FLUSHED, nanos);
    }

    /** Notes the place in the log of what was acknowledged at an instant. */
    void note(long nanos, ConsistencyToken place) {
        Exact next = new Exact(nanos, place);
        for (Exact known = exact; known == null || known.nanos - nanos <= 0; known = exact) {
            if (EXACT.compareAndSet(this, known, next)) {
                return;
            }
        }
    }

    /** Takes over what another one asks for. */
    void include(WriteMark other) {
        include(other.flushed, other.whole);
        Exact known = other.exact;
        if (known != null && !other.shared) {
            note(known.nanos, known.token);
        }
    }

    void include(long otherFlushed, long otherWhole) {
        if (otherFlushed != Instants.NEVER) {
            raise(FLUSHED, otherFlushed);
        }
        if (otherWhole != Instants.NEVER) {
            raise(WHOLE, otherWhole);
        }
    }

    private void raise(VarHandle instant, long nanos) {
        long now = (long) instant.getVolatile(this);
        while (!Instants.reaches(now, nanos)) {
            if (instant.compareAndSet(this, now, nanos)) {
                return;
            }
            now = (long) instant.getVolatile(this);
        }
    }
}
