// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import static io.pgsluice.internal.topology.PrimaryElection.NOBODY;
import static io.pgsluice.internal.topology.Samples.SYSTEM;
import static io.pgsluice.internal.topology.Samples.primary;
import static io.pgsluice.internal.topology.Samples.replica;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.internal.topology.PrimaryElection.Notice;
import io.pgsluice.internal.topology.PrimaryElection.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrimaryElectionTest {
    private static final List<String> NAMES = List.of("n1", "n2", "n3");
    private static final Term FIRST = new Term(SYSTEM, 1, 0, 0);
    private static final Term SECOND = new Term(SYSTEM, 2, 1, 0);

    @Test
    void elect_onlyReplicas_isNobody() {
        Outcome outcome =
                elect(FIRST, 0, replica().up(), replica().up(), replica().up());
        assertThat(outcome.primary()).isEqualTo(NOBODY);
        assertThat(outcome.term()).isEqualTo(FIRST);
        assertThat(outcome.notice()).isEqualTo(Notice.NONE);
    }

    @Test
    void elect_firstPrimary_isRemembered() {
        Outcome outcome = elect(
                Term.NONE, NOBODY, replica().up(), primary(4).up(), replica().up());
        assertThat(outcome.primary()).isEqualTo(1);
        assertThat(outcome.term()).isEqualTo(new Term(SYSTEM, 4, 1, 1));
    }

    @Test
    void elect_promotedReplica_winsOverWhatTheOldPrimarySaidBefore() {
        Outcome outcome = elect(
                FIRST,
                0,
                primary(1).at(5, 0).up(),
                primary(2).at(10, 0).up(),
                replica().up());
        assertThat(outcome.primary()).isEqualTo(1);
        assertThat(outcome.fenced()).isEmpty();
        assertThat(outcome.notice()).isEqualTo(Notice.NONE);
    }

    @Test
    void elect_promotedReplica_winsOverTheZombie() {
        Outcome outcome = elect(
                FIRST,
                0,
                primary(1).standbys(1).at(20, 0).up(),
                primary(2).at(10, 0).up(),
                replica().up());
        assertThat(outcome.primary()).isEqualTo(1);
        assertThat(outcome.fenced()).containsExactly(0);
        assertThat(outcome.notice()).isEqualTo(Notice.SPLIT_BRAIN);
        assertThat(outcome.message())
                .contains("refused as primary: n1 (timeline 1")
                .contains("writes go to n2");
    }

    @Test
    void elect_zombieWhileTheNewPrimaryIsOutOfSight_isRefused() {
        Outcome outcome =
                elect(SECOND, 1, primary(1).up(), primary(2).down(), replica().up());
        assertThat(outcome.primary()).isEqualTo(NOBODY);
        assertThat(outcome.fenced()).containsExactly(0);
        assertThat(outcome.term()).isEqualTo(SECOND);
        assertThat(outcome.message()).contains("n1").contains("n2 was primary on timeline 2");
    }

    @Test
    void elect_lowerTimelineThatTheHolderFollows_isAcceptedAndTold() {
        Outcome outcome = elect(
                SECOND,
                1,
                primary(1).up(),
                replica().timeline(1).up(),
                replica().up());
        assertThat(outcome.primary()).isZero();
        assertThat(outcome.term()).isEqualTo(new Term(SYSTEM, 1, 0, 1));
        assertThat(outcome.notice()).isEqualTo(Notice.WENT_BACK);
        assertThat(outcome.message()).contains("from timeline 2 to 1").contains("gone");
    }

    @Test
    void elect_lowerTimelineWhileTheHolderFollowsNobody_isRefused() {
        Outcome outcome = elect(
                SECOND, 1, primary(1).up(), replica().detached().up(), replica().up());
        assertThat(outcome.primary()).isEqualTo(NOBODY);
    }

    @Test
    void elect_twoOnOneTimeline_standbysDecide() {
        Outcome outcome = elect(
                FIRST,
                0,
                primary(2).at(20, 0).up(),
                primary(2).standbys(1).up(),
                replica().up());
        assertThat(outcome.primary()).isEqualTo(1);
        assertThat(outcome.fenced()).containsExactly(0);
    }

    @Test
    void elect_twoOnOneTimelineNoStandbys_keepsTheIncumbent() {
        Outcome outcome = elect(
                FIRST, 0, primary(1).up(), primary(1).at(20, 0).up(), replica().down());
        assertThat(outcome.primary()).isZero();
        assertThat(outcome.notice()).isEqualTo(Notice.SPLIT_BRAIN);
    }

    @Test
    void elect_twoOnOneTimelineNothingTellsThemApart_isNobody() {
        Outcome outcome = elect(
                Term.NONE, NOBODY, primary(1).up(), primary(1).up(), replica().up());
        assertThat(outcome.primary()).isEqualTo(NOBODY);
        assertThat(outcome.fenced()).containsExactly(0, 1);
        assertThat(outcome.message()).contains("n1").contains("n2").contains("none is written to");
    }

    @Test
    void elect_suspectIncumbent_keepsItsPlace() {
        assertThat(elect(
                                FIRST,
                                0,
                                primary(1).suspect(),
                                replica().up(),
                                replica().up())
                        .primary())
                .isZero();
    }

    @Test
    void elect_suspectNewcomer_isNotElected() {
        assertThat(elect(
                                FIRST,
                                NOBODY,
                                primary(1).down(),
                                primary(2).suspect(),
                                replica().up())
                        .primary())
                .isEqualTo(NOBODY);
    }

    @Test
    void elect_otherSystem_isNotElected() {
        assertThat(elect(
                                FIRST,
                                NOBODY,
                                replica().up(),
                                primary(9).system(1).up(),
                                replica().up())
                        .primary())
                .isEqualTo(NOBODY);
    }

    @Test
    void elect_fencedByReadOnlyDefault_isNotElected() {
        assertThat(elect(
                                FIRST,
                                0,
                                primary(1).readOnly().up(),
                                replica().up(),
                                replica().up())
                        .primary())
                .isEqualTo(NOBODY);
    }

    private static Outcome elect(Term term, int incumbent, NodeHealth... nodes) {
        return PrimaryElection.elect(List.of(nodes), NAMES, term, incumbent);
    }
}
