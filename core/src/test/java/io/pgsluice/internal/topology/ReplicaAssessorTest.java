// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import static io.pgsluice.internal.topology.Samples.SYSTEM;
import static io.pgsluice.internal.topology.Samples.primary;
import static io.pgsluice.internal.topology.Samples.replica;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.Eligibility;
import io.pgsluice.internal.topology.ReplicaAssessor.Context;
import io.pgsluice.internal.topology.ReplicaAssessor.Limits;
import io.pgsluice.internal.topology.TimelineProof.Witness;
import org.junit.jupiter.api.Test;

class ReplicaAssessorTest {
    private static final Limits LIMITS = new Limits(1_000, 10_000, 3, true);
    private static final long ANSWERS = Long.MAX_VALUE;

    private final LsnHistory history = new LsnHistory(16);
    private Witness witness = new Witness(1, -1, 1, 1, false);
    private long confirmed = 100;
    private long horizon = ANSWERS;
    private long now = 101;
    private boolean drained;
    private ReplicaRecord record = ReplicaRecord.initial(0);

    ReplicaAssessorTest() {
        history.add(100, 5_000);
    }

    @Test
    void assess_caughtUp_isEligibleAtOnceTheFirstTime() {
        assertThat(assess(replica().timeline(1).at(101, 5_000))).isEqualTo(Eligibility.ELIGIBLE);
        assertThat(record.lagNanos()).isZero();
        assertThat(record.provenFreshAt()).isEqualTo(100);
        assertThat(record.rampStartNanos()).isEqualTo(LsnHistory.NEVER);
    }

    @Test
    void assess_behindWithinTheThreshold_measuresTheTime() {
        history.add(500, 6_000);
        assertThat(assess(replica().timeline(1).at(600, 5_500))).isEqualTo(Eligibility.ELIGIBLE);
        assertThat(record.lagNanos()).isEqualTo(501);
    }

    @Test
    void assess_drained_isOutAndMeasuredAndReturnsLikeOthers() {
        assess(replica().timeline(1).at(101, 5_000));
        drained = true;
        history.add(500, 6_000);
        assertThat(assess(replica().timeline(1).at(600, 5_500))).isEqualTo(Eligibility.DRAINED);
        assertThat(record.lagNanos()).isEqualTo(501);
        assertThat(assess(replica().timeline(1).at(610, 6_000).paused())).isEqualTo(Eligibility.REPLAY_PAUSED);
        assertThat(assess(replica().timeline(1).at(620, 6_000))).isEqualTo(Eligibility.DRAINED);
        drained = false;
        assertThat(assess(replica().timeline(1).at(630, 6_000))).isEqualTo(Eligibility.RETURNING);
        assertThat(assess(replica().timeline(1).at(640, 6_000))).isEqualTo(Eligibility.RETURNING);
        assertThat(assess(replica().timeline(1).at(650, 6_000))).isEqualTo(Eligibility.ELIGIBLE);
        assertThat(record.rampStartNanos()).isEqualTo(651);
    }

    @Test
    void assess_behindTheThreshold_isOut() {
        history.add(500, 6_000);
        assertThat(assess(replica().timeline(1).at(1_200, 5_500))).isEqualTo(Eligibility.LAG_ABOVE_THRESHOLD);
    }

    @Test
    void assess_behindEverySample_isUnknown() {
        assertThat(assess(replica().timeline(1).at(200, 4_000))).isEqualTo(Eligibility.LAG_UNKNOWN);
    }

    @Test
    void assess_afterBeingOut_needsGoodSamplesAndThenRamps() {
        assess(replica().timeline(1).at(101, 5_000));
        assertThat(assess(replica().timeline(1).at(110, 5_000).paused())).isEqualTo(Eligibility.REPLAY_PAUSED);
        assertThat(assess(replica().timeline(1).at(120, 5_000))).isEqualTo(Eligibility.RETURNING);
        assertThat(assess(replica().timeline(1).at(130, 5_000))).isEqualTo(Eligibility.RETURNING);
        assertThat(assess(replica().timeline(1).at(140, 5_000))).isEqualTo(Eligibility.ELIGIBLE);
        assertThat(record.rampStartNanos()).isEqualTo(141);
    }

    @Test
    void assess_oldSampleAgain_doesNotCountTowardsTheReturn() {
        assess(replica().timeline(1).at(101, 5_000));
        assess(replica().at(110, 5_000).paused());
        NodeHealth good = replica().timeline(1).at(120, 5_000).up();
        for (int i = 0; i < 10; i++) {
            now = 121L + i;
            record = ReplicaAssessor.assess(good, record, context(), history, LIMITS, i == 0, now);
        }
        assertThat(record.eligibility()).isEqualTo(Eligibility.RETURNING);
    }

