// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import static io.pgsluice.internal.topology.Samples.replica;
import static io.pgsluice.internal.topology.TimelineProof.STABLE_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.internal.topology.TimelineProof.Witness;
import org.junit.jupiter.api.Test;

class TimelineProofTest {
    private static final Witness ALL_IN_SIGHT = new Witness(2, -1, 0, 2, true);
    private static final Witness NOT_IN_SIGHT = new Witness(2, -1, 0, 2, false);
    private static final Witness ENOUGH_STANDBYS = new Witness(2, -1, 2, 2, false);

    private TimelineProof proof = TimelineProof.NONE;

    @Test
    void next_timelineReadable_isProven() {
        assertThat(isProven(replica().timeline(2).at(0, 5_000), NOT_IN_SIGHT)).isTrue();
        assertThat(proof.timeline()).isEqualTo(2);
    }

    @Test
    void next_noPrimaryYet_isNotProvenWhateverIsRead() {
        assertThat(isProven(replica().timeline(0).at(0, 6_000), new Witness(0, -1, 9, 0, false)))
                .isFalse();
    }

    @Test
    void next_advancingWithEnoughStandbysOnThePrimary_isProven() {
        assertThat(isProven(replica().at(0, 5_000), ENOUGH_STANDBYS)).isFalse();
        assertThat(isProven(replica().at(1, 5_008), ENOUGH_STANDBYS)).isTrue();
    }

    @Test
    void next_advancingBehindAnOldPrimaryThatIsOutOfSight_isNotProven() {
        assertThat(isProven(replica().at(0, 5_000), new Witness(2, -1, 1, 2, false)))
                .isFalse();
        assertThat(isProven(replica().at(1, 5_008), new Witness(2, -1, 1, 2, false)))
                .isFalse();
        assertThat(isProven(replica().at(STABLE_NANOS * 9, 9_000), new Witness(2, -1, 1, 2, false)))
                .isFalse();
    }

    @Test
    void next_advancingFromAnArchive_isNotProven() {
        assertThat(isProven(replica().detached().at(0, 5_000), ENOUGH_STANDBYS)).isFalse();
        assertThat(isProven(replica().detached().at(1, 9_000), ENOUGH_STANDBYS)).isFalse();
    }

    @Test
    void next_oneReceiverForLongWithAllInSight_isProven() {
        assertThat(isProven(replica().at(0, 5_000), ALL_IN_SIGHT)).isFalse();
        assertThat(isProven(replica().at(STABLE_NANOS, 5_000), ALL_IN_SIGHT)).isFalse();
        assertThat(isProven(replica().at(STABLE_NANOS + 1, 5_000), ALL_IN_SIGHT))
                .isTrue();
    }

    @Test
    void next_receiverThatDiesAndComesAgain_isNotProven() {
        for (int i = 0; i < 10; i++) {
            assertThat(isProven(replica().receiver(100 + i).at(i * STABLE_NANOS, 9_000), ALL_IN_SIGHT))
                    .isFalse();
        }
    }

    @Test
    void next_provenBefore_staysProven() {
        isProven(replica().timeline(2).at(0, 5_000), NOT_IN_SIGHT);
        assertThat(isProven(replica().detached().at(1, 5_000), NOT_IN_SIGHT)).isTrue();
    }

    @Test
    void next_receiverReadableOnAnotherTimeline_disprovesWhatWasProven() {
        assertThat(isProven(replica().timeline(2).at(0, 5_000), NOT_IN_SIGHT)).isTrue();
        assertThat(isProven(replica().timeline(1).privileged().at(1, 9_000), ENOUGH_STANDBYS))
                .isFalse();
        assertThat(isProven(replica().timeline(2).privileged().at(2, 9_000), NOT_IN_SIGHT))
                .isTrue();
    }

    @Test
    void next_sampleFromBeforeThePrimaryWasAccepted_provesNothingByMoving() {
        Witness accepted = new Witness(2, 10, 2, 2, true);
        assertThat(isProven(replica().at(5, 5_000), accepted)).isFalse();
        assertThat(isProven(replica().at(11, 5_008), accepted)).isFalse();
        assertThat(isProven(replica().at(12, 5_016), accepted)).isTrue();
    }

    private boolean isProven(Samples samples, Witness witness) {
        proof = proof.next(samples.sample(), witness);
        return proof.isProven();
    }
}
