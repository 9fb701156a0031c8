// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SET, RESET, DISCARD and set_config. */
class ScannerSettingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET synchronous_commit = off",
                "SET LOCAL synchronous_commit TO off",
                "RESET synchronous_commit",
                "SELECT set_config('synchronous_commit', 'off', true)",
                "SELECT set_config(name, 'off', true) FROM settings",
                "INSERT INTO t VALUES (my_function())",
                "CALL p()",
                "DO $$ BEGIN END $$",
                "SELECT 1; SET LOCAL synchronous_commit = off"
            })
    void mayFlushLate_whatMaySwitchItOff_isTrue(String sql) {
        assertThat(Scanner.scan(sql).mayFlushLate()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (now())",
                "UPDATE t SET x = $1",
                "SELECT set_config('app.tenant_id', $1, true)",
                "SET search_path = a",
                "COMMIT"
            })
    void mayFlushLate_whatLeavesItAlone_isFalse(String sql) {
        assertThat(Scanner.scan(sql).mayFlushLate()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    work_mem              | SET work_mem = 1000
                    work_mem              | set SESSION Work_Mem TO '1MB'
                    work_mem              | SET "WORK_MEM" = -1
                    search_path           | SET search_path TO a, "B", 'c'
                    app.tenant_id         | SET App.Tenant_ID = 'x'
                    app.tenant_id         | SET "app"."tenant_id" = x
                    app.tenant_id         | SET "app.Tenant_id" = E'it\\'s'
                    a.b.c                 | SET a.b.c = on
                    local.x               | SET local.x = 1
                    session.x             | SET session.x TO 1
                    role.x                | SET role.x = 1
                    timezone              | SET TIME ZONE 'UTC'
                    timezone              | SET TIME ZONE -3.5
                    timezone              | SET TIME ZONE INTERVAL '-08:00' HOUR TO MINUTE
                    timezone              | SET TIME ZONE INTERVAL(3) '1'
                    timezone              | SET timezone = 'UTC'
                    search_path           | SET SCHEMA 'x'
                    client_encoding       | SET NAMES 'UTF8'
                    role                  | SET ROLE red
                    role                  | SET ROLE NONE
                    role                  | SET SESSION ROLE "Red"
                    role                  | SET role = 'red'
                    role                  | SET role TO none
                    session_authorization | SET SESSION AUTHORIZATION red
                    session_authorization | SET SESSION SESSION AUTHORIZATION 'red'
                    session_authorization | SET session_authorization = 'red'
                    xmloption             | SET XML OPTION DOCUMENT
                    default_with_oids     | SET default_with_oids = off
                    """)
    void set_ofTheSession_isACarriedChange(String name, String sql) {
        for (String text : List.of(sql, "/* a */ " + sql + " -- b\n ; ")) {
            StatementInfo info = Scanner.scan(text);
            assertThat(info.kind()).as(text).isEqualTo(StatementKind.SETTING);
            assertThat(info.settings()).containsExactly(new SettingChange(name, sql));
            assertThat(info.hasUnknownSetting()).isFalse();
            assertThat(info.isRead()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    work_mem              | RESET work_mem
                    work_mem              | SET work_mem TO DEFAULT
                    work_mem              | SET SESSION work_mem = default;
                    app.tenant_id         | RESET "APP".tenant_id
                    timezone              | RESET TIME ZONE
                    timezone              | SET TIME ZONE LOCAL
                    timezone              | SET TIME ZONE DEFAULT
                    client_encoding       | SET NAMES
                    client_encoding       | SET NAMES DEFAULT
                    role                  | RESET ROLE
                    role                  | SET role TO DEFAULT
                    session_authorization | RESET SESSION AUTHORIZATION
                    session_authorization | SET SESSION AUTHORIZATION DEFAULT
                    *                     | RESET ALL
                    """)
    void reset_isAChangeToTheDefault(String name, String sql) {
        StatementInfo info = Scanner.scan(sql);
        assertThat(info.kind()).isEqualTo(StatementKind.SETTING);
        assertThat(info.settings()).containsExactly(new SettingChange(name, null));
        assertThat(info.hasUnknownSetting()).isFalse();
    }

    @Test
    void discardAll_takesBackTheUserToo() {
        StatementInfo info = Scanner.scan("DISCARD ALL");
        assertThat(info.kind()).isEqualTo(StatementKind.OTHER);
        assertThat(info.settings())
                .containsExactly(
                        new SettingChange("session_authorization", null), new SettingChange(SettingChange.ALL, null));
        assertThat(Scanner.scan("DISCARD PLANS").settings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET LOCAL a.b = 1",
                "SET LOCAL ROLE x",
                "SET LOCAL TIME ZONE 'UTC'",
                "SET LOCAL SESSION AUTHORIZATION x",
                "SET TRANSACTION READ ONLY",
                "SET LOCAL TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                "SET CONSTRAINTS ALL IMMEDIATE",
                "SET transaction_isolation = 'serializable'",
                "RESET TRANSACTION ISOLATION LEVEL",
                "SHOW a.b",
                "SELECT set_config('a.b', 'c', true)",
                "SELECT set_config(?, ?, TRUE)",
                "SELECT set_config(x, (SELECT f(y)), true) FROM t",
                "SELECT set_config('a', set_config('b', ?, true), true)",
                "SELECT mine.set_config('a', 'b', false)",
                "SELECT 'set_config(1, 2, 3)'",
            })
    void change_ofTheTransactionOrNone_isNotCarried(String sql) {
        StatementInfo info = Scanner.scan(sql);
        assertThat(info.settings()).isEmpty();
        assertThat(info.hasUnknownSetting()).isFalse();
        assertThat(info.kind()).isNotEqualTo(StatementKind.SETTING);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    SELECT set_config('a.b', 'c', false)                            | a.b | 'a.b','c'
                    select pg_catalog . set_config ( 'A.B' , 'it''s' , FALSE ) ;    | a.b | 'A.B','it''s'
                    SELECT "set_config"('a.b', E'c\\'', 'f') AS x                   | a.b | 'a.b',E'c\\''
                    SELECT set_config('a.b', $x$ ' $x$, false) x                    | a.b | 'a.b',$x$ ' $x$
                    SELECT set_config('role', 'none', false)                        | role | 'role','none'
                    SELECT set_config('a.b', 'c'::text, false::boolean)::text       | a.b | 'a.b','c'
                    SELECT set_config(('a.b'), ('c'::varchar), ('false'))           | a.b | 'a.b','c'
                    SELECT set_config('a.b', '', false) -- x                        | a.b | 'a.b',''
                    SELECT set_config('a.b', 'x\\y', false)                         | a.b | 'a.b','x\\y'
                    """)
    void setConfig_thatCertainlyRuns_isACarriedChange(String sql, String name, String arguments) {
        StatementInfo info = Scanner.scan(sql);
        assertThat(info.settings())
                .containsExactly(new SettingChange(name, "SELECT pg_catalog.set_config(" + arguments + ",false)"));
        assertThat(info.hasUnknownSetting()).isFalse();
        assertThat(info.kind()).isEqualTo(StatementKind.READ);
        assertThat(info.isRead()).isFalse();
        assertThat(info.primaryOnly()).isNull();
    }

    @Test
    void setConfig_severalOrToNull_areChangesInTheirOrder() {
        assertThat(Scanner.scan(
                                "SELECT set_config('b', '1', false), set_config('a', NULL, false), set_config('c', '2', true)")
                        .settings())
                .containsExactly(
                        new SettingChange("b", "SELECT pg_catalog.set_config('b','1',false)"),
                        new SettingChange("a", null));
        assertThat(Scanner.scan("SET x = 1; SELECT set_config('y', '2', false); RESET z").settings().stream()
                        .map(SettingChange::name))
                .containsExactly("x", "y", "z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Not literals.
                "SELECT set_config(?, 'b', false)",
                "SELECT set_config('a', $1, false)",
                "SELECT set_config('a', 'b', ?)",
                "SELECT set_config('a', 'b' || 'c', false)",
                "SELECT set_config('a', current_user::text, false)",
                "SELECT set_config(setting_name => 'a', new_value => 'b', is_local => false)",
                "SELECT set_config('a', 'b', NOT true)",
                "SELECT set_config('a', 'b', false",
                "SELECT set_config(U&'\\0061', 'b', false)",
                "SELECT set_config('a b', 'b', false)",
                "SELECT set_config('a', 'b'\n'c', false)",
                "SELECT set_config()",
                // Not certain to run, or to run once.
                "SELECT set_config('a', 'b', false) FROM t",
                "SELECT set_config('a', 'b', false) WHERE x",
                "SELECT set_config('a', 'b', false) LIMIT 0",
                "SELECT set_config('a', 'b', false) UNION SELECT 'x'",
                "SELECT set_config('a', 'b', false), generate_series(1, 0)",
                "SELECT set_config('a', 'b', false) = 'b' OR x",
                "SELECT x AND set_config('a', 'b', false) = 'b'",
                "SELECT coalesce(x, set_config('a', 'b', false))",
                "SELECT CASE WHEN x THEN set_config('a', 'b', false) END",
                "SELECT (SELECT set_config('a', 'b', false))",
                "WITH x AS (SELECT set_config('a', 'b', false)) SELECT 1",
                "EXPLAIN SELECT set_config('a', 'b', false)",
                "PREPARE p AS SELECT set_config('a', 'b', false)",
                "DECLARE c CURSOR FOR SELECT set_config('a', 'b', false)",
                "(SELECT set_config('a', 'b', false)) LIMIT 0",
                "VALUES (set_config('a', 'b', false))",
                "UPDATE t SET a = set_config('a', 'b', false)",
                "COPY (SELECT set_config('a', 'b', false)) TO STDOUT",
                // Not understood.
                "SET a",
                "SET a TO",
                "SET a = ?",
                "SET a = $1",
                "SET a b",
                "SET a FROM CURRENT",
                "SET U&\"\\0061\" = 1",
                "SET TIME ZONE",
                "RESET",
                "RESET a b",
                "SET a = 'unterminated",
            })
    void change_thatIsNotCertain_isUnknown(String sql) {
        StatementInfo info = Scanner.scan(sql);
        assertThat(info.hasUnknownSetting()).isTrue();
        assertThat(info.settings()).isEmpty();
        assertThat(info.kind()).isNotEqualTo(StatementKind.SETTING);
        assertThat(info.isRead()).isFalse();
    }

    @Test
    void set_withCommentsInside_isCarriedWithoutThem() {
        assertThat(sql("SET /* a */ x.y -- b\n = /* ; */ 'c' , d; SELECT 1")).isEqualTo("SET x.y\n= 'c' , d");
        assertThat(sql("SET x = 'a' -- c\n  'b'")).isEqualTo("SET x = 'a'\n'b'");
        assertThat(sql("SET x = '/* no */ -- comment'")).isEqualTo("SET x = '/* no */ -- comment'");
        assertThat(sql("SET/**/x=1")).isEqualTo("SET x=1");
    }

    @Test
    void settings_tooManyOrTooLong_areUnknown() {
        StatementInfo many = Scanner.scan("SET a = 1;".repeat(1000));
        assertThat(many.settings()).hasSizeLessThan(100);
        assertThat(many.hasUnknownSetting()).isTrue();
        for (String sql : List.of(
                "SET a = '" + "x".repeat(100_000) + "'",
                "SELECT set_config('a', '" + "x".repeat(100_000) + "', false)",
                "SET " + "a.".repeat(1000) + "b = 1")) {
            StatementInfo info = Scanner.scan(sql);
            assertThat(info.settings()).isEmpty();
            assertThat(info.hasUnknownSetting()).isTrue();
        }
    }

    @Test
    void names_ofSeveralStatements_keepTheirOrder() {
        List<String> names = new ArrayList<>();
        for (SettingChange change : Scanner.scan("SET b = 1; RESET ALL; SET ROLE x; SET b TO DEFAULT")
                .settings()) {
            names.add(change.name() + (change.sql() == null ? "-" : "+"));
        }
        assertThat(names).containsExactly("b+", "*-", "role+", "b-");
    }

    private static @Nullable String sql(String text) {
        return Scanner.scan(text).settings().get(0).sql();
    }
}
