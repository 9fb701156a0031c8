// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistencyTokenTest {
    @Test
    void text_parsed_isTheSameToken() {
        for (ConsistencyToken token : new ConsistencyToken[] {
            new ConsistencyToken(7711484682177424914L, 1, Lsn.parse("16/B374D848")),
            new ConsistencyToken(-1, Integer.MAX_VALUE, new Lsn(Long.MAX_VALUE)),
            new ConsistencyToken(1, 1, new Lsn(1))
        }) {
            assertThat(token.toString())
                    .hasSizeLessThanOrEqualTo(ConsistencyToken.MAX_LENGTH)
                    .matches("[0-9a-f-]+");
            assertThat(ConsistencyToken.parse(token.toString())).isEqualTo(token);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "1-1",
                "1-1-",
                "1-1-1-1",
                "g-1-1",
                "1-1-1 ",
                "1-1-1\n",
                "A-1-1",
                "0-1-1",
                "1-0-1",
                "1-1-0",
                "1-ffffffff-1",
                "1-1-ffffffffffffffff",
                "11111111111111111-1-1",
                "١-1-1"
            })
    void parse_garbage_isRefused(String text) {
        assertThatThrownBy(() -> ConsistencyToken.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parse_longText_isRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> ConsistencyToken.parse("1".repeat(1_000_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a consistency token: 1000000 characters, where 42 are the most");
        assertThatThrownBy(() -> ConsistencyToken.parse("\u001b[31mred"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("\u001b");
    }
}
