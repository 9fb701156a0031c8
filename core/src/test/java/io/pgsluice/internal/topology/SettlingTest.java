// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettlingTest {
    private final Settling settling = new Settling();

    private void sample(long sent, int oldest, int next) {
        settling.add(
                Samples.primary(1).at(sent, 1_000).transactions(oldest, next).sample());
    }

    @Test
    void settled_noTransactionUnderWay_isThatSample() {
        sample(10, 700, 700);
        assertThat(settling.settledNanos()).isEqualTo(10);
    }

    /** One that waits for a standby has a number, and none that came later has ended: the snapshot's upper end does not tell of it. */
    @Test
    void settled_theOnlyTransactionUnderWay_isNotBeforeThatIsOver() {
        sample(10, 700, 701);
        assertThat(settling.settledNanos()).isEqualTo(Instants.NEVER);
        sample(20, 700, 701);
        assertThat(settling.settledNanos()).isEqualTo(Instants.NEVER);
        sample(30, 701, 701);
        assertThat(settling.settledNanos()).isEqualTo(30);
    }

    @Test
    void settled_othersHaveBegunMeanwhile_isTheSampleWhoseTransactionsAreOver() {
        sample(10, 700, 705);
        sample(20, 703, 709);
        assertThat(settling.settledNanos()).isEqualTo(Instants.NEVER);
        sample(30, 706, 712);
        assertThat(settling.settledNanos()).isEqualTo(10);
        sample(40, 712, 715);
        assertThat(settling.settledNanos()).isEqualTo(30);
    }

    @Test
    void settled_numbersWrapAround_goesOn() {
        sample(10, -2, 3);
        sample(20, 3, 5);
        assertThat(settling.settledNanos()).isEqualTo(10);
    }

    @Test
    void settled_anotherPrimary_beginsAnew() {
        sample(10, 700, 701);
        settling.clear();
        sample(20, 701, 702);
        assertThat(settling.settledNanos()).isEqualTo(Instants.NEVER);
    }
}
