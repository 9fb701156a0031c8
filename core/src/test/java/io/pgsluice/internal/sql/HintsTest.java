// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HintsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    /* pgsluice:primary */ SELECT 1                     | PRIMARY |
                    SELECT 1 /*pgsluice:replica*/                       | REPLICA |
                    SELECT /*  PgSluice: Replica  */ 1                  | REPLICA |
                    SELECT 1 -- pgsluice:primary                        | PRIMARY |
                    --pgsluice:replica                                  | REPLICA |
                    /* pgsluice:replica */ /* pgsluice:primary */ x     | PRIMARY |
                    /* pgsluice:primary */ /* pgsluice:replica */ x     | PRIMARY |
                    /* pgsluice:standby */ SELECT 1                     |         | standby
                    /* pgsluice:replica please */ SELECT 1              |         | replica please
                    /* pgsluice:primary; */ SELECT 1                    |         | primary;
                    /* pgsluice: */ SELECT 1                            |         | ``
                    /* pgsluice:a */ /* pgsluice:b */ -- pgsluice:replica | REPLICA | a
                    /* use pgsluice:primary */ SELECT 1                 |         |
                    /* pgsluice primary */ SELECT 1                     |         |
                    /*+ pgsluice:primary */ SELECT 1                    |         |
                    /* a /* pgsluice:primary */ */ SELECT 1             |         |
                    SELECT '/* pgsluice:primary */'                     |         |
                    SELECT "-- pgsluice:primary", $$ /* pgsluice:replica */ $$ |  |
                    SELECT 1                                            |         |
                    """)
    void comment_withAHint_isRead(String sql, @Nullable RouteHint hint, @Nullable String unknown) {
        assertThat(Scanner.scan(sql).hint()).isEqualTo(hint);
        assertThat(Scanner.scan(sql).unknownHint()).isEqualTo(unknown);
    }

    @Test
    void hint_unknownAndLong_isCut() {
        String word = Objects.requireNonNull(
                Scanner.scan("/* pgsluice:" + "x".repeat(1000) + " */").unknownHint());
        assertThat(word).hasSizeLessThan(100).startsWith("xxx");
    }

    @Test
    void hint_inATextThatBreaksLater_isKept() {
        assertThat(Scanner.scan("/* pgsluice:primary */ SELECT 'a").hint()).isEqualTo(RouteHint.PRIMARY);
    }
}
