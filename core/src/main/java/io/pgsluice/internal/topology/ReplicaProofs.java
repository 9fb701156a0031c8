// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What is proven of the eligible replicas, one entry for each in every array. The arrays are not copied, and not changed any more.
 *
 * @param freshAt every flushed commit acknowledged before this instant is visible there
 * @param wholeAt every commit acknowledged before this instant is visible there, those among them that were not flushed yet
 * @param position what it had replayed at its last sample
 * @param sampledAt when it was asked for that
 * @param steadySince it has not gone back in its log since
 * @param rampStart when its slow start began, or {@link Instants#NEVER}
 */
@SuppressWarnings("ArrayRecordComponent") // read for every transaction; never compared
record ReplicaProofs(
        long[] freshAt, long[] wholeAt, long[] position, long[] sampledAt, long[] steadySince, long[] rampStart) {

    static ReplicaProofs of(List<Tracker> eligible) {
        return new ReplicaProofs(
                each(eligible, tracker -> tracker.replica.provenFreshAt()),
                each(eligible, tracker -> tracker.replica.provenWholeAt()),
                each(eligible, tracker -> tracker.lastSample().position()),
                each(eligible, tracker -> tracker.lastSample().sentNanos()),
                each(eligible, tracker -> tracker.steadySince),
                each(eligible, tracker -> tracker.replica.rampStartNanos()));
    }

    private static long[] each(List<Tracker> eligible, ToLongFunction<Tracker> number) {
        return eligible.stream().mapToLong(number).toArray();
    }
}
