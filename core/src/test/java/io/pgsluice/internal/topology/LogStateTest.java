// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.internal.topology.LogState.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogStateTest {
    private static final long SYSTEM = 77;
    private static final long ASKED = 1_000;
    private static final long BEFORE = ASKED - 1;

    private static Fork fork(int before, long position) {
        return new Fork(0, before + 1, before, position, 0);
    }

    private static LogState log(int timeline, Fork... forks) {
        return new LogState(SYSTEM, timeline, ASKED, Instants.NEVER, ASKED, 4_000, 5_000, false, List.of(forks));
    }

    @Test
    void place_sameTimeline_isKnownUpToWhatThePrimaryHad() {
        assertThat(log(3).of(SYSTEM, 3, 5_000, BEFORE)).isEqualTo(Place.KNOWN);
        assertThat(log(3).of(SYSTEM, 3, 5_001, ASKED)).isEqualTo(Place.AHEAD);
        assertThat(log(3).of(SYSTEM, 3, 5_001, BEFORE)).isEqualTo(Place.UNKNOWN);
    }

    @Test
    void place_onAPageBoundary_isTheSameBeforeAndBehindTheHeader() {
        LogState log = new LogState(SYSTEM, 1, ASKED, Instants.NEVER, ASKED, 8_192, 8_192, false, List.of());
        assertThat(log.of(SYSTEM, 1, 8_192 + 24, BEFORE)).isEqualTo(Place.KNOWN);
        assertThat(LogState.comparable(8_192 + 24)).isEqualTo(8_192);
    }

    @Test
    void place_otherSystem_isElsewhere() {
        assertThat(log(3).of(SYSTEM + 1, 3, 1, BEFORE)).isEqualTo(Place.ELSEWHERE);
    }

    @Test
    void place_laterTimeline_isUnknownWhenEveryNodeWasAskedSince() {
        assertThat(log(3).of(SYSTEM, 4, 1, ASKED)).isEqualTo(Place.UNDECIDED);
        assertThat(log(3).of(SYSTEM, 4, 1, BEFORE)).isEqualTo(Place.UNKNOWN);
        LogState notAllAsked =
                new LogState(SYSTEM, 3, ASKED, Instants.NEVER, BEFORE - 1, 4_000, 5_000, false, List.of());
        assertThat(notAllAsked.of(SYSTEM, 4, 1, BEFORE)).isEqualTo(Place.UNDECIDED);
    }

    @Test
    void place_earlierTimeline_isKnownOrCutOffByWhereItEnded() {
        LogState log = log(3, fork(1, 1_000), fork(2, 2_000));
        assertThat(log.of(SYSTEM, 2, 2_000, BEFORE)).isEqualTo(Place.KNOWN);
        assertThat(log.of(SYSTEM, 2, 2_001, BEFORE)).isEqualTo(Place.CUT_OFF);
        assertThat(log.of(SYSTEM, 1, 1_000, BEFORE)).isEqualTo(Place.KNOWN);
        assertThat(log.of(SYSTEM, 1, 1_001, BEFORE)).isEqualTo(Place.CUT_OFF);
    }

    @Test
    void place_earlierTimelineWhoseEndWasNotSeen_isUnknown() {
        assertThat(log(3).of(SYSTEM, 2, 1, BEFORE)).isEqualTo(Place.UNKNOWN);
        assertThat(log(3, fork(1, 1_000)).of(SYSTEM, 1, 1, BEFORE)).isEqualTo(Place.UNKNOWN);
        assertThat(log(3, fork(2, 2_000)).of(SYSTEM, 1, 1, BEFORE)).isEqualTo(Place.UNKNOWN);
    }

    @Test
    void place_primaryNeverAsked_isUndecided() {
        LogState log = new LogState(SYSTEM, 3, Instants.NEVER, Instants.NEVER, Instants.NEVER, 0, 0, false, List.of());
        assertThat(log.of(SYSTEM, 3, 1, BEFORE)).isEqualTo(Place.AHEAD);
        assertThat(log.of(SYSTEM, 4, 1, BEFORE)).isEqualTo(Place.UNDECIDED);
    }

    @Test
    void instants_acrossTheEndOfTheClocksRange_compareByTheirDifference() {
        long late = Long.MAX_VALUE - 5;
        assertThat(Instants.reaches(late + 10, late)).isTrue();
        assertThat(Instants.reaches(late, late + 10)).isFalse();
        assertThat(Instants.later(late, late + 10)).isEqualTo(late + 10);
        assertThat(Instants.reaches(late, Instants.NEVER)).isTrue();
        assertThat(Instants.reaches(Instants.NEVER, late)).isFalse();
        assertThat(Instants.reaches(Instants.NEVER, Instants.NEVER)).isTrue();
        assertThat(Instants.later(Instants.NEVER, late)).isEqualTo(late);
    }
}
