// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.frameworks;

import static io.pgsluice.frameworks.Sluices.inUse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.SQLDataType.INTEGER;
import static org.jooq.impl.SQLDataType.VARCHAR;

import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jooq.BatchBindStep;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;
import org.jooq.impl.DataSourceConnectionProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** jOOQ, open source edition. */
class JooqIT extends AbstractFrameworkIT {
    private static final Table<Record> PART = table(name("part"));
    private static final Field<Integer> ID = field(name("id"), INTEGER.identity(true));
    private static final Field<String> LABEL = field(name("label"), VARCHAR);
    private static final Field<Integer> VERSION = field(name("version"), INTEGER);

    private final DSLContext readWrite;
    private final DSLContext readOnly;

    JooqIT(PostgresCluster cluster) {
        super(cluster);
        this.readWrite = DSL.using(dataSource, SQLDialect.POSTGRES);
        this.readOnly = readOnly(dataSource);
    }

    // snippet
    static DSLContext readOnly(DataSource dataSource) {
        return DSL.using(
                new DataSourceConnectionProvider(dataSource) {
                    @Override
                    public Connection acquire() {
                        Connection connection = super.acquire();
                        try {
                            connection.setReadOnly(true);
                        } catch (SQLException e) {
                            throw new DataAccessException("no read-only connection", e);
                        }
                        return connection;
                    }
                },
                SQLDialect.POSTGRES);
    }
    // end

    @BeforeEach
    void createTable() {
        readWrite.dropTableIfExists(PART).execute();
        readWrite
                .createTable(PART)
                .column(ID)
                .column(LABEL)
                .column(VERSION)
                .constraints(DSL.primaryKey(ID), DSL.unique(LABEL))
                .execute();
        cluster.awaitCaughtUp();
    }

    private PostgresNode served(DSLContext context) {
        return node(Objects.requireNonNull(context.fetchOne(Sluices.PORT)).get(0, Integer.class));
    }

    @Test
    void statementsAndTransactions_declared_runWhereTheyShould() {
        Set<PostgresNode> readers = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            readers.add(served(readOnly));
            readers.add(readOnly.transactionResult(transaction -> served(transaction.dsl())));
        }
        assertThat(readers).isEqualTo(Set.of(n2, n3));
        assertThat(served(readWrite)).isEqualTo(n1);
        assertThat(readWrite.<PostgresNode>transactionResult(transaction -> served(transaction.dsl())))
                .isEqualTo(n1);
    }

    @Test
    void transaction_withoutAStatement_takesNoPhysicalConnection() {
        long before = routed();
        assertThat(readOnly.<Boolean>transactionResult(transaction -> true)).isTrue();
        assertThat(readWrite.<Boolean>transactionResult(transaction -> true)).isTrue();
        assertThat(routed()).isEqualTo(before);
    }

    @Test
    void transaction_nestedAndRolledBack_keepsTheOuterWork() {
        readWrite.transaction(outer -> {
            outer.dsl().insertInto(PART, LABEL).values("outer").execute();
            assertThatThrownBy(() -> outer.dsl().transaction(inner -> {
                        inner.dsl().insertInto(PART, LABEL).values("inner").execute();
                        throw new IllegalStateException("undone");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        });
        assertThat(readWrite.select(LABEL).from(PART).fetch(LABEL)).containsExactly("outer");
    }

    @Test
    void writes_keysAndBatches_areOnThePrimary() {
        Integer id = Objects.requireNonNull(readWrite
                        .insertInto(PART, LABEL, VERSION)
                        .values("one", 1)
                        .returning(ID)
                        .fetchOne())
                .get(ID);
        assertThat(id).isPositive();
        BatchBindStep batch =
                readWrite.batch(readWrite.insertInto(PART, LABEL, VERSION).values("", 0));
        for (int i : IntStream.range(0, 99).toArray()) {
            batch = batch.bind("label " + i, i);
        }
        batch.execute();
        cluster.awaitCaughtUp();
        assertThat(readOnly.fetchCount(PART)).isEqualTo(100);
    }

    @Test
    void cursor_withFetchSize_readsFromAReplica() {
        readWrite.execute("INSERT INTO part(label, version) SELECT 'label ' || i, i FROM generate_series(1, 100) i");
        cluster.awaitCaughtUp();
        int rows = readOnly.transactionResult(transaction -> {
            int count = 0;
            try (Cursor<Record> cursor =
                    transaction.dsl().select().from(PART).fetchSize(10).fetchLazy()) {
                assertThat(served(transaction.dsl())).isIn(n2, n3);
                while (cursor.fetchNext() != null) {
                    count++;
                }
            }
            return count;
        });
        assertThat(rows).isEqualTo(100);
    }

    @Test
    void update_rowChangedByAnother_findsNoRow() {
        readWrite.insertInto(PART, LABEL, VERSION).values("contended", 1).execute();
        assertThat(update(2)).isEqualTo(1);
        assertThat(update(3)).isZero();
    }

    private int update(int version) {
        return readWrite.update(PART).set(VERSION, version).where(VERSION.eq(1)).execute();
    }

    @Test
    void insert_duplicate_isTranslated() {
        readWrite.insertInto(PART, LABEL).values("one").execute();
        assertThatThrownBy(() -> readWrite.insertInto(PART, LABEL).values("one").execute())
                .isInstanceOf(IntegrityConstraintViolationException.class);
    }

    @Test
    void readOnly_writing_failsOnTheServer() {
        assertThatThrownBy(() -> readOnly.insertInto(PART, LABEL).values("one").execute())
                .isInstanceOf(DataAccessException.class)
                .extracting(e -> ((DataAccessException) e).sqlState())
                .isEqualTo("25006");
    }

    @Test
    void meta_ofTheDatabase_givesItsConnectionBack() {
        assertThat(readOnly.meta().getTables("part")).isNotEmpty();
        assertThat(inUse(dataSource)).isZero();
    }
}
