// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SampleDemandTest {
    private static final long MILLI = 1_000_000;

    private final SampleDemand demand = new SampleDemand(10 * MILLI, 100 * MILLI);

    @Test
    void demand_noReadMissed_isNotThere() {
        assertThat(demand.isActive(0)).isFalse();
        assertThat(demand.wantsWhole(0)).isFalse();
    }

    @Test
    void demand_aReadMissed_lastsASecond() {
        demand.missed(0, false);
        assertThat(demand.isActive(999 * MILLI)).isTrue();
        assertThat(demand.isActive(1_000 * MILLI)).isFalse();
        demand.missed(1_500 * MILLI, true);
        assertThat(demand.isActive(2_000 * MILLI)).isTrue();
        assertThat(demand.wantsWhole(2_000 * MILLI)).isTrue();
        assertThat(demand.wantsWhole(2_500 * MILLI)).isFalse();
    }

    @Test
    void post_untilThePrimaryIsAsked_isTrueOnce() {
        assertThat(demand.post()).isTrue();
        assertThat(demand.post()).isFalse();
        demand.asked(0);
        assertThat(demand.post()).isTrue();
    }

    /** Reads between one sample and the next; answers how long after it another may be taken. */
    private long gapAfter(long nowNanos, int unproven, int proven) {
        for (int i = 0; i < unproven; i++) {
            demand.missed(nowNanos, false);
            demand.served(false);
        }
        for (int i = 0; i < proven; i++) {
            demand.served(true);
        }
        demand.asked(nowNanos);
        return demand.gapNanos(nowNanos) / MILLI;
    }

    @Test
    void gap_samplesServeNoRead_growsUpToAsManyAsAreTakenAnyway() {
        assertThat(gapAfter(0, 1_000, 0)).isEqualTo(20);
        assertThat(gapAfter(20 * MILLI, 1_000, 9)).isEqualTo(40);
        assertThat(gapAfter(60 * MILLI, 1_000, 0)).isEqualTo(80);
        assertThat(gapAfter(140 * MILLI, 1_000, 0)).isEqualTo(100);
        assertThat(gapAfter(240 * MILLI, 1_000, 0)).isEqualTo(100);
    }

    @Test
    void gap_samplesServeNoRead_growsToTenTimesTheLeastAtMost() {
        SampleDemand seldom = new SampleDemand(10 * MILLI, 60_000 * MILLI);
        for (int sample = 0; sample < 10; sample++) {
            for (int i = 0; i < 100; i++) {
                seldom.missed(0, false);
                seldom.served(false);
            }
            seldom.asked(0);
        }
        assertThat(seldom.gapNanos(0)).isEqualTo(100 * MILLI);
    }

    @Test
    void gap_oneReadInAHundredIsServed_isTheLeast() {
        assertThat(gapAfter(0, 1_000, 0)).isEqualTo(20);
        assertThat(demand.isWorthMore(0)).isFalse();
        assertThat(gapAfter(20 * MILLI, 99, 1)).isEqualTo(10);
        assertThat(demand.isWorthMore(20 * MILLI)).isTrue();
        assertThat(gapAfter(40 * MILLI, 0, 1_000)).isEqualTo(10);
    }

    @Test
    void gap_fewReads_areJudgedTogether() {
        assertThat(gapAfter(0, 50, 0)).isEqualTo(10);
        assertThat(gapAfter(10 * MILLI, 49, 0)).isEqualTo(10);
        assertThat(gapAfter(20 * MILLI, 1, 0)).isEqualTo(20);
        assertThat(gapAfter(40 * MILLI, 50, 0)).isEqualTo(20);
    }

    @Test
    void gap_afterASecondWithoutSuchReads_isTheLeast() {
        assertThat(gapAfter(0, 1_000, 0)).isEqualTo(20);
        assertThat(gapAfter(999 * MILLI, 0, 0)).isEqualTo(20);
        assertThat(gapAfter(1_000 * MILLI, 0, 0)).isEqualTo(10);
    }

    @Test
    void gap_whileAThreadWaits_isTheLeast() {
        assertThat(gapAfter(0, 1_000, 0)).isEqualTo(20);
        assertThat(demand.awaited(0)).isTrue();
        assertThat(demand.gapNanos(999 * MILLI)).isEqualTo(10 * MILLI);
        assertThat(demand.gapNanos(1_000 * MILLI)).isEqualTo(20 * MILLI);
    }

    @Test
    void awaited_aSampleIsPlannedForLater_tellsTheMonitorAllTheSame() {
        demand.missed(0, false);
        assertThat(demand.post()).isTrue();
        assertThat(demand.awaited(0)).isTrue();
        assertThat(demand.awaited(1)).isFalse();
        demand.asked(2);
        assertThat(demand.awaited(3)).isTrue();
    }
}
