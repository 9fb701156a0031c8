// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.frameworks;

import static io.pgsluice.frameworks.Sluices.inUse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PessimisticLockException;
import jakarta.persistence.RollbackException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.context.spi.TenantSchemaMapper;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.GenericJDBCException;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.resource.jdbc.spi.PhysicalConnectionHandlingMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hibernate ORM, bootstrapped as JPA provider without a container. */
class HibernateIT extends AbstractFrameworkIT {
    private static final Map<String, Object> WITHOUT_METADATA = Map.of(
            "hibernate.boot.allow_jdbc_metadata_access",
            false,
            "jakarta.persistence.database-product-name",
            "PostgreSQL");

    private final EntityManagerFactory factory;

    HibernateIT(PostgresCluster cluster) {
        super(cluster);
        this.factory =
                start(dataSource, Map.of("jakarta.persistence.schema-generation.database.action", "drop-and-create"));
    }

    @BeforeEach
    void emptyTables() throws SQLException {
        Sluices.execute(dataSource, "TRUNCATE item, receipt");
        cluster.awaitCaughtUp();
    }

    @AfterAll
    void stopHibernate() {
        factory.close();
    }

    private static EntityManagerFactory start(DataSource dataSource, Map<String, Object> more) {
        HibernatePersistenceConfiguration configuration =
                new HibernatePersistenceConfiguration("it").managedClasses(Item.class, Receipt.class);
        configuration.property("jakarta.persistence.nonJtaDataSource", dataSource);
        configuration.property("hibernate.jdbc.batch_size", 20);
        more.forEach(configuration::property);
        return configuration.createEntityManagerFactory();
    }

    private static Map<String, Object> and(Map<String, Object> some, String name, Object value) {
        Map<String, Object> all = new HashMap<>(some);
        all.put(name, value);
        return all;
    }

    // snippet
    static <R> R readOnly(EntityManagerFactory factory, Function<Session, R> work) {
        SessionFactory sessions = factory.unwrap(SessionFactory.class);
        try (Session session = sessions.withOptions().readOnly(true).openSession()) {
            return session.fromTransaction(transaction -> work.apply(session));
        }
    }
    // end

    private PostgresNode served(EntityManager manager) {
        return node(
                (Integer) manager.createNativeQuery(Sluices.PORT, Integer.class).getSingleResult());
    }

