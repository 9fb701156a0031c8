// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SampleDemandTest {
    private static final long MILLI = 1_000_000;

    private final SampleDemand demand = new SampleDemand();

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
        demand.asked();
        assertThat(demand.post()).isTrue();
    }
}
