// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScannerTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    EMPTY       | ``
                    EMPTY       | -- nothing
                    EMPTY       | ; /* */ ;;
                    READ        | select 1
                    READ        | (((select 1)))
                    READ        | /* x */ VALUES (1);
                    READ        | TABLE t
                    READ        | WITH x AS (SELECT 1) SELECT 1
                    READ        | SHOW x
                    READ        | FETCH 10 FROM c
                    READ        | MOVE c
                    READ        | CLOSE c
                    READ        | DECLARE c CURSOR FOR SELECT 1
                    READ        | DECLARE c CURSOR FOR (SELECT 1)
                    READ        | COPY t TO STDOUT
                    READ        | COPY (SELECT x FROM t) TO STDOUT
                    READ        | EXPLAIN ANALYZE VERBOSE SELECT 1
                    READ        | EXPLAIN (ANALYZE, COSTS off) (SELECT 1)
                    READ        | SELECT nextval('x')
                    READ        | SELECT set_config('a.b', 'c', false)
                    WRITE       | INSERT INTO t VALUES (1)
                    WRITE       | update t set a = 1
                    WRITE       | DELETE FROM t
                    WRITE       | MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE
                    WRITE       | SELECT 1 INTO t
                    WRITE       | SELECT 1 FOR UPDATE
                    WRITE       | SELECT 1 FOR NO KEY UPDATE
                    WRITE       | SELECT 1 FOR SHARE
                    WRITE       | SELECT 1 FOR KEY SHARE
                    WRITE       | SELECT * FROM (SELECT 1 FOR UPDATE) x
                    WRITE       | DECLARE c CURSOR FOR SELECT 1 FOR UPDATE
                    WRITE       | WITH x AS (INSERT INTO t VALUES (1) RETURNING 1) SELECT 1
                    WRITE       | WITH x AS MATERIALIZED (DELETE FROM t) SELECT 1
                    WRITE       | WITH a AS (SELECT 1), x AS (UPDATE t SET a = 1) SELECT 1
                    WRITE       | WITH a AS (SELECT 1) INSERT INTO t SELECT 1
                    WRITE       | WITH a AS (SELECT 1) SEARCH DEPTH FIRST BY x SET y MERGE INTO t USING a ON true WHEN MATCHED THEN DELETE
                    WRITE       | COPY t FROM STDIN
                    WRITE       | COPY t (a, b) FROM 'file'
                    WRITE       | COPY (UPDATE t SET a = 1 RETURNING 1) TO STDOUT
                    WRITE       | EXPLAIN INSERT INTO t VALUES (1)
                    WRITE       | EXPLAIN (ANALYZE) CREATE TABLE t AS SELECT 1
                    WRITE       | CREATE TABLE t (a int)
                    WRITE       | ALTER TABLE t ADD b int
                    WRITE       | DROP TABLE t
                    WRITE       | TRUNCATE t
                    WRITE       | GRANT ALL ON t TO u
                    WRITE       | REVOKE ALL ON t FROM u
                    WRITE       | COMMENT ON TABLE t IS 'x'
                    WRITE       | SECURITY LABEL ON TABLE t IS 'x'
                    WRITE       | REFRESH MATERIALIZED VIEW v
                    WRITE       | VACUUM (FULL, ANALYZE) t
                    WRITE       | ANALYZE
                    WRITE       | REINDEX TABLE t
                    WRITE       | CLUSTER t
                    WRITE       | REASSIGN OWNED BY a TO b
                    WRITE       | IMPORT FOREIGN SCHEMA s FROM SERVER x INTO y
                    BEGIN       | begin
                    BEGIN       | START TRANSACTION
                    COMMIT      | COMMIT WORK
                    COMMIT      | end transaction
                    COMMIT      | COMMIT AND CHAIN
                    ROLLBACK    | ROLLBACK
                    ROLLBACK    | ABORT WORK
                    ROLLBACK    | ROLLBACK AND NO CHAIN
                    SAVEPOINT   | SAVEPOINT a
                    RELEASE     | RELEASE a
                    RELEASE     | RELEASE SAVEPOINT a
                    ROLLBACK_TO | ROLLBACK TO a
                    ROLLBACK_TO | ROLLBACK TRANSACTION TO SAVEPOINT a
                    SETTING     | SET a.b = 1
                    SETTING     | RESET a.b
                    OTHER       | SET LOCAL a.b = 1
                    OTHER       | SET TRANSACTION READ ONLY
                    OTHER       | SET CONSTRAINTS ALL DEFERRED
                    OTHER       | SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY
                    OTHER       | SET default_transaction_read_only = on
                    OTHER       | DISCARD ALL
                    OTHER       | DECLARE c CURSOR WITH HOLD FOR SELECT 1
                    OTHER       | CALL p()
                    OTHER       | DO $$ BEGIN END $$
                    OTHER       | LOCK t
                    OTHER       | LISTEN a
                    OTHER       | NOTIFY a
                    OTHER       | UNLISTEN a
                    OTHER       | PREPARE p AS SELECT 1
                    OTHER       | EXECUTE p
                    OTHER       | EXPLAIN EXECUTE p
                    OTHER       | EXPLAIN BEGIN
                    OTHER       | DEALLOCATE p
                    OTHER       | PREPARE TRANSACTION 'x'
                    OTHER       | COMMIT PREPARED 'x'
                    OTHER       | ROLLBACK PREPARED 'x'
                    OTHER       | LOAD 'x'
                    OTHER       | CHECKPOINT
                    OTHER       | BEGIN SOMETHING
                    OTHER       | ROLLBACK TO a b
                    OTHER       | SAVEPOINT
                    OTHER       | {call f(?)}
                    OTHER       | {? = call f(?)}
                    OTHER       | GARBAGE
                    OTHER       | 'text'
                    OTHER       | SELECT 'unterminated
                    OTHER       | SELECT (1
                    OTHER       | SELECT 1)
                    OTHER       | (DELETE FROM t)
                    SEVERAL     | SELECT 1; SELECT 2
                    SEVERAL     | BEGIN; COMMIT;
                    SEVERAL     | SELECT 1; SELECT 'unterminated
                    """)
    void statement_byItsWords_isOfAKind(StatementKind kind, @Nullable String sql) {
        assertThat(Scanner.scan(sql == null ? "" : sql).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 AS update, 2 AS into, 3 AS insert",
                "SELECT t.into, t.for, t.update FROM t",
                "SELECT \"into\", \"for\" \"update\" FROM t",
                "SELECT 'INTO x', $$ FOR UPDATE $$ /* FOR SHARE */ -- INTO",
                "SELECT count(delete), max(update) FROM t",
                "WITH x AS (SELECT delete, update FROM t) SELECT insert FROM x",
                "SELECT substring(a FROM 1 FOR 2)",
                "SELECT * FROM t FOR READ ONLY",
            })
    void query_withWordsThatOnlyLookLikeWriting_isARead(String sql) {
        assertThat(Scanner.scan(sql).kind()).isEqualTo(StatementKind.READ);
        assertThat(Scanner.scan(sql).isRead()).isTrue();
    }

    /** Semicolons that end no statement. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN a THEN 1 END; END",
                "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC INSERT INTO t VALUES (1); END;",
                "CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b;)",
                "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$",
                "SELECT ';', \"a;b\", $$;$$, E'\\';' /* ; */ -- ;\n",
            })
    void semicolon_insideOfAStatement_doesNotEndIt(String sql) {
        assertThat(Scanner.scan(sql).kind()).isIn(StatementKind.READ, StatementKind.WRITE);
        assertThat(Scanner.scan(sql + "; SELECT 1").kind()).isEqualTo(StatementKind.SEVERAL);
    }

    @Test
    void semicolon_inABodyThatLooksAtomicOutsideOfAFunction_endsTheStatement() {
        assertThat(Scanner.scan("CREATE TABLE begin (atomic int); SELECT 1").kind())
                .isEqualTo(StatementKind.SEVERAL);
        assertThat(Scanner.scan("SELECT begin atomic; SELECT 1").kind()).isEqualTo(StatementKind.SEVERAL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    TEMPORARY_OBJECTS  | CREATE TEMP TABLE a (b int)
                    TEMPORARY_OBJECTS  | CREATE LOCAL TEMPORARY TABLE a AS SELECT 1
                    TEMPORARY_OBJECTS  | CREATE OR REPLACE TEMP VIEW a AS SELECT 1
                    TEMPORARY_OBJECTS  | CREATE TABLE pg_temp.a (b int)
                    TEMPORARY_OBJECTS  | CREATE FUNCTION "pg_temp".f() RETURNS int LANGUAGE sql AS 'SELECT 1'
                    TEMPORARY_OBJECTS  | SELECT 1 INTO TEMP a
                    TEMPORARY_OBJECTS  | SELECT 1 INTO LOCAL TEMPORARY TABLE a
                    TEMPORARY_OBJECTS  | SELECT 1 INTO pg_temp.a
                    TEMPORARY_OBJECTS  | CREATE TEMP TABLE a (b int) ON COMMIT DELETE ROWS
                    LISTEN             | LISTEN a
                    PREPARED_STATEMENT | PREPARE a (int, numeric(1, 2)) AS SELECT $1
                    HELD_CURSOR        | DECLARE a BINARY NO SCROLL CURSOR WITH HOLD FOR SELECT 1
                    ADVISORY_LOCK      | SELECT pg_advisory_lock(1)
                    ADVISORY_LOCK      | SELECT pg_catalog.pg_try_advisory_lock_shared(1, 2)
                    ADVISORY_LOCK      | {? = call pg_advisory_lock(?)}
                    SESSION_DEFAULTS   | SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE
                    SESSION_DEFAULTS   | SET default_transaction_isolation TO 'serializable'
                    SESSION_DEFAULTS   | SELECT set_config('default_transaction_read_only', 'on', false)
                    SESSION_DEFAULTS   | RESET default_transaction_deferrable
                    SESSION_DEFAULTS   | SELECT setseed(0.1)
                    SESSION_DEFAULTS   | SET seed TO 0.1
                    LIBRARY            | LOAD 'auto_explain'
                    """)
    void effect_onTheSession_isSeen(SessionEffect effect, String sql) {
        assertThat(Scanner.scan(sql).effects()).containsExactly(effect);
        assertThat(Scanner.scan("SELECT 1; " + sql + "; LISTEN x").effects()).contains(effect, SessionEffect.LISTEN);
        assertThat(Scanner.scan(sql).isRead()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TEMP TABLE a ON COMMIT DROP AS SELECT 1",
                "CREATE TABLE a (b int)",
                "INSERT INTO pg_temp.a VALUES (1)",
                "SELECT * FROM pg_temp.a",
                "SELECT temp FROM a",
                "DECLARE a CURSOR WITHOUT HOLD FOR SELECT 1",
                "SELECT pg_advisory_unlock(1)",
                "SELECT pg_advisory_xact_lock(1)",
                "SET LOCAL default_transaction_read_only = on",
                "SET transaction_read_only = on",
                "PREPARE TRANSACTION 'x'",
                "SELECT 'LISTEN a'",
            })
    void effect_thatIsNone_isNotSeen(String sql) {
        assertThat(Scanner.scan(sql).effects()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    LISTEN                       | listen a
                    NOTIFY                       | NOTIFY a
                    CHECKPOINT                   | CHECKPOINT
                    LOCK TABLE                   | LOCK t IN ACCESS SHARE MODE
                    ALTER SYSTEM                 | ALTER SYSTEM SET work_mem = 1
                    PREPARE TRANSACTION          | PREPARE TRANSACTION 'x'
                    COMMIT PREPARED              | COMMIT PREPARED 'x'
                    ROLLBACK PREPARED            | ROLLBACK PREPARED 'x'
                    SET TRANSACTION SNAPSHOT     | SET TRANSACTION SNAPSHOT 'x'
                    COPY TO a file of the server | COPY t TO '/tmp/x'
                    COPY TO a file of the server | COPY (SELECT 1) TO PROGRAM 'cat'
                    nextval()                    | SELECT nextval('x')
                    nextval()                    | SELECT NextVal ('x')
                    nextval()                    | SELECT "nextval"('x')
                    nextval()                    | SELECT pg_catalog . /* x */ nextval -- y
                    currval()                    | SELECT 1 WHERE (SELECT currval('x')) > 1
                    pg_notify()                  | EXPLAIN ANALYZE SELECT pg_notify('a', 'b')
                    pg_advisory_lock()           | PREPARE p AS SELECT pg_advisory_lock(1)
                    pg_advisory_unlock()         | DECLARE c CURSOR FOR SELECT pg_advisory_unlock(1)
                    lo_unlink()                  | SELECT {fn lo_unlink(1)}
                    txid_current()               | {? = call txid_current()}
                    pg_promote()                 | SELECT a.* FROM pg_promote() a
                    lo_import()                  | SELECT 1 OPERATOR(pg_catalog.+) lo_import('x')
                    setval()                     | SELECT DISTINCT ON (a) setval('x', 1)
                    nextval()                    | INSERT INTO t VALUES (nextval('x'))
                    """)
    void primaryOnly_whatMustNotRunOnAStandby_isNamed(String what, String sql) {
        String text = sql.endsWith("-- y") ? sql + "\n('x')" : sql;
        assertThat(Scanner.scan(text).primaryOnly()).isEqualTo(what);
        assertThat(Scanner.scan(text).isRead()).isFalse();
        assertThat(Scanner.scan("SELECT 1;" + text).primaryOnly()).isEqualTo(what);
    }

    @Test
    void primaryOnly_ofAFunctionNamedInUnicodeEscapes_isAssumed() {
        assertThat(Scanner.scan("SELECT U&\"nextv\\0061l\"('x')").primaryOnly()).isNotNull();
        assertThat(Scanner.scan("SELECT U&\"nextval\"('x')").primaryOnly()).contains("nextval");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (1)",
                "CREATE TABLE t (a int)",
                "SELECT nextval FROM t",
                "SELECT 'nextval(1)'",
                "SELECT mine.nextval('x')",
                "SELECT \"NextVal\"('x')",
                "COPY t TO STDOUT (FORMAT csv)",
                "UNLISTEN *",
                "SELECT set_config('a.b', 'c', false)",
            })
    void primaryOnly_ofWhatRefusesByItselfOrIsNone_isNull(String sql) {
        assertThat(Scanner.scan(sql).primaryOnly()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT 1                             | true
                    (SELECT 1) UNION (SELECT 2);         | true
                    VALUES (1)                           | true
                    TABLE t                              | true
                    WITH x AS (SELECT 1) DELETE FROM t   | true
                    INSERT INTO t VALUES (1)             | true
                    SELECT 1 FOR UPDATE                  | true
                    MERGE INTO t USING s ON true         | true
                    SELECT 1; SELECT 2                   | false
                    EXPLAIN SELECT 1                     | false
                    SHOW x                               | false
                    CREATE TABLE t (a int)               | false
                    SET a = 1                            | false
                    BEGIN                                | false
                    SELECT 'a                            | false
                    {call f()}                           | false
                    COPY t TO STDOUT                     | false
                    """)
    void combinable_areSingleQueriesAndChangesOfRows(String sql, boolean combinable) {
        assertThat(Scanner.scan(sql).isCombinable()).isEqualTo(combinable);
    }

    @Test
    void learnPrimary_isTrueOnce() {
        StatementInfo info = Scanner.scan("SELECT f()");
        assertThat(info.isPrimaryLearned()).isFalse();
        assertThat(info.learnPrimary()).isTrue();
        assertThat(info.learnPrimary()).isFalse();
        assertThat(info.isPrimaryLearned()).isTrue();
    }

    @Test
    void several_statements_unite() {
        StatementInfo info = Scanner.scan(
                "BEGIN READ ONLY; SET a.b = 1; LISTEN x; SELECT nextval('s'); SAVEPOINT p; COMMIT AND CHAIN");
        assertThat(info.begins()).isEqualTo(new TransactionModes(true, 0));
        assertThat(info.settings()).containsExactly(new SettingChange("a.b", "SET a.b = 1"));
        assertThat(info.effects()).isEqualTo(Set.of(SessionEffect.LISTEN));
        assertThat(info.primaryOnly()).isEqualTo("LISTEN");
        assertThat(info.savepoint()).isNull();
        assertThat(info.chains()).isFalse();
        assertThat(Scanner.scan("SELECT 1; BEGIN READ ONLY").begins()).isNull();
        assertThat(Scanner.scan("SELECT 1; SELECT f()").unknownFunctions()).isEqualTo(List.of("f"));
    }

    @Test
    void broken_text_keepsWhatWasFound_andMayDoAnything() {
        StatementInfo info = Scanner.scan("SET a.b = 1; LISTEN x; SELECT 'a\\'; SET c = 'd'");
        assertThat(info.kind()).isEqualTo(StatementKind.SEVERAL);
        assertThat(info.settings()).hasSize(1);
        assertThat(info.effects()).containsExactly(SessionEffect.LISTEN);
        assertThat(info.hasUnknownSetting()).isTrue();
        assertThat(info.isRead()).isFalse();
        assertThat(info.unknownFunctions()).isEmpty();
    }
}
