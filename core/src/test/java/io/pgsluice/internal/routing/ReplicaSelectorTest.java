// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pgsluice.SluiceConfig;
import io.pgsluice.internal.topology.ClusterView;
import io.pgsluice.internal.topology.Node;
import io.pgsluice.internal.topology.Views;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicaSelectorTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int READS = 20_000;
    /** Of the golden ratio: spreads evenly without being random. */
    private static final double STEP = 0.6180339887498949;

    private final Node a = new Node(0, "a", "a:1", new NoPool());
    private final Node b = new Node(1, "b", "b:1", new NoPool());
    private final Node c = new Node(2, "c", "c:1", new NoPool());
    private double point;

    private final ReplicaSelector selector = new ReplicaSelector(
            SluiceConfig.builder()
                    .node("a", "jdbc:postgresql://a/app")
                    .credentials("app", "app")
                    .slowStart(Duration.ofSeconds(5))
                    .loadBalancer(new RoundRobin(0))
                    .build(),
            () -> point = (point + STEP) % 1);

    /** What part of the reads a node gets. */
    private double share(Node node, ClusterView view, long now) {
        int count = 0;
        for (int i = 0; i < READS; i++) {
            count += node.equals(selector.select(view, 0, null, now, null)) ? 1 : 0;
        }
        return (double) count / READS;
    }

    @ParameterizedTest
    @CsvSource({"0, 0.1", "1000, 0.28", "2500, 0.55", "4000, 0.82", "4999, 1.0", "5000, 1.0", "60000, 1.0"})
    void select_oneOfTwoCameBack_itsShareGrowsLinearlyToTheFullOne(long millis, double ofFull) {
        long back = 100 * SECOND;
        long now = back + Duration.ofMillis(millis).toNanos();
        ClusterView view = Views.of(null, List.of(a, b), now, Views.NO_RAMP, back);
        assertThat(share(b, view, now)).isCloseTo(ofFull / 2, within(0.01));
    }

    @Test
    void select_oneOfThreeCameBack_theOthersTakeTheRestEvenly() {
        long back = 100 * SECOND;
        long now = back + 5 * SECOND / 9;
        ClusterView view = Views.of(null, List.of(a, b, c), now, Views.NO_RAMP, back, Views.NO_RAMP);
        assertThat(share(b, view, now)).isCloseTo(0.2 / 3, within(0.01));
        assertThat(share(a, view, now)).isCloseTo((1 - 0.2 / 3) / 2, within(0.01));
    }

    @Test
    void select_onlyTheOneThatCameBackIsThere_takesItAll() {
        long back = 100 * SECOND;
        ClusterView alone = Views.of(null, List.of(b), back, back);
        assertThat(share(b, alone, back)).isEqualTo(1);
        ClusterView both = Views.of(null, List.of(a, b), back, back, back);
        assertThat(share(a, both, back) + share(b, both, back)).isCloseTo(1, within(0.02));
        ClusterView other = Views.of(null, List.of(a, b), back, Views.NO_RAMP, back);
        assertThat(selector.select(other, 1L, null, back, null)).isEqualTo(b);
    }

    @Test
    void select_preferredReplicaCameBack_keepsIt() {
        long back = 100 * SECOND;
        ClusterView view = Views.of(null, List.of(a, b), back, Views.NO_RAMP, back);
        assertThat(selector.select(view, 0, b, back, null)).isEqualTo(b);
    }

    @Test
    void select_proofTooOld_isNobody() {
        ClusterView view = Views.of(null, List.of(a, b), 100 * SECOND, Views.NO_RAMP, Views.NO_RAMP);
        assertThat(selector.select(view, 0, null, 101 * SECOND, null)).isIn(a, b);
        assertThat(selector.select(view, 0, null, 101 * SECOND + 1, null)).isNull();
    }
}
