// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class SqlErrorsTest {

    private static PSQLException answered(String severity, String state) {
        return new PSQLException(new ServerErrorMessage("S" + severity + "\0C" + state + "\0Mas asked\0"));
    }

    @Test
    void of_driversOwnConnectionError_isALostConnection() {
        assertThat(SqlErrors.of(new SQLException("gone", "08006"))).isEqualTo(SqlErrors.CONNECTION_LOST);
    }

    @Test
    void of_fatalAnswer_endsTheSession() {
        assertThat(SqlErrors.of(answered("FATAL", "08P01")).endsSession()).isTrue();
        assertThat(SqlErrors.of(answered("FATAL", "57P01")).endsSession()).isTrue();
    }

    @Test
    void of_statementsConnectionError_saysNothingOfTheNode() {
        PSQLException ofAForeignServer = answered("ERROR", "08001");
        assertThat(SqlErrors.of(ofAForeignServer)).isEqualTo(SqlErrors.OTHER);
        assertThat(SqlErrors.of(new IllegalStateException(ofAForeignServer))).isEqualTo(SqlErrors.OTHER);
        assertThat(SqlErrors.of(new BatchUpdateException("batch", "08001", 0, new int[0], ofAForeignServer)))
                .isEqualTo(SqlErrors.OTHER);
    }
}
