// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.cursor.Cursor;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MyBatis with its own transactions. */
class MyBatisIT extends AbstractFrameworkIT {
    private final SqlSessionFactory sessions;

    MyBatisIT(PostgresCluster cluster) {
        super(cluster);
        Configuration configuration =
                new Configuration(new Environment("it", new JdbcTransactionFactory(), dataSource));
        configuration.addMapper(Notes.class);
        this.sessions = new SqlSessionFactoryBuilder().build(configuration);
    }

    /** A row. */
    static final class Note {
        @Nullable
        Integer id;

        String text;

        Note(String text) {
            this.text = text;
        }
    }

    interface Notes {
        @Options(flushCache = Options.FlushCachePolicy.TRUE)
        @Select(Sluices.PORT)
        int port();

        @Options(useGeneratedKeys = true, keyProperty = "id")
        @Insert("INSERT INTO note(text) VALUES (#{text})")
        int insert(Note note);

        @Select("SELECT count(*) FROM note")
        int count();

        @Options(fetchSize = 10)
        @Select("SELECT text FROM note")
        Cursor<String> texts();

        @Update("UPDATE note SET version = version + 1 WHERE id = #{id} AND version = #{version}")
        int update(@Param("id") int id, @Param("version") int version);
    }

    // snippet
    static <R> R readOnly(SqlSessionFactory sessions, Function<SqlSession, R> work) throws SQLException {
        try (SqlSession session = sessions.openSession()) {
            session.getConnection().setReadOnly(true);
            return work.apply(session);
        }
    }
    // end

    private <R> R readWrite(Function<Notes, R> work) {
        try (SqlSession session = sessions.openSession()) {
            R result = work.apply(session.getMapper(Notes.class));
            session.commit();
            return result;
        }
    }

    private static Notes notes(SqlSession session) {
        return session.getMapper(Notes.class);
    }

    @BeforeEach
    void createTable() throws SQLException {
        Sluices.execute(dataSource, "DROP TABLE IF EXISTS note");
        Sluices.execute(
                dataSource,
                "CREATE TABLE note (id serial PRIMARY KEY, text text UNIQUE, version int NOT NULL DEFAULT 0)");
        cluster.awaitCaughtUp();
    }

    @Test
    void sessions_declared_runWhereTheyShould() throws SQLException {
        Set<PostgresNode> readers = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            readers.add(node(readOnly(sessions, session -> notes(session).port())));
        }
        assertThat(readers).isEqualTo(Set.of(n2, n3));
        assertThat(node(readWrite(Notes::port))).isEqualTo(n1);
        try (SqlSession autoCommit = sessions.openSession(true)) {
            assertThat(node(notes(autoCommit).port())).isEqualTo(n1);
        }
    }

    @Test
    void session_severalTransactions_areRoutedAnew() throws SQLException {
        try (SqlSession session = sessions.openSession()) {
            session.getConnection().setReadOnly(true);
            Set<PostgresNode> readers = new HashSet<>();
            for (int i = 0; i < 2; i++) {
                readers.add(node(notes(session).port()));
                session.commit(true); // without "true" MyBatis commits only what has written
            }
            assertThat(readers).isEqualTo(Set.of(n2, n3));
        }
    }

    @Test
    void session_withoutAStatement_takesNoPhysicalConnection() throws SQLException {
        long before = routed();
        assertThat(MyBatisIT.<Integer>readOnly(sessions, session -> session.getConfiguration()
                        .getMappedStatements()
                        .size()))
                .isPositive();
        assertThat(this.<Boolean>readWrite(notes -> true)).isTrue();
        assertThat(routed()).isEqualTo(before);
    }

    @Test
    void writes_keysAndBatches_areOnThePrimary() throws SQLException {
        Note note = new Note("one");
        assertThat(this.<Integer>readWrite(notes -> notes.insert(note))).isEqualTo(1);
        assertThat(note.id).isPositive();
        try (SqlSession batch = sessions.openSession(ExecutorType.BATCH)) {
            Notes notes = notes(batch);
            IntStream.range(0, 99).forEach(i -> notes.insert(new Note("text " + i)));
            batch.commit();
        }
        cluster.awaitCaughtUp();
        assertThat(MyBatisIT.<Integer>readOnly(
                        sessions, session -> notes(session).count()))
                .isEqualTo(100);
    }

    @Test
    void cursor_withFetchSize_readsFromAReplica() throws SQLException {
        Sluices.execute(dataSource, "INSERT INTO note(text) SELECT 'text ' || i FROM generate_series(1, 100) i");
        cluster.awaitCaughtUp();
        int rows = readOnly(sessions, session -> {
            int count = 0;
            for (String text : notes(session).texts()) {
                count += text.startsWith("text") ? 1 : 0;
            }
            assertThat(node(notes(session).port())).isIn(n2, n3);
            return count;
        });
        assertThat(rows).isEqualTo(100);
    }

    @Test
    void update_rowChangedByAnother_findsNoRow() {
        Note note = new Note("contended");
        readWrite(notes -> notes.insert(note));
        int id = note.id == null ? -1 : note.id;
        assertThat(this.<Integer>readWrite(notes -> notes.update(id, 0))).isEqualTo(1);
        assertThat(this.<Integer>readWrite(notes -> notes.update(id, 0))).isZero();
    }

    @Test
    void session_closedWithoutCommit_isRolledBack() {
        try (SqlSession session = sessions.openSession()) {
            notes(session).insert(new Note("undone"));
        }
        assertThat(this.<Integer>readWrite(Notes::count)).isZero();
    }

    @Test
    void readOnly_writing_failsOnTheServer() {
        assertThatThrownBy(() -> readOnly(sessions, session -> notes(session).insert(new Note("x"))))
                .isInstanceOf(PersistenceException.class)
                .cause()
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("25006");
        assertThatThrownBy(() -> readWrite(notes -> notes.insert(new Note("one")) + notes.insert(new Note("one"))))
                .isInstanceOf(PersistenceException.class)
                .cause()
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("23505");
    }
}
