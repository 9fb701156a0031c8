// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
    private static final List<String> NAMES =
            List.of("probeInterval", "probeTimeout", "failoverTimeout", "connectTimeout", "driver.tcpKeepAlive");

    @Test
    void closest_otherSpelling_isTheOnlyPerfectOne() {
        assertThat(Suggestions.closest("PROBE_INTERVAL", NAMES)).first().isEqualTo("probeInterval");
        assertThat(Suggestions.closest("tcp-keep-alive", NAMES)).containsExactly("driver.tcpKeepAlive");
    }

    @Test
    void closest_farFromAll_isEmpty() {
        assertThat(Suggestions.closest("x", NAMES)).isEmpty();
        assertThat(Suggestions.closest("", NAMES)).isEmpty();
    }

    @Test
    void closest_nearToMany_answersThreeNearestFirst() {
        assertThat(Suggestions.closest("aa", List.of("ad", "ac", "ab", "aa", "zzz")))
                .containsExactly("aa", "ab", "ac");
    }
}