    @Test
    void assess_timelineNotReadable_isProvenByAdvancing() {
        assertThat(assess(replica().at(101, 5_000))).isEqualTo(Eligibility.TIMELINE_NOT_PROVEN);
        assertThat(assess(replica().at(110, 5_000))).isEqualTo(Eligibility.TIMELINE_NOT_PROVEN);
        assertThat(assess(replica().at(120, 5_008))).isEqualTo(Eligibility.ELIGIBLE);
    }

    @Test
    void assess_aheadOnADeadTimeline_staysOut() {
        assess(replica().timeline(1).at(101, 5_000));
        switchTo(2);
        history.add(200, 6_000);
        assertThat(assess(replica().timeline(1).detached().at(201, 9_000))).isEqualTo(Eligibility.TIMELINE_NOT_PROVEN);
        assertThat(assess(replica().timeline(1).at(300, 9_000))).isEqualTo(Eligibility.TIMELINE_NOT_PROVEN);
        assertThat(record.provenFreshAt()).isEqualTo(LsnHistory.NEVER);
    }

    @Test
    void assess_followingTheNewTimeline_comesBackAfterGoodSamples() {
        assess(replica().timeline(1).at(101, 5_000));
        switchTo(2);
        assess(replica().timeline(1).detached().at(150, 5_000));
        history.add(200, 5_100);
        assess(replica().timeline(2).at(201, 5_100));
        assess(replica().timeline(2).at(202, 5_100));
        assertThat(record.eligibility()).isEqualTo(Eligibility.RETURNING);
        assertThat(assess(replica().timeline(2).at(203, 5_100))).isEqualTo(Eligibility.ELIGIBLE);
    }

    @Test
    void assess_receiverDetachedAndPrimarySeenSince_isOut() {
        assess(replica().timeline(1).at(101, 5_000));
        confirmed = 300;
        assertThat(assess(replica().timeline(1).detached().at(201, 5_000)))
                .isEqualTo(Eligibility.WAL_RECEIVER_DETACHED);
    }

    @Test
    void assess_receiverDetachedAndPrimaryNotSeenSince_staysUntilThatIsKnown() {
        assess(replica().timeline(1).at(101, 5_000));
        assertThat(assess(replica().timeline(1).detached().at(201, 5_000))).isEqualTo(Eligibility.ELIGIBLE);
    }

    @Test
    void assess_primarySilentOrLost_isAsFreshAsItWasThen() {
        assess(replica().timeline(1).at(101, 5_000));
        history.add(500, 6_000);
        horizon = 500;
        confirmed = 500;
        assertThat(assess(replica().timeline(1).detached().at(9_000, 5_500))).isEqualTo(Eligibility.ELIGIBLE);
        assertThat(record.lagNanos()).isEqualTo(400);
    }

    @Test
    void assess_primaryLostAndReplicaTooFarBehindThen_staysOut() {
        assess(replica().timeline(1).at(101, 5_000));
        history.add(2_000, 6_000);
        horizon = 2_000;
        assertThat(assess(replica().timeline(1).detached().at(9_000, 5_500)))
                .isEqualTo(Eligibility.LAG_ABOVE_THRESHOLD);
    }

    @Test
    void assess_noPrimaryEver_isNotProven() {
        witness = new Witness(0, -1, 0, 1, false);
        assertThat(assess(replica().at(101, 5_000))).isEqualTo(Eligibility.TIMELINE_NOT_PROVEN);
    }

    @Test
    void assess_sampleTooOld_isOut() {
        assess(replica().timeline(1).at(101, 5_000));
        now = 20_000;
        record = ReplicaAssessor.assess(
                replica().timeline(1).at(101, 5_000).up(), record, context(), history, LIMITS, false, now);
        assertThat(record.eligibility()).isEqualTo(Eligibility.SAMPLE_TOO_OLD);
    }

    @Test
    void assess_eachUnfitNode_hasItsOwnReason() {
        assertThat(assess(replica().at(101, 5_000).down())).isEqualTo(Eligibility.NODE_DOWN);
        assertThat(assess(replica().at(101, 5_000).suspect())).isEqualTo(Eligibility.PROBE_FAILED);
        assertThat(assess(NodeHealth.initial(0))).isEqualTo(Eligibility.NOT_PROBED);
        assertThat(assess(replica().system(1).at(101, 5_000))).isEqualTo(Eligibility.WRONG_SYSTEM);
        assertThat(assess(primary(1).at(101, 5_000))).isEqualTo(Eligibility.FENCED);
    }

    private void switchTo(int timeline) {
        history.clear();
        witness = new Witness(timeline, -1, 1, 1, false);
        record = record.unproven();
    }

    private Eligibility assess(Samples samples) {
        return assess(samples.up());
    }

    private Eligibility assess(NodeHealth health) {
        Sample sample = health.sample();
        now = sample == null ? now : sample.receivedNanos();
        record = ReplicaAssessor.assess(health, record, context(), history, LIMITS, true, now);
        return record.eligibility();
    }

    private Context context() {
        return new Context(SYSTEM, false, drained, witness, confirmed, horizon, null);
    }
}
