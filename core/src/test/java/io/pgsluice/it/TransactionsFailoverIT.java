// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.awaitPrimary;
import static io.pgsluice.it.Sluices.execute;
import static io.pgsluice.it.Sluices.open;
import static io.pgsluice.it.Sluices.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgsluice.SluiceDataSource;
import io.pgsluice.SluiceTransactions;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many threads write while the primary is lost again and again: nothing is thrown, nothing lost, nothing done twice. {@code
 * -Dpgsluice.failovers=60} for more of them.
 */
@PgCluster(restore = false, perMethod = true)
class TransactionsFailoverIT {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionsFailoverIT.class);
    private static final int FAILOVERS = Integer.getInteger("pgsluice.failovers", 9);
    private static final int THREADS = 16;

    @Test
    void transactions_overManyFailovers_areEachDoneExactlyOnce(PostgresCluster cluster) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong ids = new AtomicLong();
        AtomicLong acknowledged = new AtomicLong();
        cluster.synchronous(true);
        try (SluiceDataSource dataSource = open(cluster, config -> config.maximumPoolSize(THREADS));
                SluiceTransactions transactions =
                        SluiceTransactions.builder(dataSource).build()) {
            transactions.createTable();
            execute(dataSource, "CREATE TABLE ledger (id bigint)");
            List<Background<Boolean>> writers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                writers.add(Background.start("writer-" + i, () -> {
                    while (!stop.get()) {
                        long id = ids.incrementAndGet();
                        transactions.run(connection -> append(connection, id));
                        acknowledged.incrementAndGet();
                    }
                    return true;
                }));
            }
            for (int i = 0; i < FAILOVERS; i++) {
                awaitProgress(acknowledged);
                int turn = i;
                PostgresNode next = Failovers.failOver(cluster, primary -> lose(primary, turn));
                awaitPrimary(dataSource, next);
            }
            awaitProgress(acknowledged);
            stop.set(true);
            for (Background<Boolean> writer : writers) {
                assertThat(writer.result()).isTrue();
            }
            LOG.warn("{} transactions over {} failovers, {}", acknowledged, FAILOVERS, transactions.statistics());
            try (Connection connection = dataSource.getConnection()) {
                assertThat(query(connection, "SELECT count(DISTINCT id) FROM ledger"))
                        .as("written at least once")
                        .isEqualTo((int) acknowledged.get());
                assertThat(query(connection, "SELECT count(*) FROM ledger"))
                        .as("written in all")
                        .isEqualTo((int) acknowledged.get());
            }
            assertThat(ids).hasValue(acknowledged.get());
            assertThat(transactions.statistics().unknown()).isZero();
        }
    }

    private static void append(Connection connection, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO ledger VALUES (?)")) {
            statement.setLong(1, id);
            statement.executeUpdate();
        }
    }

    private static void awaitProgress(AtomicLong acknowledged) {
        long before = acknowledged.get();
        await().atMost(Sluices.SOON).until(() -> acknowledged.get() >= before + 200);
    }

    private static void lose(PostgresNode primary, int turn) {
        switch (turn % 3) {
            case 0 -> primary.kill();
            case 1 -> primary.freeze();
            default -> primary.partition();
        }
    }
}
