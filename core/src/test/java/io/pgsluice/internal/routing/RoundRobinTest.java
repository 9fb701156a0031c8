// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.spi.LoadBalancer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

        assertThat(IntStream.range(0, 6).map(i -> balancer.choose(0, 3))).containsExactly(1, 2, 0, 1, 2, 0);
    }

    @Test
    void choose_counterOverflows_staysInRange() {
        RoundRobin balancer = new RoundRobin(Integer.MAX_VALUE - 1);

        assertThat(IntStream.range(0, 6).map(i -> balancer.choose(0, 3))).containsExactly(0, 1, 2, 0, 1, 2);
    }

    @Test
    void choose_onceAtEachTurn_spreadsEvenly() {
        RoundRobin balancer = new RoundRobin();

        assertThat(IntStream.range(0, 32).map(turn -> balancer.choose(turn, 2)).sum())
                .isEqualTo(16);
    }

    @Test
    void choose_onceAtEverySecondTurn_spreadsEvenly() {
        RoundRobin balancer = new RoundRobin();

        assertThat(IntStream.range(0, 16).map(i -> balancer.choose(2 * i, 2)).sum())
                .isEqualTo(8);
    }

    @Test
    void choose_inManyThreads_spreadsEvenly() throws InterruptedException {
        RoundRobin balancer = new RoundRobin();
        AtomicIntegerArray chosen = new AtomicIntegerArray(THREE.size());
        List<Thread> threads = Stream.generate(() -> new Thread(
                        () -> IntStream.range(0, 30).forEach(i -> chosen.incrementAndGet(balancer.choose(THREE)))))
                .limit(40)
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(IntStream.range(0, THREE.size()).map(chosen::get)).containsExactly(400, 400, 400);
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
