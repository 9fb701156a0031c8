// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which calls leave a statement a read. */
class ScannerReadTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    SELECT f(1)                                         | f
                    SELECT F (1), f(2)                                  | f
                    SELECT s.f(1), S."F"(2), "a""b"(3)                  | s.f s."F" "a""b"
                    SELECT d.s.f(1)                                     | d.s.f
                    SELECT s /* x */ . f (1)                            | s.f
                    SELECT lower(f(1))                                  | f
                    SELECT * FROM f(1) AS x(a, b)                       | f
                    SELECT * FROM t, f(t.a)                             | f
                    SELECT * FROM t JOIN f(t.a) ON true                 | f
                    SELECT * FROM t CROSS JOIN LATERAL f(t.a) x(b)      | f
                    SELECT * FROM ROWS FROM (f(1), abs(2))              | f
                    SELECT DISTINCT ON (a) f(b) FROM t                  | f
                    SELECT DISTINCT ON ((a), (b)) f(b) FROM t           | f
                    SELECT 1 OPERATOR(pg_catalog.+) f(1)                | f
                    SELECT 1 WHERE NOT f(1)                             | f
                    SELECT CASE f(1) WHEN g(2) THEN h(3) ELSE i(4) END  | f g h i
                    SELECT 1 LIMIT f(1) OFFSET g(1)                     | f g
                    SELECT 1 ORDER BY a, f(b)                           | f
                    SELECT 1 GROUP BY f(a)                              | f
                    SELECT sum(f(a)) OVER (PARTITION BY g(b))           | f g
                    SELECT a::int + f(b)                                | f
                    SELECT a ?? f(b), ? + g(c), $1 + h(d)               | f g h
                    SELECT a COLLATE "C" > f(b)                         | f
                    SELECT x LIKE y ESCAPE f(z)                         | f
                    SELECT a AT TIME ZONE f(b)                          | f
                    SELECT json_object('a' VALUE f(b))                  | f
                    SELECT xmlelement(name a, f(b))                     | f
                    SELECT ARRAY[f(1)]                                  | f
                    SELECT {fn f(1)}                                    | f
                    SELECT {fn lower(f(1))}                             | f
                    WITH x AS (SELECT f(1)) SELECT 1                    | f
                    WITH x(a) AS (SELECT 1) SELECT f(a) FROM x          | f
                    WITH x(a) AS (SELECT 1) (SELECT 1) ORDER BY a, f(b) | f
                    WITH x AS (SELECT 1) SELECT a, f(b) FROM x          | f
                    EXPLAIN SELECT f(1)                                 | f
                    COPY (SELECT f(1)) TO STDOUT                        | f
                    DECLARE c CURSOR FOR SELECT f(1)                    | f
                    VALUES (f(1))                                       | f
                    SELECT query_to_xml('x', true, true, '')            | query_to_xml
                    SELECT pg_catalog.nothing(1)                        | pg_catalog.nothing
                    SELECT by(1), over(2), sets(3), first(4)            | by over sets first
                    SELECT materialized(1)                              | materialized
                    """)
    void call_ofAnUnknownFunction_makesTheStatementUnknown(String sql, String functions) {
        StatementInfo info = Scanner.scan(sql);
        assertThat(info.isRead()).isFalse();
        assertThat(info.unknownFunctions()).isEqualTo(Arrays.asList(functions.split(" ", -1)));
        assertThat(info.kind()).isEqualTo(StatementKind.READ);
        assertThat(info.primaryOnly()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT lower('A'), pg_catalog.lower('A'), \"lower\"('A'), LOWER ('A'), \"pg_catalog\".\"lower\"('A')",
                "SELECT count(*), max(a), now(), random(), gen_random_uuid(), pg_sleep(0), pg_is_in_recovery()",
                "SELECT coalesce(a), nullif(a, b), greatest(a), cast(a AS int), extract(day FROM a), exists (SELECT 1)",
                "SELECT a IN (1), a = ANY (b), a BETWEEN (1) AND (2), NOT (a), a AND (b), a OR (b), a LIKE (b), a ILIKE (b)",
                "SELECT a FROM (SELECT 1) t(a), t2 AS u(b, c), t3 v(d), \"T\" \"U\"(e)",
                "SELECT a FROM t JOIN (t2 LEFT JOIN t3 ON (true)) USING (a)",
                "SELECT a FROM generate_series(1, 2) WITH ORDINALITY t(a, b)",
                "SELECT a FROM t TABLESAMPLE bernoulli (1) REPEATABLE (2)",
                "SELECT a::numeric(1, 2), a::mytype(3), a::s.mytype(3), CAST(a AS geometry(Point)), CAST(b AS bit varying(2))",
                "SELECT a::character varying(1), b::national character varying(2), c::timestamp(3), d::time(1) with time zone",
                "SELECT interval '1' second(3), interval(3) '1 day', varchar(3) 'abc'",
                "SELECT sum(a) FILTER (WHERE b) OVER (ORDER BY c), rank() OVER w FROM t WINDOW w AS (PARTITION BY (d))",
                "SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY (a)) FROM t",
                "SELECT a FROM t GROUP BY (a), ROLLUP (b, c), CUBE (d), GROUPING SETS ((e), ROLLUP (f)) ORDER BY (a)",
                "SELECT a FROM t FETCH FIRST (2) ROWS ONLY",
                "SELECT a AT TIME ZONE ('UTC')",
                "WITH x(a, b) AS (SELECT 1, 2), data(c) AS NOT MATERIALIZED (SELECT 1), y AS MATERIALIZED (SELECT 2) SELECT 1",
                "WITH RECURSIVE x(a) AS (SELECT 1), \"Y\"(b) AS (WITH z(c) AS (SELECT 1) SELECT c FROM z), w(d) AS (SELECT 1) SELECT 1",
                "SELECT (WITH x(a) AS (SELECT 1) SELECT a FROM x)",
                "SELECT a OPERATOR(pg_catalog.+) b, x FROM (VALUES (1)) t(x)",
                "SELECT DISTINCT ON (a) a FROM (VALUES (1)) t(a)",
                "SELECT * FROM json_table(a, '$' COLUMNS (b int PATH '$.b', NESTED PATH '$.c' COLUMNS (d varchar(3) PATH '$.d')))",
                "SELECT * FROM xmltable('/a' PASSING x COLUMNS a numeric(1, 2) PATH 'b')",
                "SELECT * FROM jsonb_to_recordset(x) AS y(a int, b numeric(1, 2), c varchar(3))",
                "SELECT {fn ucase(a)}, {fn curdate()}, {d '2020-01-01'}, {ts '2020-01-01 00:00:00'}",
                "SELECT a FROM {oj t LEFT OUTER JOIN u ON (t.a = u.a)} WHERE b LIKE 'x' {escape '\\'}",
                "SHOW x",
                "COPY t(a, b) TO STDOUT WITH (FORMAT csv)",
                "COPY (SELECT 1) TO STDOUT (FORMAT csv)",
                "SELECT ROW(1), (1, 2), ARRAY(SELECT 1), VALUES FROM t",
                "SELECT current_timestamp(3), localtime(0), current_schema()",
                "SELECT 1;; ; SELECT 2",
            })
    void parenthesis_afterAKnownFunctionOrNone_leavesARead(String sql) {
        StatementInfo info = Scanner.scan(sql);
        assertThat(info.unknownFunctions()).isEmpty();
        assertThat(info.isRead()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "FETCH c",
                "CALL p()",
                "EXECUTE p",
                "DO 'x'",
                "SELECT set_config('a', 'b', true)",
                "SELECT f() FOR UPDATE",
                "GARBAGE",
                "SELECT f(), nextval('x')",
                "SET LOCAL a = 1",
                "BEGIN",
                "SELECT f() 'a\\'",
                "INSERT INTO t SELECT f()",
                "-- nothing"
            })
    void text_thatIsNoReadAnyway_namesNoUnknownFunctions(String sql) {
        assertThat(Scanner.scan(sql).isRead()).isFalse();
        assertThat(Scanner.scan(sql).unknownFunctions()).isEmpty();
    }

    @Test
    void unknownFunctions_tooManyOrTooLong_areNotListed() {
        StringBuilder many = new StringBuilder("SELECT 1");
        for (int i = 0; i < 20; i++) {
            many.append(", f").append(i).append("()");
        }
        for (String sql : List.of(many.toString(), "SELECT " + "f".repeat(500) + "()")) {
            assertThat(Scanner.scan(sql).isRead()).isFalse();
            assertThat(Scanner.scan(sql).unknownFunctions()).isEmpty();
        }
    }

    /** The bits for depths end somewhere: behind them, what is not certain is unknown. */
    @Test
    void nesting_deeperThanTheBits_errsOnTheSafeSide() {
        for (int depth : new int[] {0, 1, 62, 63, 64, 65, 100, 1000}) {
            String open = "(SELECT ".repeat(depth);
            String close = ")".repeat(depth);
            assertThat(Scanner.scan("SELECT " + open + "lower('A')" + close).isRead())
                    .isTrue();
            for (String call : List.of(
                    "f(1)", "1 OPERATOR(pg_catalog.+) f(1)", "DISTINCT ON (a) f(1)", "DISTINCT ON (1) (f(1))")) {
                String sql = "SELECT " + open + call + close;
                assertThat(Scanner.scan(sql).isRead()).as(sql).isFalse();
            }
            String insert = "SELECT " + open + "1 FROM (WITH x AS (INSERT INTO t VALUES (1)) SELECT 1) y" + close;
            assertThat(Scanner.scan(insert).isRead()).as(insert).isFalse();
            String top = "(".repeat(depth) + "WITH x AS (WITH y AS (SELECT 1) DELETE FROM t) SELECT 1" + close;
            assertThat(Scanner.scan(top).isRead()).as(top).isFalse();
            assertThat(Scanner.scan("SELECT " + open + "set_config('a', ?, false)" + close)
                            .hasUnknownSetting())
                    .isTrue();
        }
    }

    @Test
    void learnedFunction_ofAnotherSchemaOrCase_isNotTheBuiltIn() {
        assertThat(read("SELECT mine.lower('A')")).isFalse();
        assertThat(read("SELECT \"Lower\"('A')")).isFalse();
        assertThat(read("SELECT pg_catalog.\"LOWER\"('A')")).isFalse();
        assertThat(read("SELECT \"PG_CATALOG\".lower('A')")).isFalse();
        assertThat(read("SELECT PG_CATALOG.lower('A')")).isTrue();
        assertThat(read("SELECT größe('A')")).isFalse();
        assertThat(read(null)).isFalse();
    }

    private static boolean read(@Nullable String sql) {
        return Scanner.scan(sql == null ? "" : sql).isRead();
    }
}
