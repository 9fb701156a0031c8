// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {
    @ParameterizedTest
    @CsvSource({
        "08006, IN_DOUBT",
        "08003, IN_DOUBT",
        "08007, IN_DOUBT",
        "57P01, IN_DOUBT",
        "57P02, IN_DOUBT",
        "40003, IN_DOUBT",
        "XX000, IN_DOUBT",
        ", IN_DOUBT",
        "08001, ROLLED_BACK",
        "57P03, ROLLED_BACK",
        "25006, ROLLED_BACK",
        "40001, ROLLED_BACK",
        "23505, ROLLED_BACK"
    })
    void ofWrite_autocommit_goesByTheState(String state, Outcome expected) {
        assertThat(Outcome.ofWrite(Phase.FIRST_STATEMENT, true, new SQLException("", state)))
                .isEqualTo(expected);
        assertThat(Outcome.ofWrite(Phase.COMMIT, false, new SQLException("", state)))
                .isEqualTo(expected);
    }

    @Test
    void ofWrite_beforeCommit_isRolledBack() {
        assertThat(Outcome.ofWrite(Phase.LATER_STATEMENT, false, new SQLException("", "08006")))
                .isEqualTo(Outcome.ROLLED_BACK);
    }

    @Test
    void ofWrite_sayingThatItWasRolledBack_isRolledBack() {
        assertThat(Outcome.ofWrite(Phase.COMMIT, false, new SQLTransactionRollbackException("", "40000")))
                .isEqualTo(Outcome.ROLLED_BACK);
    }
}
