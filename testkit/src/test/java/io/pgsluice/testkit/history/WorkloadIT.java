// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The workload on a plain driver, and what the checker says if somebody meddles. */
@PgCluster(replicas = 1)
class WorkloadIT {
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final WorkloadOptions OPTIONS = new WorkloadOptions(2, 1, 2, 1, 1, 1, 10, PAUSE, 1_000, true);
    private static final Guarantees STRICT =
            new Guarantees(true, Duration.ofSeconds(1), Duration.ZERO, true, true, ExceptionRules.TOLD, 0);

    private final PostgresCluster cluster;
    private final PostgresNode primary;

    WorkloadIT(PostgresCluster cluster) {
        this.cluster = cluster;
        this.primary = cluster.primary();
    }

    @BeforeEach
    void makeTables() throws SQLException {
        try (Connection connection = app(primary)) {
            Tables.create(connection, OPTIONS.accounts(), OPTIONS.counters());
        }
    }

    @Test
    void history_ofAPlainDriver_isRightAndHasEveryKind() throws Exception {
        List<Operation> operations = work();
        assertThat(verdict(operations).violations()).isEmpty();
        Set<OperationKind> kinds = operations.stream().map(Operation::kind).collect(Collectors.toSet());
        assertThat(kinds).isEqualTo(EnumSet.allOf(OperationKind.class));
        assertThat(operations).allMatch(operation -> !operation.kind().isWrite() || operation.position() != null);
    }

    @Test
    void history_withARowTakenAway_hasALostWrite() throws Exception {
        List<Operation> operations = work();
        meddle("DELETE FROM history_row WHERE id = "
                + rows(operations, OperationKind.APPEND_IN_TRANSACTION).get(0));
        assertThat(verdict(operations).violations()).extracting(Violation::kind).containsOnly(ViolationKind.LOST_WRITE);
    }

    @Test
    void history_withOneRowOfSeveralTakenAway_hasATransactionAppliedByHalf() throws Exception {
        List<Operation> operations = work();
        meddle("DELETE FROM history_row WHERE id = "
                + rows(operations, OperationKind.APPEND_MANY).get(0));
        assertThat(verdict(operations).violations())
                .extracting(Violation::kind)
                .containsOnly(ViolationKind.HALF_APPLIED);
    }

    @Test
    void history_withRowsTwice_hasDuplicatedWrites() throws Exception {
        List<Operation> operations = work();
        meddle("INSERT INTO history_row SELECT * FROM history_row");
        assertThat(verdict(operations).violations())
                .extracting(Violation::kind)
                .containsOnly(ViolationKind.DUPLICATED_WRITE);
    }

    @Test
    void history_withMoneyTaken_hasABrokenTotal() throws Exception {
        List<Operation> operations = work();
        meddle("UPDATE history_account SET balance = balance - 1 WHERE id = 1");
        assertThat(verdict(operations).violations())
                .extracting(Violation::kind)
                .containsExactly(ViolationKind.BROKEN_TOTAL);
    }

    @Test
    void history_withACounterSetBack_hasLostWrites() throws Exception {
        List<Operation> operations = work();
        meddle("UPDATE history_counter SET value = 0");
        assertThat(verdict(operations).violations()).extracting(Violation::kind).containsOnly(ViolationKind.LOST_WRITE);
    }

    /** Lets every kind of operation happen a few times. */
    private List<Operation> work() throws InterruptedException {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(primary.jdbcUrl());
        dataSource.setUser(PostgresCluster.APP_USER);
        dataSource.setPassword(PostgresCluster.APP_PASSWORD);
        try (Workload workload = new Workload(dataSource, OPTIONS)) {
            workload.start();
            await().until(() -> workload.history().operations().stream()
                            .collect(Collectors.groupingBy(Operation::kind, Collectors.counting()))
                            .entrySet()
                            .stream()
                            .filter(entry -> entry.getValue() > 3)
                            .count()
                    == OperationKind.values().length);
            assertThat(workload.stop(Duration.ofSeconds(20))).isEmpty();
            return workload.history().operations();
        }
    }

    /** What the first operation of that kind wrote. Which session writes the row with the lowest id is chance. */
    private static List<Long> rows(List<Operation> operations, OperationKind kind) {
        return operations.stream()
                .filter(operation -> operation.kind() == kind)
                .map(operation -> ((Effect.Rows) operation.effect()).ids())
                .findFirst()
                .orElseThrow();
    }

    private Verdict verdict(List<Operation> operations) throws SQLException {
        cluster.awaitCaughtUp();
        return new HistoryChecker(STRICT)
                .check(new Recording(
                        operations,
                        List.of(),
                        List.of(),
                        List.of(),
                        OPTIONS.total(),
                        read(primary),
                        List.of(read(cluster.node("n2")))));
    }

    private void meddle(String sql) throws SQLException {
        try (Connection connection = app(primary);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static FinalState read(PostgresNode node) throws SQLException {
        try (Connection connection = app(node)) {
            return Tables.read(node.name(), connection);
        }
    }

    private static Connection app(PostgresNode node) throws SQLException {
        return node.connect(PostgresCluster.APP_DATABASE, PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD);
    }
}
