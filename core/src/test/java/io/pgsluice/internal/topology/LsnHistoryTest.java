// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LsnHistoryTest {
    private final LsnHistory history = new LsnHistory(4);

    @Test
    void provenFreshAt_noSample_isNever() {
        assertThat(history.provenFreshAt(Long.MAX_VALUE)).isEqualTo(LsnHistory.NEVER);
    }

    @Test
    void provenFreshAt_betweenSamples_isTheOlderOne() {
        history.add(10, 1_000);
        history.add(20, 2_000);
        history.add(30, 3_000);
        assertThat(history.provenFreshAt(999)).isEqualTo(LsnHistory.NEVER);
        assertThat(history.provenFreshAt(1_000)).isEqualTo(10);
        assertThat(history.provenFreshAt(2_999)).isEqualTo(20);
        assertThat(history.provenFreshAt(3_000)).isEqualTo(30);
    }

    @Test
    void provenFreshAt_idlePrimary_advancesWithTime() {
        for (long instant = 10; instant <= 100; instant += 10) {
            history.add(instant, 1_000);
        }
        assertThat(history.provenFreshAt(1_000)).isEqualTo(100);
    }

    @Test
    void provenFreshAt_idleThenWriting_keepsTheEndOfTheIdleTime() {
        history.add(10, 1_000);
        history.add(20, 1_000);
        history.add(30, 1_000);
        history.add(40, 2_000);
        assertThat(history.provenFreshAt(1_500)).isEqualTo(30);
    }

    @Test
    void provenWholeAt_insertedAheadOfFlushed_waitsForTheInserted() {
        history.add(10, 1_000, 1_000);
        history.add(20, 2_000, 2_500);
        assertThat(history.provenFreshAt(2_000)).isEqualTo(20);
        assertThat(history.provenWholeAt(2_000)).isEqualTo(10);
        assertThat(history.provenWholeAt(2_500)).isEqualTo(20);
        assertThat(history.reachesNewest(2_000)).isTrue();
        assertThat(history.reachesNewestWhole(2_000)).isFalse();
    }

    @Test
    void provenWholeAt_insertedOnAPageBoundary_isReachedBeforeTheHeader() {
        history.add(10, 8_192, 8_192 + 24);
        assertThat(history.provenWholeAt(8_192)).isEqualTo(10);
    }

    @Test
    void provenFreshAt_manySamples_remembersFewerOfThemForLonger() {
        LsnHistory often = new LsnHistory(4, 100);
        for (int i = 1; i <= 35; i++) {
            often.add(i * 10L, i * 1_000L);
        }
        assertThat(often.provenFreshAt(34_999)).as("recent").isEqualTo(340);
        assertThat(often.provenFreshAt(12_000)).as("older").isEqualTo(110);
        assertThat(often.provenFreshAt(999)).isEqualTo(LsnHistory.NEVER);
    }

    @Test
    void provenFreshAt_ringOverwritten_knowsNothingOfOldPositions() {
        for (int i = 1; i <= 6; i++) {
            history.add(i * 10L, i * 1_000L);
        }
        assertThat(history.provenFreshAt(2_500)).isEqualTo(LsnHistory.NEVER);
        assertThat(history.provenFreshAt(3_000)).isEqualTo(30);
        assertThat(history.provenFreshAt(9_000)).isEqualTo(60);
    }

    @Test
    void add_goingBackInTimeOrPosition_isIgnored() {
        history.add(20, 2_000);
        history.add(10, 3_000);
        history.add(30, 1_000);
        assertThat(history.provenFreshAt(9_000)).isEqualTo(20);
        assertThat(history.provenFreshAt(1_000)).isEqualTo(LsnHistory.NEVER);
    }

    @Test
    void reachesAllBefore_sampleAfterTheInstant_doesNotCount() {
        history.add(10, 1_000);
        history.add(30, 3_000);
        assertThat(history.reachesAllBefore(20, 1_000)).isTrue();
        assertThat(history.reachesAllBefore(30, 1_000)).isFalse();
        assertThat(history.reachesAllBefore(5, 1_000)).isFalse();
    }

    @Test
    void add_positionAfterAPageHeader_equalsTheEndOfTheLastPage() {
        long page = 5L * 8192;
        history.add(10, page + 24);
        assertThat(history.provenFreshAt(page)).isEqualTo(10);
        assertThat(history.provenFreshAt(page - 8)).isEqualTo(LsnHistory.NEVER);
    }

    @Test
    void withoutPageHeader_longHeader_onlyAtTheStartOfASegment() {
        long segment = 16L << 20;
        assertThat(LsnHistory.withoutPageHeader(segment + 40)).isEqualTo(segment);
        assertThat(LsnHistory.withoutPageHeader(8192 + 40)).isEqualTo(8192 + 40);
        assertThat(LsnHistory.withoutPageHeader(8192 + 64)).isEqualTo(8192 + 64);
    }

    @Test
    void clear_forgetsEverything() {
        history.add(10, 1_000);
        history.clear();
        assertThat(history.provenFreshAt(1_000)).isEqualTo(LsnHistory.NEVER);
        assertThat(history.reachesNewest(1_000)).isFalse();
    }
}
