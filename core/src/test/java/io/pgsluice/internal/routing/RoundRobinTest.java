// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.spi.LoadBalancer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundRobinTest {

    private record Replica(String name) implements LoadBalancer.Candidate {
        @Override
        public int inUse() {
            return 0;
        }
    }

    private static final List<Replica> THREE = List.of(new Replica("a"), new Replica("b"), new Replica("c"));

    @Test
    void choose_repeatedly_takesEachInTurn() {
        RoundRobin balancer = new RoundRobin(4);

        assertThat(IntStream.range(0, 6).map(i -> balancer.choose(THREE))).containsExactly(1, 2, 0, 1, 2, 0);
    }

    @Test
    void choose_counterOverflows_staysInRange() {
        RoundRobin balancer = new RoundRobin(Integer.MAX_VALUE - 1);

        assertThat(IntStream.range(0, 6).map(i -> balancer.choose(THREE))).containsExactly(0, 1, 2, 0, 1, 2);
    }

    @Test
    void choose_oneCandidate_isAlwaysTheFirst() {
        assertThat(new RoundRobin().choose(THREE.subList(0, 1))).isZero();
    }

    @Test
    void choose_manyInstances_startAtDifferentReplicas() {
        Set<Integer> starts = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            starts.add(new RoundRobin().choose(THREE));
        }
        assertThat(starts).containsExactly(0, 1, 2);
    }
}
