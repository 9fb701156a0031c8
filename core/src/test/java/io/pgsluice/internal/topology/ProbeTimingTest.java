// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.internal.topology.Observation.Missed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProbeTimingTest {
    private static final long TIMEOUT = 1_000;
    private static final long INTERVAL = 500;
    private static final long GAP = 10;
    private static final Observation FAILURE = new Missed("no answer");

    private final ProbeTiming timing = new ProbeTiming(0);

    /** Who wants a probe, and when it comes: asked at 0, an outcome at 2, planned at 4. */
    private enum Wanted {
        SOON(GAP),
        HURRY(4);

        private final long due;

        Wanted(long due) {
            this.due = due;
        }

        void want(ProbeTiming timing) {
            if (this == SOON) {
                timing.soon(3, GAP);
            } else {
                timing.hurry(3);
            }
        }
    }

    @Test
    void probe_atTheStart_isDue() {
        assertThat(timing.isDue(0)).isTrue();
    }

    @Test
    void probe_sent_isAwaitedUntilItsDeadline() {
        timing.ask(0, TIMEOUT);
        assertThat(timing.isDue(INTERVAL)).isFalse();
        assertThat(timing.isAwaited()).isTrue();
        assertThat(timing.awaitedNanos(7)).isEqualTo(7);
        assertThat(timing.wakeNanos()).isEqualTo(TIMEOUT);
        assertThat(timing.isOverdue(TIMEOUT - 1)).isFalse();
        assertThat(timing.isOverdue(TIMEOUT)).isTrue();
    }

    @Test
    void probe_over_isSentAgainWhenPlanned() {
        int request = timing.ask(0, TIMEOUT);
        assertThat(timing.accepts(request, FAILURE)).isTrue();
        timing.schedule(4, INTERVAL);
        assertThat(timing.wakeNanos()).isEqualTo(4 + INTERVAL);
        assertThat(timing.isDue(3 + INTERVAL)).isFalse();
        assertThat(timing.isDue(4 + INTERVAL)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void wanted_whileAProbeRuns_isInTheNextPlan(Wanted wanted) {
        int request = timing.ask(0, TIMEOUT);
        wanted.want(timing);
        assertThat(timing.accepts(request, FAILURE)).isTrue();
        timing.schedule(4, INTERVAL);
        assertThat(timing.wakeNanos()).isEqualTo(wanted.due);
    }

    @ParameterizedTest
    @EnumSource
    void wanted_betweenAnOutcomeAndThePlan_isInThatPlan(Wanted wanted) {
        int request = timing.ask(0, TIMEOUT);
        assertThat(timing.accepts(request, FAILURE)).isTrue();
        wanted.want(timing);
        timing.schedule(4, INTERVAL);
        assertThat(timing.wakeNanos()).isEqualTo(wanted.due);
    }

    @ParameterizedTest
    @EnumSource
    void wanted_betweenGivingUpAndThePlan_isInThatPlan(Wanted wanted) {
        timing.ask(0, TIMEOUT);
        timing.giveUp();
        wanted.want(timing);
        timing.schedule(4, INTERVAL);
        assertThat(timing.wakeNanos()).isEqualTo(wanted.due);
    }

    @Test
    void wanted_whenPlanned_changesThePlan() {
        int request = timing.ask(0, TIMEOUT);
        timing.accepts(request, FAILURE);
        timing.schedule(4, INTERVAL);
        timing.soon(5, GAP);
        assertThat(timing.wakeNanos()).isEqualTo(GAP);
        timing.soon(6, 3 * GAP);
        assertThat(timing.wakeNanos()).isEqualTo(GAP);
        timing.hurry(7);
        assertThat(timing.wakeNanos()).isEqualTo(7);
    }

    @Test
    void soon_twiceWhileAProbeRuns_isTheEarlier() {
        int request = timing.ask(0, TIMEOUT);
        timing.soon(1, GAP);
        timing.soon(2, 3 * GAP);
        timing.accepts(request, FAILURE);
        timing.schedule(4, INTERVAL);
        assertThat(timing.wakeNanos()).isEqualTo(GAP);
    }

    @Test
    void outcome_ofAProbeThatWasGivenUp_countsOnlyAsAnAnswer() {
        int given = timing.ask(0, TIMEOUT);
        timing.giveUp();
        timing.schedule(TIMEOUT, 0);
        timing.ask(TIMEOUT, TIMEOUT);
        assertThat(timing.accepts(given, FAILURE)).isFalse();
        assertThat(timing.isAwaited()).isTrue();
    }

    @Test
    void plan_behindALateAnswer_leavesThePlanThatIsThere() {
        timing.ask(0, TIMEOUT);
        timing.giveUp();
        timing.schedule(TIMEOUT, INTERVAL);
        timing.hurry(TIMEOUT + 1);
        timing.schedule(TIMEOUT + 2, INTERVAL);
        assertThat(timing.wakeNanos()).isEqualTo(TIMEOUT + 1);
    }

    @Test
    void plan_behindALateAnswer_leavesTheProbeThatRunsAndWhatIsWantedBehindIt() {
        timing.ask(0, TIMEOUT);
        timing.giveUp();
        timing.schedule(TIMEOUT, 0);
        int request = timing.ask(TIMEOUT, TIMEOUT);
        timing.hurry(TIMEOUT + 1);
        timing.schedule(TIMEOUT + 2, INTERVAL);
        assertThat(timing.isAwaited()).isTrue();
        timing.accepts(request, FAILURE);
        timing.schedule(TIMEOUT + 3, INTERVAL);
        assertThat(timing.wakeNanos()).isEqualTo(TIMEOUT + 3);
    }
}
