// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.NodeState;
import io.pgsluice.internal.topology.Observation.Answered;
import io.pgsluice.internal.topology.Observation.Missed;
import io.pgsluice.internal.topology.Observation.Refused;
import io.pgsluice.internal.topology.Observation.Rejected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeStateMachineTest {
    private static final Sample SAMPLE = Samples.replica().sample();

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN, UP, DOWN, SUSPECT, SUSPECT",
        "UP, UP, DOWN, SUSPECT, SUSPECT",
        "SUSPECT, UP, DOWN, DOWN, SUSPECT",
        "DOWN, UP, DOWN, DOWN, DOWN",
    })
    void next_eachObservation_followsTheTable(
            NodeState from, NodeState answered, NodeState refused, NodeState missed, NodeState rejected) {
        NodeHealth health = new NodeHealth(from, from == NodeState.SUSPECT ? 1 : 0, SAMPLE, 5, null);
        assertThat(NodeStateMachine.next(health, new Answered(SAMPLE), 9).state())
                .isEqualTo(answered);
        assertThat(NodeStateMachine.next(health, new Refused("x"), 9).state()).isEqualTo(refused);
        assertThat(NodeStateMachine.next(health, new Missed("x"), 9).state()).isEqualTo(missed);
        assertThat(NodeStateMachine.next(health, new Rejected("x"), 9).state()).isEqualTo(rejected);
    }

    @Test
    void next_sameState_keepsItsBeginning() {
        NodeHealth up = new NodeHealth(NodeState.UP, 0, SAMPLE, 5, null);
        assertThat(NodeStateMachine.next(up, new Answered(SAMPLE), 9).sinceNanos())
                .isEqualTo(5);
        assertThat(NodeStateMachine.next(up, new Missed("x"), 9).sinceNanos()).isEqualTo(9);
    }

    @Test
    void next_rejectedAfterOneMiss_startsCountingAnew() {
        NodeHealth suspect = new NodeHealth(NodeState.SUSPECT, 1, SAMPLE, 5, "x");
        NodeHealth rejected = NodeStateMachine.next(suspect, new Rejected("too many connections"), 9);
        assertThat(NodeStateMachine.next(rejected, new Missed("x"), 10).state()).isEqualTo(NodeState.SUSPECT);
    }

    @Test
    void next_failure_keepsTheLastSampleAndSaysWhy() {
        NodeHealth down = NodeStateMachine.next(NodeHealth.initial(0), new Answered(SAMPLE), 1);
        down = NodeStateMachine.next(down, new Refused("Connection refused"), 2);
        assertThat(down.sample()).isEqualTo(SAMPLE);
        assertThat(down.detail()).isEqualTo("Connection refused");
        assertThat(NodeStateMachine.next(down, new Answered(SAMPLE), 3).detail())
                .isNull();
    }
}
