// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void of_sameSeed_isTheSame() {
        assertThat(Plan.of(42, 30)).isEqualTo(Plan.of(42, 30)).isNotEqualTo(Plan.of(44, 30));
    }

    @Test
    void of_moreSteps_beginsTheSame() {
        assertThat(Plan.of(42, 30).steps()).startsWith(Plan.of(42, 6).steps().toArray(new Step[0]));
    }

    @Test
    void of_asManyStepsAsKinds_hasThemAll() {
        int kinds = FaultKind.values().length;
        Set<FaultKind> asynchronous =
                Plan.of(1, kinds).steps().stream().map(Step::kind).collect(Collectors.toSet());
        assertThat(asynchronous).isEqualTo(EnumSet.allOf(FaultKind.class));
    }

    @Test
    void of_evenSeed_isSynchronousWithoutWhatLosesWrites() {
        Plan plan = Plan.of(2, 100);
        assertThat(plan.synchronous()).isTrue();
        assertThat(plan.steps()).noneMatch(step -> step.kind().asynchronousOnly() || step.repointLate());
    }
}
