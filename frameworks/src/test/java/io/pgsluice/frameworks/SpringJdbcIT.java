// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgsluice.RouteReason;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring JDBC with declared transactions. */
class SpringJdbcIT extends AbstractFrameworkIT {
    private final AnnotationConfigApplicationContext context;
    private final Shelf shelf;
    private final JdbcTemplate jdbc;

    SpringJdbcIT(PostgresCluster cluster) {
        super(cluster);
        this.context = new AnnotationConfigApplicationContext();
        context.registerBean(DataSource.class, () -> dataSource, definition -> definition.setDestroyMethodName(""));
        context.register(Persistence.class, Shelf.class);
        context.refresh();
        this.shelf = context.getBean(Shelf.class);
        this.jdbc = context.getBean(JdbcTemplate.class);
    }

    // snippet
    @Configuration
    @EnableTransactionManagement
    static class Persistence {
        @Bean
        JdbcTemplate jdbc(DataSource dataSource) {
            return new JdbcTemplate(dataSource);
        }

        @Bean
        PlatformTransactionManager transactionManager(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }
    }
    // end

    static class Shelf {
        private final JdbcTemplate jdbc;

        Shelf(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @Transactional
        public <R> R readWrite(Supplier<R> work) {
            return work.get();
        }

        @Transactional(readOnly = true)
        public <R> R readOnly(Supplier<R> work) {
            return work.get();
        }

        @Transactional(readOnly = true, isolation = Isolation.SERIALIZABLE)
        public <R> R serializable(Supplier<R> work) {
            return work.get();
        }

        int port() {
            return Objects.requireNonNull(jdbc.queryForObject(Sluices.PORT, Integer.class));
        }

        int count() {
            return Objects.requireNonNull(jdbc.queryForObject("SELECT count(*) FROM book", Integer.class));
        }
    }

    private void createTable() {
        jdbc.execute("DROP TABLE IF EXISTS book");
        jdbc.execute("CREATE TABLE book (id serial PRIMARY KEY, title text UNIQUE)");
        cluster.awaitCaughtUp();
    }

    @AfterAll
    void stopSpring() {
        context.close();
    }

    @Test
    void transactions_declared_runWhereTheyShould() {
        Set<PostgresNode> readers = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            readers.add(node(shelf.readOnly(shelf::port)));
        }
        assertThat(readers).isEqualTo(Set.of(n2, n3));
        assertThat(node(shelf.readWrite(shelf::port))).isEqualTo(n1);
        assertThat(node(shelf.serializable(shelf::port))).isEqualTo(n1);
        assertThat(node(shelf.port())).isEqualTo(n1);
        assertThat(dataSource.statistics().get(0).transactions()).containsEntry(RouteReason.SERIALIZABLE_ISOLATION, 1L);
    }

    @Test
    void transaction_withoutAStatement_takesNoPhysicalConnection() {
        long before = routed();
        assertThat(shelf.<Boolean>readOnly(() -> true)).isTrue();
        assertThat(shelf.<Boolean>readWrite(() -> true)).isTrue();
        assertThat(routed()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readOnlyTransaction_writing_fails(boolean enforced) {
        createTable();
        JdbcTransactionManager manager = new JdbcTransactionManager(dataSource);
        manager.setEnforceReadOnly(enforced);
        TransactionTemplate transaction = new TransactionTemplate(manager);
        transaction.setReadOnly(true);
        transaction.executeWithoutResult(status -> {
            assertThat(node(shelf.port())).isIn(n2, n3);
            assertThatThrownBy(() -> jdbc.update("INSERT INTO book(title) VALUES ('x')"))
                    .isInstanceOf(DataAccessException.class)
                    .hasStackTraceContaining("25006");
            status.setRollbackOnly();
        });
    }

    @Test
    void writes_keysAndBatches_areOnThePrimary() {
        createTable();
        int id = shelf.readWrite(() -> {
            GeneratedKeyHolder keys = new GeneratedKeyHolder();
            jdbc.update(
                    connection -> connection.prepareStatement(
                            "INSERT INTO book(title) VALUES ('one')", Statement.RETURN_GENERATED_KEYS),
                    keys);
            jdbc.batchUpdate(
                    "INSERT INTO book(title) VALUES (?)",
                    IntStream.range(0, 99).boxed().toList(),
                    50,
                    (statement, number) -> statement.setString(1, "title " + number));
            assertThat(node(shelf.port())).isEqualTo(n1);
            return (Integer) Objects.requireNonNull(keys.getKeys()).get("id");
        });
        assertThat(id).isPositive();
        cluster.awaitCaughtUp();
        assertThat(shelf.<Integer>readOnly(shelf::count)).isEqualTo(100);
    }

    @Test
    void stream_withFetchSize_readsFromAReplica() {
        createTable();
        jdbc.update("INSERT INTO book(title) SELECT 'title ' || i FROM generate_series(1, 100) i");
        cluster.awaitCaughtUp();
        JdbcTemplate streaming = new JdbcTemplate(dataSource);
        streaming.setFetchSize(10);
        long read = shelf.readOnly(() -> {
            try (Stream<String> titles =
                    streaming.queryForStream("SELECT title FROM book", (row, number) -> row.getString(1))) {
                assertThat(node(shelf.port())).isIn(n2, n3);
                return titles.count();
            }
        });
        assertThat(read).isEqualTo(100);
    }

    @Test
    void insert_duplicate_isTranslatedAndRolledBack() {
        createTable();
        assertThatThrownBy(() -> shelf.readWrite(() -> {
                    jdbc.update("INSERT INTO book(title) VALUES ('one')");
                    return jdbc.update("INSERT INTO book(title) VALUES ('one')");
                }))
                .isInstanceOf(DuplicateKeyException.class);
        assertThat(shelf.count()).isZero();
    }

    @Test
    void transaction_primaryKilledInTheMiddle_failsEvenIfTheErrorIsSwallowedAndTheNextOneWorks() {
        assertThatThrownBy(() -> shelf.readWrite(() -> {
                    assertThat(node(shelf.port())).isEqualTo(n1);
                    n1.kill();
                    assertThatThrownBy(shelf::port).isInstanceOf(CannotAcquireLockException.class);
                    return null;
                }))
                .isInstanceOf(TransientDataAccessException.class)
                .hasMessageContaining("nothing of it was committed");
        n2.promote();
        assertThat(node(shelf.readWrite(shelf::port))).isEqualTo(n2);
    }

    @Test
    void primary_notFoundInTime_isATransientException() {
        try (SluiceDataSource impatient =
                Sluices.open(cluster, config -> config.failoverTimeout(Duration.ofMillis(300)))) {
            n1.kill();
            Sluices.awaitNoPrimary(impatient);
            assertThatThrownBy(() -> new JdbcTemplate(impatient).queryForObject(Sluices.PORT, Integer.class))
                    .isInstanceOf(TransientDataAccessResourceException.class)
                    .hasMessageContaining("no node for a read-write transaction");
        }
    }
}
