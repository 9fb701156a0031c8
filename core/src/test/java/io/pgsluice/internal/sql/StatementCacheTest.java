// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatementCacheTest {
    @Test
    void of_sameTextAgain_isTheSameInfo() {
        StatementCache cache = new StatementCache(100_000);
        StatementInfo info = cache.of("SELECT 1");
        assertThat(cache.of(String.join(" ", "SELECT", "1"))).isSameAs(info);
        info.learnPrimary();
        assertThat(cache.of("SELECT 1").isPrimaryLearned()).isTrue();
        assertThat(cache.of("SELECT 2").isPrimaryLearned()).isFalse();
    }

    @Test
    void of_largeTexts_areNotKept() {
        StatementCache cache = new StatementCache(100_000);
        String large = "SELECT '" + "x".repeat(50_000) + "'";
        assertThat(cache.of(large).isRead()).isTrue();
        assertThat(cache.of(large)).isNotSameAs(cache.of(large));
    }

    @Test
    void of_manyTexts_staysWithinItsBound() {
        StatementCache cache = new StatementCache(50_000);
        for (int i = 0; i < 10_000; i++) {
            assertThat(cache.of("SELECT " + i + " FROM t").isRead()).isTrue();
        }
        assertThat(cache.weight()).isLessThanOrEqualTo(50_000);
    }

    @Test
    void of_withoutRoom_stillAnswers() {
        assertThat(new StatementCache(0).of("SELECT 1").isRead()).isTrue();
        assertThat(new StatementCache(0).of("").kind()).isEqualTo(StatementKind.EMPTY);
    }
}
