// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.internal.topology.PrimaryHistory.Proof;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PrimaryHistoryTest {
    private static final long STARTED = 1_000;
    private static final PrimaryHistory THEN = new PrimaryHistory(0, 4, 1, STARTED, 50, null);
    private static final Fork FORK = new Fork(1, 5, 4, 200, 2_000);

    @Test
    void samePrimary_neitherRestartedNorRecovered_itsWordCounts() {
        assertThat(new PrimaryHistory(0, 4, 2, STARTED, 50, null).of(THEN, 100)).isEqualTo(Proof.STATUS_COUNTS);
    }

    @Test
    void samePrimary_recoveredUpToBeforeThePosition_cutOff() {
        assertThat(new PrimaryHistory(0, 4, 2, STARTED, 99, null).of(THEN, 100)).isEqualTo(Proof.CUT_OFF);
        assertThat(new PrimaryHistory(0, 4, 2, 3_000, 99, null).of(THEN, 100)).isEqualTo(Proof.CUT_OFF);
    }

    /** It may have recovered more than once, and have given the number away in between. */
    @Test
    void samePrimary_recoveredBeyondThePosition_nothing() {
        assertThat(new PrimaryHistory(0, 4, 2, STARTED, 100, null).of(THEN, 100))
                .isEqualTo(Proof.NONE);
    }

    @Test
    void samePrimary_restarted_nothing() {
        assertThat(new PrimaryHistory(0, 4, 2, 3_000, 0, null).of(THEN, 100)).isEqualTo(Proof.NONE);
        assertThat(new PrimaryHistory(0, 4, 2, 3_000, 50, null).of(THEN, 100)).isEqualTo(Proof.NONE);
    }

    @Test
    void nextTimeline_beganBeforeThePosition_cutOff() {
        assertThat(promoted(2_000, 200, FORK).of(THEN, 201)).isEqualTo(Proof.CUT_OFF);
        assertThat(promoted(9_000, 700, FORK).of(THEN, 201)).isEqualTo(Proof.CUT_OFF);
    }

    @Test
    void nextTimeline_beganAtOrBehindThePosition_itsWordCountsUntilItIsRestarted() {
        assertThat(promoted(2_000, 200, FORK).of(THEN, 200)).isEqualTo(Proof.STATUS_COUNTS);
        assertThat(promoted(9_000, 0, FORK).of(THEN, 200)).isEqualTo(Proof.NONE);
        assertThat(promoted(2_000, 300, FORK).of(THEN, 200)).isEqualTo(Proof.NONE);
    }

    @Test
    void nextTimeline_whoseBeginningWasNotSeen_nothing() {
        assertThat(promoted(2_000, 200, null).of(THEN, 201)).isEqualTo(Proof.NONE);
    }

    @Test
    void timelineAfterTheNext_nothing() {
        Fork second = new Fork(1, 6, 5, 300, 2_000);
        assertThat(new PrimaryHistory(1, 6, 2, 2_000, 300, second).of(THEN, 400))
                .isEqualTo(Proof.NONE);
    }

    @Test
    void fork_sessionOutlivedThePromotion_isSeen() {
        Sample standby = Samples.replica().sample();
        Sample promoted = withReplayEnd(Samples.primary(5).sample(), 200, 1);
        assertThat(Fork.seen(1, standby, promoted, 4)).isEqualTo(new Fork(1, 5, 4, 200, 0));
        assertThat(Fork.seen(1, null, promoted, 4)).isNull();
        assertThat(Fork.seen(1, standby, withReplayEnd(promoted, 200, 2), 4)).isNull();
        assertThat(Fork.seen(1, standby, withReplayEnd(promoted, 0, 1), 4)).isNull();
        assertThat(Fork.seen(1, standby, promoted, 3)).isNull();
    }

    private static PrimaryHistory promoted(long started, long replayEnd, @Nullable Fork fork) {
        return new PrimaryHistory(1, 5, 2, started, replayEnd, fork);
    }

    private static Sample withReplayEnd(Sample from, long replayEnd, int session) {
        return new Sample(
                from.sentNanos(),
                from.receivedNanos(),
                from.inRecovery(),
                from.position(),
                from.inserted(),
                from.timeline(),
                from.systemIdentifier(),
                from.writable(),
                from.replayPaused(),
                from.receiverPid(),
                from.standbys(),
                from.replayLagNanos(),
                from.seesStatistics(),
                replayEnd,
                from.startedMicros(),
                session,
                from.serverVersion(),
                from.flushesLate(),
                from.oldestTransaction(),
                from.nextTransaction(),
                from.defaultIsolation());
    }
}
