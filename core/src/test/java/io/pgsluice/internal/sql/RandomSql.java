// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Writes statements about the tables of the {@link Corpus}: mostly valid, mostly reads, in any layout. Confined to one thread. */
final class RandomSql {
    private static final List<String> TABLES =
            List.of("customer", "orders", "order_line", "product", "employee", "audit");
    private static final List<String> COLUMNS = List.of("id", "id", "order_id", "id", "id", "id");
    private static final List<String> BLANKS =
            List.of(" ", " ", " ", "\n", "\t ", " /* x */ ", "\n-- y; z'\n", "/* /**/;*/", " \f");
    private static final List<String> HARMLESS = List.of(
            "abs(%s)",
            "greatest(%s, 1)",
            "coalesce(%s, 0)",
            "pg_catalog.int8(%s)",
            "mod((%s)::int, 7)",
            "\"abs\"(%s)",
            "nullif(%s, 3)",
            "(%s)::int",
            "CAST(%s AS numeric(30, 2))",
            "floor(%s)",
            "sign (%s)",
            "-(%s)",
            "length((%s)::text)",
            "(%s) * 2",
            "CASE WHEN %s > 1 THEN 1 ELSE 2 END",
            "width_bucket(%s, 0, 9, 3)",
            "(SELECT %s)",
            "ABS(%s)",
            "(%s) OPERATOR(pg_catalog.+) 1");
    private static final List<String> HARMFUL = List.of(
            "nextval('invoice_no') + %s",
            "\"nextval\"('invoice_no') + %s",
            "pg_catalog.nextval ('invoice_no') + %s",
            "log_visit((%s)::text)",
            "public.log_visit(%s::text)",
            "coalesce(lastval(), %s)",
            "setval('invoice_no', %s)",
            "(SELECT 1 FROM pg_advisory_xact_lock((%s)::int))",
            "length(set_config('app.x', (%s)::text, false))",
            "1 OPERATOR(pg_catalog.+) log_visit((%s)::text)",
            "length((txid_current() + (%s))::text)",
            "(SELECT 1 FROM pg_try_advisory_lock((%s)::int) t(a))",
            "U&\"log\\005fvisit\"((%s)::text)");
    private static final List<String> STRANGE = List.of(
            "length('it''s; nextval(1)')",
            "length(E'\\' nextval(''x'')')",
            "length($$ ' nextval('x') ; $$)",
            "length($a$ $$ $a$)",
            "length(U&'\\0061')",
            "1.5e3::int",
            "length('--')",
            "length('/*')",
            "length(N'x')",
            "length(B'01')",
            "1 - -1",
            "4 / 2");

    private final Random random;

    RandomSql(Random random) {
        this.random = random;
    }

    /** The next statement. */
    String statement() {
        String sql =
                switch (random.nextInt(12)) {
                    case 0 -> "WITH" + with() + query(2);
                    case 1 ->
                        "EXPLAIN " + pick(List.of("", "(COSTS OFF) ", "ANALYZE ", "(ANALYZE, VERBOSE) ")) + query(2);
                    case 2 -> "(" + query(1) + ") UNION ALL (" + query(1) + ")";
                    case 3 -> "(" + query(2) + ") UNION (" + query(1) + ") ORDER BY 1";
                    case 4 -> "VALUES (" + expression(2) + "), (" + expression(1) + ")";
                    case 5 -> query(2) + lock();
                    case 6 -> "INSERT INTO event (kind) " + query(1);
                    case 7 -> query(1) + "; " + query(1);
                    default -> query(3);
                };
        return layout(sql);
    }

    private String with() {
        String body =
                switch (random.nextInt(6)) {
                    case 0 -> "INSERT INTO event (kind) VALUES ('x') RETURNING 1";
                    case 1 -> "DELETE FROM order_line WHERE line = 99 RETURNING line";
                    default -> query(1);
                };
        String first = " w1(a) AS " + pick(List.of("", "MATERIALIZED ", "NOT MATERIALIZED ")) + "(" + body + ")";
        return random.nextBoolean() ? first + " " : first + ", data(b) AS (" + query(1) + ") ";
    }

    private String lock() {
        return random.nextInt(3) > 0
                ? ""
                : pick(List.of(" FOR UPDATE", " FOR SHARE", " FOR NO KEY UPDATE", " FOR KEY SHARE"));
    }

    private String query(int depth) {
        int table = random.nextInt(TABLES.size());
        String alias = pick(List.of("t", "\"T 1\"", "x$1", "größe"));
        String column = alias + "." + COLUMNS.get(table);
        String from =
                switch (random.nextInt(5)) {
                    case 0 -> "generate_series(1, 3) " + alias + "(" + COLUMNS.get(table) + ")";
                    case 1 ->
                        "(" + (depth > 0 ? query(depth - 1) : "SELECT 1") + ") AS " + alias + "(" + COLUMNS.get(table)
                                + ")";
                    case 2 -> TABLES.get(table) + " AS " + alias + " TABLESAMPLE system (90)";
                    default -> TABLES.get(table) + " " + alias;
                };
        return "SELECT " + pick(List.of("", "", "DISTINCT ", "ALL ", "DISTINCT ON (" + column + ") "))
                + of(column, depth) + pick(List.of("", " AS into", " AS \"for update\"", " AS x")) + " FROM " + from
                + pick(List.of("", " WHERE " + of(column, depth) + " > 0", " WHERE " + column + " IN (1, 2)"))
                + pick(List.of("", "", " LIMIT 3", " OFFSET 1", " FETCH FIRST (2) ROWS ONLY"));
    }

    private String expression(int depth) {
        return of(Integer.toString(random.nextInt(9)), depth);
    }

    private String of(String inner, int depth) {
        String expression = random.nextInt(8) == 0 ? pick(STRANGE) : inner;
        for (int i = 0; i < depth; i++) {
            List<String> calls = random.nextInt(25) == 0 ? HARMFUL : HARMLESS;
            expression = pick(calls).replace("%s", expression);
        }
        return expression;
    }

    /** Other blanks, other cases; what stands in quotes stays. */
    private String layout(String sql) {
        Lexer lexer = new Lexer(sql, 0, null);
        StringBuilder text = new StringBuilder();
        int end = 0;
        while (lexer.next() != Lexer.END) {
            if (lexer.start > end) {
                text.append(pick(BLANKS));
            }
            end = lexer.end();
            String token = sql.substring(lexer.start, end);
            boolean ascii = lexer.key != WordTable.NO_KEY;
            text.append(
                    lexer.type == Lexer.WORD && ascii && random.nextInt(6) == 0
                            ? token.toUpperCase(Locale.ROOT)
                            : token);
        }
        return text.append(pick(List.of("", "", ";", " ;; ", " -- end"))).toString();
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
