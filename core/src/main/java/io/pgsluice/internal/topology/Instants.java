// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

/** Readings of the data source's ticker, which compare by their difference alone, and the one that is before all of them. */
public final class Instants {
    /** Before every instant. */
    public static final long NEVER = Long.MIN_VALUE;

    private Instants() {}

    /** Whether an instant is not before another one. */
    public static boolean reaches(long instant, long wanted) {
        return wanted == NEVER || (instant != NEVER && instant - wanted >= 0);
    }

    /** The later one of two. */
    public static long later(long one, long other) {
        return reaches(one, other) ? one : other;
    }
}
