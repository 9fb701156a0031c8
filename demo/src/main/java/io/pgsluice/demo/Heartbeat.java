// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Writes rising numbers to one row. */
final class Heartbeat extends Worker {
    static final String KIND = "heartbeat";

    private final Heartbeats heartbeats;
    private final RunClock clock;
    private long last;

    Heartbeat(DataSource dataSource, Surfaced surfaced, Duration pause, Heartbeats heartbeats, RunClock clock) {
        super(KIND, dataSource, surfaced, pause);
        this.heartbeats = heartbeats;
        this.clock = clock;
    }

    @Override
    void transaction(DataSource source) throws SQLException {
        last++;
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(Schema.BEAT)) {
                statement.setLong(1, last);
                statement.executeUpdate();
            }
            connection.commit();
            heartbeats.acknowledged(last, clock.now());
        }
    }
}
