// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * What is done to the cluster in one episode. The seed determines all of it; which statements are on their way at the moment of a fault
 * is chance all the same.
 *
 * @param seed what it was made from
 * @param synchronous whether commits wait for a replica
 * @param steps the faults, in their order
 */
public record Plan(long seed, boolean synchronous, List<Step> steps) {
    private static final int SHORTEST_BEFORE = 300;
    private static final int LONGEST_BEFORE = 1_200;
    private static final int LONGEST_FAULT = 2_500;
    private static final int SHORTEST_ZOMBIE = 300;
    private static final int LONGEST_ZOMBIE = 2_000;

    /**
     * Makes one of some steps. Kinds come in a shuffled order, so that the steps of as many kinds as possible differ. The seed's lowest
     * bit chooses the replication, so that consecutive seeds alternate.
     */
    public static Plan of(long seed, int steps) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean synchronous = (seed & 1) == 0;
        List<Step> list = new ArrayList<>();
        List<FaultKind> kinds = new ArrayList<>();
        while (list.size() < steps) {
            if (kinds.isEmpty()) {
                kinds.addAll(Arrays.asList(FaultKind.values()));
                kinds.removeIf(kind -> synchronous && kind.asynchronousOnly());
                Collections.shuffle(kinds, new Random(random.nextLong()));
            }
            list.add(step(kinds.remove(0), synchronous, random));
        }
        return new Plan(seed, synchronous, List.copyOf(list));
    }

    private static Step step(FaultKind kind, boolean synchronous, SplittableRandom random) {
        int before = random.nextInt(SHORTEST_BEFORE, LONGEST_BEFORE);
        // Short ones as often as long ones: what happens before a loss is noticed differs from what happens after.
        int length = random.nextInt(random.nextBoolean() ? LONGEST_FAULT / 5 : LONGEST_FAULT);
        boolean mayBeZombie = kind.promotes() && kind != FaultKind.SWITCHOVER;
        int zombie = mayBeZombie && random.nextBoolean() ? random.nextInt(SHORTEST_ZOMBIE, LONGEST_ZOMBIE) : 0;
        // A late one would hold up all commits of a synchronous primary.
        boolean late = mayBeZombie && !synchronous && random.nextInt(3) == 0;
        return new Step(kind, before, length, zombie, random.nextInt(2), late);
    }
}