    @Test
    void start_existingSchema_givesItsConnectionsBackAndOpensNoSession() {
        long before = routed();
        try (EntityManagerFactory other = start(dataSource, WITHOUT_METADATA);
                EntityManager manager = other.createEntityManager()) {
            assertThat(manager.isOpen()).isTrue();
            assertThat(routed()).isEqualTo(before);
        }
        try (EntityManagerFactory other = start(dataSource, Map.of())) {
            assertThat(other.isOpen()).isTrue();
            assertThat(inUse(dataSource)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = "DELAYED_ACQUISITION_AND_RELEASE_AFTER_STATEMENT") // Needs a transaction manager that holds the
    // connection.
    void transaction_anyHandlingMode_takesAPhysicalConnectionAtItsFirstStatement(PhysicalConnectionHandlingMode mode) {
        try (EntityManagerFactory other =
                start(dataSource, and(WITHOUT_METADATA, "hibernate.connection.handling_mode", mode))) {
            long before = routed();
            SessionFactory sessions = other.unwrap(SessionFactory.class);
            Set<PostgresNode> readers = new HashSet<>();
            try (Session session = sessions.withOptions().readOnly(true).openSession()) {
                for (int i = 0; i < 2; i++) {
                    session.getTransaction().begin();
                    assertThat(session.isJoinedToTransaction()).isTrue();
                    assertThat(routed()).isEqualTo(before + i);
                    readers.add(served(session));
                    assertThat(inUse(dataSource)).isEqualTo(1);
                    session.getTransaction().commit();
                }
            }
            assertThat(readers).isEqualTo(Set.of(n2, n3));
            assertThat(inUse(dataSource)).isZero();
            try (EntityManager manager = other.createEntityManager()) {
                manager.getTransaction().begin();
                assertThat(served(manager)).isEqualTo(n1);
                manager.getTransaction().commit();
            }
        }
    }

    @Test
    void writes_severalKindsOfKeys_areBatchedOnThePrimary() {
        List<Item> items =
                IntStream.range(0, 50).mapToObj(i -> new Item("item " + i, i)).toList();
        factory.runInTransaction(manager -> {
            items.forEach(manager::persist);
            Receipt receipt = new Receipt();
            manager.persist(receipt);
            assertThat(receipt.id()).isNotNull();
            manager.flush();
            assertThat(served(manager)).isEqualTo(n1);
        });
        assertThat(items).extracting(Item::id).doesNotContainNull().doesNotHaveDuplicates();
        cluster.awaitCaughtUp();
        long found = readOnly(factory, HibernateIT::count);
        assertThat(found).isEqualTo(50);
    }

    @Test
    void readOnlySessions_oneAfterTheOther_goRoundTheReplicas() {
        Set<PostgresNode> readers = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            readers.add(readOnly(factory, this::served));
        }
        assertThat(readers).isEqualTo(Set.of(n2, n3));
        assertThat(factory.<PostgresNode>callInTransaction(this::served)).isEqualTo(n1);
    }

    @Test
    void connection_setReadOnlyAsTheFirstWorkOfATransaction_readsFromAReplica() {
        try (Session session = factory.unwrap(SessionFactory.class).openSession()) {
            session.getTransaction().begin();
            session.doWork(connection -> connection.setReadOnly(true));
            assertThat(served(session)).isIn(n2, n3);
            session.getTransaction().commit();
        }
        assertThat(factory.<PostgresNode>callInTransaction(this::served)).isEqualTo(n1);
    }

    @Test
    void readOnlySession_writingAllTheSame_isRefusedByHibernateAndByTheServer() {
        assertThatThrownBy(() -> readOnly(factory, session -> {
                    session.persist(new Item("forbidden", 1));
                    return session;
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> readOnly(factory, session -> {
                    session.doWork(connection -> {
                        try (Statement statement = connection.createStatement()) {
                            statement.execute("INSERT INTO receipt DEFAULT VALUES");
                        }
                    });
                    return session;
                }))
                .isInstanceOf(GenericJDBCException.class)
                .extracting(e -> ((GenericJDBCException) e).getSQLState())
                .isEqualTo("25006");
    }

    @Test
    void tenants_bySchema_areReadOnReplicasAndLeaveNothingBehind() throws SQLException {
        Sluices.execute(dataSource, "CREATE SCHEMA IF NOT EXISTS tenant_a");
        cluster.awaitCaughtUp();
        TenantSchemaMapper<Object> bySchema = tenant -> "tenant_" + tenant;
        try (EntityManagerFactory other =
                start(dataSource, and(WITHOUT_METADATA, "hibernate.multi_tenant.schema_mapper", bySchema))) {
            try (Session session = other.unwrap(SessionFactory.class)
                    .withOptions()
                    .tenantIdentifier((Object) "a")
                    .readOnly(true)
                    .openSession()) {
                session.getTransaction().begin();
                assertThat(served(session)).isIn(n2, n3);
                assertThat(session.createNativeQuery("SELECT current_schema()", String.class)
                                .getSingleResult())
                        .isEqualTo("tenant_a");
                session.getTransaction().commit();
            }
        }
        try (Connection connection = dataSource.getConnection()) {
            connection.setReadOnly(true);
            for (int i = 0; i < 2; i++) {
                assertThat(Sluices.query(connection, "SELECT (current_schema() = 'public')::int"))
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void stream_withFetchSize_readsFromAReplicaInOneTransaction() {
        factory.runInTransaction(
                manager -> IntStream.range(0, 100).forEach(i -> manager.persist(new Item("item " + i, i))));
        cluster.awaitCaughtUp();
        int sum = readOnly(factory, session -> {
            try (Stream<Item> items = session.createQuery("from Item", Item.class)
                    .setFetchSize(10)
                    .getResultStream()) {
                assertThat(served(session)).isIn(n2, n3);
                return items.mapToInt(Item::quantity).sum();
            }
        });
        assertThat(sum).isEqualTo(99 * 100 / 2);
    }

    @Test
    void update_rowChangedByAnother_isAnOptimisticLockException() {
        Item item = new Item("contended", 1);
        factory.runInTransaction(manager -> manager.persist(item));
        EntityManager slow = factory.createEntityManager();
        try (slow) {
            slow.getTransaction().begin();
            Item mine = find(slow, item);
            factory.runInTransaction(manager -> find(manager, item).quantity(2));
            mine.quantity(3);
            assertThatThrownBy(() -> slow.getTransaction().commit())
                    .isInstanceOf(RollbackException.class)
                    .hasCauseInstanceOf(OptimisticLockException.class);
        }
        assertThat(factory.<Integer>callInTransaction(
                        manager -> find(manager, item).quantity()))
                .isEqualTo(2);
    }

    private static long count(EntityManager manager) {
        return manager.createQuery("select count(i) from Item i", Long.class).getSingleResult();
    }

    private static Item find(EntityManager manager, Item item) {
        return Objects.requireNonNull(manager.find(Item.class, item.id()));
    }

    @Test
    void insert_duplicate_isTranslatedAndRolledBack() {
        factory.runInTransaction(manager -> manager.persist(new Item("unique", 1)));
        assertThatThrownBy(() -> factory.runInTransaction(manager -> {
                    manager.persist(new Item("other", 1));
                    manager.persist(new Item("unique", 2));
                    manager.flush();
                }))
                .isInstanceOf(ConstraintViolationException.class)
                .extracting(e -> ((ConstraintViolationException) e).getConstraintName())
                .isEqualTo("item_name_key");
        assertThat(factory.<Long>callInTransaction(HibernateIT::count)).isEqualTo(1);
    }

    @Test
    void transaction_primaryKilledInTheMiddle_failsAsWhatIsRetriedAndTheNextOneWorks() {
        try (EntityManager manager = factory.createEntityManager()) {
            manager.getTransaction().begin();
            assertThat(served(manager)).isEqualTo(n1);
            n1.kill();
            assertThatThrownBy(() -> served(manager)).isInstanceOf(PessimisticLockException.class);
            manager.getTransaction().rollback();
            n2.promote();
            manager.getTransaction().begin();
            manager.persist(new Item("afterwards", 1));
            assertThat(served(manager)).isEqualTo(n2);
            manager.getTransaction().commit();
        }
    }
}
