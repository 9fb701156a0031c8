// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.support.TransactionTemplate;

/** JPA under Spring's transaction manager. */
class SpringJpaIT extends AbstractFrameworkIT {
    private final LocalContainerEntityManagerFactoryBean bean;
    private final EntityManager manager;
    private final TransactionTemplate readWrite;
    private final TransactionTemplate readOnly;

    SpringJpaIT(PostgresCluster cluster) {
        super(cluster);
        this.bean = new LocalContainerEntityManagerFactoryBean();
        bean.setDataSource(dataSource);
        bean.setManagedTypes(PersistenceManagedTypes.of(Item.class.getName(), Receipt.class.getName()));
        bean.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
        bean.setJpaPropertyMap(Map.of("jakarta.persistence.schema-generation.database.action", "drop-and-create"));
        bean.afterPropertiesSet();
        EntityManagerFactory factory = Objects.requireNonNull(bean.getObject());
        this.manager = SharedEntityManagerCreator.createSharedEntityManager(factory);
        JpaTransactionManager transactions = new JpaTransactionManager(factory);
        this.readWrite = new TransactionTemplate(transactions);
        this.readOnly = new TransactionTemplate(transactions);
        readOnly.setReadOnly(true);
        cluster.awaitCaughtUp();
    }

    @AfterAll
    void stopSpring() {
        bean.destroy();
    }

    private PostgresNode served() {
        return node(
                (Integer) manager.createNativeQuery(Sluices.PORT, Integer.class).getSingleResult());
    }

    @Test
    void transactions_declared_runWhereTheyShould() {
        Set<PostgresNode> readers = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            readers.add(Objects.requireNonNull(readOnly.execute(status -> served())));
        }
        assertThat(readers).isEqualTo(Set.of(n2, n3));
        assertThat(readWrite.<PostgresNode>execute(status -> served())).isEqualTo(n1);
    }

    @Test
    void transaction_withoutAStatement_takesNoPhysicalConnection() {
        long before = routed();
        readOnly.executeWithoutResult(status -> assertThat(manager.isOpen()).isTrue());
        readWrite.executeWithoutResult(status -> assertThat(manager.isOpen()).isTrue());
        assertThat(routed()).isEqualTo(before);
    }

    @Test
    void writes_readAgain_areFoundOnAReplica() {
        readWrite.executeWithoutResult(status -> manager.persist(new Item("one", 1)));
        assertThatThrownBy(() -> readWrite.executeWithoutResult(status -> manager.persist(new Item("one", 2))))
                .isInstanceOf(DataIntegrityViolationException.class);
        cluster.awaitCaughtUp();
        readOnly.executeWithoutResult(status -> {
            Item found = manager.createQuery("from Item", Item.class).getSingleResult();
            assertThat(found.name()).isEqualTo("one");
            assertThat(served()).isIn(n2, n3);
            found.quantity(5); // Not flushed: the session of a read-only transaction does not.
        });
        assertThat(readWrite.<Integer>execute(status -> manager.createQuery("from Item", Item.class)
                        .getSingleResult()
                        .quantity()))
                .isEqualTo(1);
    }
}
