// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgsluice.testkit.LeakCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

@ExtendWith(LeakCheck.class)
class SluiceTransactionsTest {

    private static SluiceTransactionsBuilder builder() {
        return SluiceTransactions.builder(new PGSimpleDataSource());
    }

    static Stream<Arguments> wrongSettings() {
        return Stream.of(
                wrong("isolation", "3", b -> b.isolation(3)),
                wrong("timeout", "PT0S", b -> b.timeout(Duration.ZERO)),
                wrong("maxAttempts", "0", b -> b.maxAttempts(0)),
                wrong("backoff", "PT0S", b -> b.backoff(Duration.ZERO, Duration.ofSeconds(1))),
                wrong("backoff", "PT1S", b -> b.backoff(Duration.ofSeconds(2), Duration.ofSeconds(1))),
                wrong("retention", "PT-1S", b -> b.retention(Duration.ofSeconds(-1))),
                wrong("retention", "PT7M59S", b -> b.retention(Duration.ofSeconds(479))));
    }

    private static Arguments wrong(String setting, String value, UnaryOperator<SluiceTransactionsBuilder> change) {
        return Arguments.of(setting, value, change);
    }

    @ParameterizedTest
    @MethodSource("wrongSettings")
    void build_wrongSetting_namesItAndItsValue(
            String setting, String value, UnaryOperator<SluiceTransactionsBuilder> change) {
        SluiceTransactionsBuilder changed = change.apply(builder());
        assertThatThrownBy(changed::build)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("transactions - " + setting + "=" + value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "markers",
                "public.",
                ".markers",
                "a.b.c",
                "Public.markers",
                "public.mark ers",
                "public.\"x\""
            })
    void build_tableWithoutASchemaOrInNeedOfQuotes_isRefused(String table) {
        SluiceTransactionsBuilder changed = builder().table(table);
        assertThatThrownBy(changed::build)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("table=" + table);
    }

    @Test
    void build_longestTimeoutForTheRetention_isTaken() {
        try (SluiceTransactions transactions = builder()
                .name("orders")
                .timeout(Duration.ofMinutes(3))
                .retention(Duration.ofMinutes(24))
                .isolation(Connection.TRANSACTION_SERIALIZABLE)
                .build()) {
            assertThat(transactions.toString()).startsWith("SluiceTransactions[orders, ");
        }
    }

    @Test
    void ddl_always_isTheOneOfTheDocumentation() throws Exception {
        try (SluiceTransactions transactions = builder().build()) {
            assertThat(Files.readString(Path.of("../docs/transactions.md"))).contains(transactions.ddl());
        }
    }
}
