// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeartbeatsTest {
    private final Heartbeats heartbeats = new Heartbeats();

    HeartbeatsTest() {
        heartbeats.acknowledged(1, 100);
        heartbeats.acknowledged(2, 200);
        heartbeats.acknowledged(4, 400);
    }

    @Test
    void staleness_allSeen_isZero() {
        assertThat(heartbeats.stalenessNanos(4, 1_000)).isZero();
    }

    @Test
    void staleness_moreThanAcknowledgedSeen_isZero() {
        assertThat(heartbeats.stalenessNanos(5, 1_000)).isZero();
    }

    @Test
    void staleness_someMissing_countsFromTheFirstOfThem() {
        assertThat(heartbeats.stalenessNanos(1, 1_000)).isEqualTo(800);
    }

    @Test
    void staleness_missingOneInDoubt_countsFromTheNextAcknowledged() {
        assertThat(heartbeats.stalenessNanos(2, 1_000)).isEqualTo(600);
    }

    @Test
    void staleness_missingAcknowledgedAfterTheStatementWasSent_isZero() {
        assertThat(heartbeats.stalenessNanos(2, 300)).isZero();
    }
}
