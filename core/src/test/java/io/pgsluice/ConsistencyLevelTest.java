// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistencyLevelTest {
    @Test
    void text_parsed_isTheSameLevel() {
        for (ConsistencyLevel level : new ConsistencyLevel[] {
            ConsistencyLevel.EVENTUAL,
            ConsistencyLevel.READ_YOUR_WRITES,
            ConsistencyLevel.STRONG,
            ConsistencyLevel.boundedStaleness(Duration.ofMillis(1500))
        }) {
            assertThat(ConsistencyLevel.parse(level.toString()))
                    .isEqualTo(level)
                    .hasSameHashCodeAs(level);
        }
        assertThat(ConsistencyLevel.parse(" READ_YOUR_WRITES ")).isSameAs(ConsistencyLevel.READ_YOUR_WRITES);
        assertThat(ConsistencyLevel.parse("bounded-staleness(PT2S)"))
                .hasToString("bounded-staleness(2s)")
                .isNotEqualTo(ConsistencyLevel.STRONG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "weak",
                "bounded-staleness",
                "bounded-staleness()",
                "bounded-staleness(2)",
                "bounded-staleness(0s)",
                "bounded-staleness(-1s)",
                "bounded-staleness(9999d)"
            })
    void parse_garbage_isRefused(String text) {
        assertThatThrownBy(() -> ConsistencyLevel.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
