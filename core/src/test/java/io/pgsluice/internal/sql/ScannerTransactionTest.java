// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import static java.sql.Connection.TRANSACTION_READ_COMMITTED;
import static java.sql.Connection.TRANSACTION_READ_UNCOMMITTED;
import static java.sql.Connection.TRANSACTION_REPEATABLE_READ;
import static java.sql.Connection.TRANSACTION_SERIALIZABLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScannerTransactionTest {
    @Test
    void begin_withModesInAnyOrder_givesThem() {
        Map<String, TransactionModes> modes = new LinkedHashMap<>();
        modes.put("BEGIN", new TransactionModes(null, 0));
        modes.put("begin work", new TransactionModes(null, 0));
        modes.put("START TRANSACTION", new TransactionModes(null, 0));
        modes.put("BEGIN READ ONLY", new TransactionModes(true, 0));
        modes.put("BEGIN TRANSACTION READ WRITE", new TransactionModes(false, 0));
        modes.put("BEGIN DEFERRABLE", new TransactionModes(null, 0));
        modes.put("START TRANSACTION READ ONLY, NOT DEFERRABLE", new TransactionModes(true, 0));
        modes.put("BEGIN ISOLATION LEVEL SERIALIZABLE", new TransactionModes(null, TRANSACTION_SERIALIZABLE));
        modes.put(
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                new TransactionModes(true, TRANSACTION_REPEATABLE_READ));
        modes.put(
                "BEGIN READ ONLY ISOLATION LEVEL READ COMMITTED",
                new TransactionModes(true, TRANSACTION_READ_COMMITTED));
        modes.put(
                "START TRANSACTION READ WRITE, ISOLATION LEVEL READ UNCOMMITTED DEFERRABLE",
                new TransactionModes(false, TRANSACTION_READ_UNCOMMITTED));
        modes.put("BEGIN READ ONLY, READ WRITE", new TransactionModes(false, 0));
        modes.put("/* a */ begin -- b\n read /* c */ only;", new TransactionModes(true, 0));
        modes.forEach((sql, expected) -> {
            assertThat(Scanner.scan(sql).kind()).as(sql).isEqualTo(StatementKind.BEGIN);
            assertThat(Scanner.scan(sql).begins()).as(sql).isEqualTo(expected);
            assertThat(Scanner.scan(sql + "; SELECT 1").begins()).as(sql).isEqualTo(expected);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "START", "BEGIN READ", "BEGIN ISOLATION", "BEGIN ISOLATION LEVEL HIGH", "BEGIN READ SOMETIMES",
                        "BEGIN 'x'", "BEGIN 'x",
                "START READ ONLY", "BEGIN NOT", "EXPLAIN BEGIN", "SELECT 1; BEGIN", "PREPARE p AS BEGIN", "COMMIT",
                        "SELECT 'BEGIN'"
            })
    void begin_thatIsNone_beginsNothing(String sql) {
        assertThat(Scanner.scan(sql).begins()).isNull();
        assertThat(Scanner.scan(sql).kind()).isNotEqualTo(StatementKind.BEGIN);
    }

    @Test
    void setTransaction_givesItsModes() {
        assertThat(Scanner.scan("SET TRANSACTION READ ONLY, ISOLATION LEVEL SERIALIZABLE")
                        .changesTransaction())
                .isEqualTo(new TransactionModes(true, TRANSACTION_SERIALIZABLE));
        assertThat(Scanner.scan("SET LOCAL TRANSACTION READ WRITE").changesTransaction())
                .isEqualTo(new TransactionModes(false, 0));
        assertThat(Scanner.scan("SET TRANSACTION SNAPSHOT 'x'").changesTransaction())
                .isNull();
        assertThat(Scanner.scan("SET TRANSACTION READ ONLY; SELECT 1").changesTransaction())
                .isNull();
        assertThat(Scanner.scan("BEGIN READ ONLY").changesTransaction()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    COMMIT                           | false
                    COMMIT AND CHAIN                 | true
                    END WORK AND CHAIN               | true
                    COMMIT AND NO CHAIN              | false
                    ROLLBACK TRANSACTION AND CHAIN   | true
                    ABORT AND NO CHAIN               | false
                    """)
    void end_andChain_isSeen(String sql, boolean chains) {
        assertThat(Scanner.scan(sql).chains()).isEqualTo(chains);
        assertThat(Scanner.scan(sql).kind()).isIn(StatementKind.COMMIT, StatementKind.ROLLBACK);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    SAVEPOINT a                             | a
                    SAVEPOINT "A b"                         | A b
                    SAVEPOINT "a""b"                        | a"b
                    SAVEPOINT ÄB                            | Äb
                    SAVEPOINT U&"a"                         | a
                    SAVEPOINT savepoint                     | savepoint
                    RELEASE AbC;                            | abc
                    RELEASE SAVEPOINT abc -- x              | abc
                    RELEASE savepoint                       | savepoint
                    RELEASE savepoint savepoint             | savepoint
                    ROLLBACK TO a                           | a
                    rollback work to savepoint "A"          | A
                    ROLLBACK TRANSACTION TO a               | a
                    SAVEPOINT U&"\\0061"                    |
                    SAVEPOINT 'a'                           |
                    SAVEPOINT a b                           |
                    RELEASE                                 |
                    ABORT TO a                              |
                    ROLLBACK                                |
                    SAVEPOINT a; SELECT 1                   |
                    """)
    void savepoint_byItsName_isFolded(String sql, @Nullable String name) {
        assertThat(Scanner.scan(sql).savepoint()).isEqualTo(name);
    }

    @Test
    void savepoint_withALongName_isCutLikeTheServerDoes() {
        String long63 = "a".repeat(63);
        assertThat(Scanner.scan("SAVEPOINT " + long63 + "b").savepoint()).isEqualTo(long63);
        assertThat(Scanner.scan("SAVEPOINT \"" + "ä".repeat(40) + "\"").savepoint())
                .isEqualTo("ä".repeat(31));
        assertThat(Scanner.scan("SAVEPOINT \"" + "😀".repeat(16) + "\"").savepoint())
                .isEqualTo("😀".repeat(15));
    }
}
