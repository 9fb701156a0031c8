// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import io.pgsluice.Eligibility;
import io.pgsluice.SluiceDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** Reads the heartbeat in read-only transactions and judges how stale the answer was. */
final class Reader extends Worker {
    static final String KIND = "reader";

    private final ReadLedger ledger;
    private final Heartbeats heartbeats;
    private final Routing routing;
    private final RunClock clock;

    Reader(
            DataSource dataSource,
            Surfaced surfaced,
            Duration pause,
            ReadLedger ledger,
            Heartbeats heartbeats,
            Routing routing,
            RunClock clock) {
        super(KIND, dataSource, surfaced, pause);
        this.ledger = ledger;
        this.heartbeats = heartbeats;
        this.routing = routing;
        this.clock = clock;
    }

    @Override
    void transaction(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                long sent = clock.now();
                try (ResultSet rows = statement.executeQuery(Schema.READ)) {
                    rows.next();
                    long number = rows.getLong(1);
                    boolean onReplica = rows.getBoolean(2);
                    String node = rows.getString(3);
                    boolean drained = onReplica && routing.wasOutBefore(node, sent) && !isInUse(source, node);
                    connection.commit();
                    ledger.completed(onReplica, drained, heartbeats.stalenessNanos(number, sent), sent, clock.now());
                }
            }
        }
    }

    /** A replica that comes back is routed to a moment before the listener hears of it: the topology knows already. */
    private static boolean isInUse(DataSource source, String node) throws SQLException {
        return source.unwrap(SluiceDataSource.class).topology().node(node).eligibility() == Eligibility.ELIGIBLE;
    }
}
