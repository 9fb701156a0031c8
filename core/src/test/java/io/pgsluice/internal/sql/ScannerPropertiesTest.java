// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What holds of the scanner for any text, and for any variation of a statement. */
class ScannerPropertiesTest {
    private static final List<String> BLANKS =
            List.of(" ", "\t", "\n", "\r\n", "\f", "/**/", " -- a'b\"c $$ ;\n", "/* ' /* \" */ ; $$ */", "--\n--\r");

    /** What a text is made of that is to be hard to cut. */
    private static final String[] PIECES = {
        "'",
        "''",
        "\"",
        "\\",
        "$",
        "$$",
        "$a$",
        "$1",
        "?",
        "/*",
        "*/",
        "--",
        "\n",
        ";",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ".",
        "..",
        ":",
        "::",
        ",",
        "E'",
        "e'",
        "U&'",
        "U&\"",
        "N'",
        "x'",
        "1",
        "1e",
        ".5",
        "+",
        "-",
        "=",
        " ",
        "\u0000",
        "ä",
        "😀",
        "\ud83d",
        "select",
        "from",
        "with",
        "as",
        "(insert",
        "into",
        "for",
        "update",
        "set",
        "reset",
        "begin",
        "atomic",
        "end",
        "case",
        "create",
        "function",
        "escape",
        "distinct",
        "on",
        "operator",
        "nextval(",
        "set_config(",
        "lower(",
        "f(",
        "true",
        "explain",
        "copy",
        "to",
        "declare",
        "cursor",
        "hold",
        "prepare",
        "transaction",
        "savepoint",
        "pg_temp",
        "pg_catalog",
        "pgsluice:primary",
        "{fn",
        "a",
        "over"
    };

    @Property(tries = 20_000, seed = "1")
    void anyText_isScanned_alike(@ForAll("texts") String text) {
        StatementInfo info = Scanner.scan(text);
        assertThat(Facts.of(Scanner.scan(text))).isEqualTo(Facts.of(info));
        if (info.isRead()) {
            assertThat(info.primaryOnly()).isNull();
            assertThat(info.effects()).isEmpty();
            assertThat(info.settings()).isEmpty();
            assertThat(info.hasUnknownSetting()).isFalse();
            assertThat(info.unknownFunctions()).isEmpty();
            assertThat(info.kind()).isIn(StatementKind.READ, StatementKind.SEVERAL);
        }
        assertThat(info.toString()).doesNotContain(text.length() > 60 ? text : "\u0001");
    }

    @Property(tries = 3000, seed = "2")
    void anyText_isCut_withoutOverlapOrStandstill(@ForAll("texts") String text) {
        Lexer lexer = new Lexer(text, 0, null);
        int end = 0;
        while (lexer.next() != Lexer.END) {
            assertThat(lexer.start).isGreaterThanOrEqualTo(end);
            assertThat(lexer.end()).isGreaterThan(lexer.start).isLessThanOrEqualTo(text.length());
            end = lexer.end();
        }
        assertThat(lexer.end()).isEqualTo(text.length());
        assertThat(lexer.next()).isEqualTo(Lexer.END);
    }

    @Property(tries = 5000, seed = "3")
    void blanksAndComments_betweenTokens_changeNothing(@ForAll("statements") String sql, @ForAll Random random) {
        StringBuilder text = new StringBuilder(pick(BLANKS, random));
        Lexer lexer = new Lexer(sql, 0, null);
        int end = 0;
        while (lexer.next() != Lexer.END) {
            // What stood there stays, since a literal may be continued after a line break.
            text.append(sql, end, lexer.start);
            if (random.nextInt(3) == 0) {
                text.append(pick(BLANKS, random));
            }
            end = lexer.end();
            text.append(sql, lexer.start, end);
        }
        text.append(sql, end, sql.length()).append('\n').append(pick(BLANKS, random));
        assertThat(Facts.of(Scanner.scan(text.toString()))).as(text.toString()).isEqualTo(Facts.of(Scanner.scan(sql)));
    }

    @Property(tries = 5000, seed = "4")
    void case_ofWordsOutsideOfQuotes_changesNothing(@ForAll("statements") String sql, @ForAll Random random) {
        StringBuilder text = new StringBuilder(sql);
        Lexer lexer = new Lexer(sql, 0, null);
        while (lexer.next() != Lexer.END) {
            if (lexer.type == Lexer.WORD) {
                for (int i = lexer.start; i < lexer.end(); i++) {
                    String c = sql.substring(i, i + 1);
                    boolean ascii = sql.charAt(i) < 0x80;
                    text.setCharAt(
                            i,
                            (ascii && random.nextBoolean()
                                            ? c.toUpperCase(Locale.ROOT)
                                            : ascii ? c.toLowerCase(Locale.ROOT) : c)
                                    .charAt(0));
                }
            }
        }
        assertThat(Facts.of(Scanner.scan(text.toString()))).as(text.toString()).isEqualTo(Facts.of(Scanner.scan(sql)));
    }

    @Property(tries = 5000, seed = "5")
    void contents_ofLiterals_doNotMatter(
            @ForAll("statements") String sql, @ForAll Random random, @ForAll("texts") String content) {
        // A setting's name and value do matter, and where COPY writes to.
        if (sql.toLowerCase(Locale.ROOT).contains("set")) {
            return;
        }
        StringBuilder text = new StringBuilder();
        Lexer lexer = new Lexer(sql, 0, null);
        int end = 0;
        while (lexer.next() != Lexer.END) {
            text.append(sql, end, lexer.start);
            end = lexer.end();
            if (lexer.type == Lexer.STRING) {
                text.append(quoted(content, random));
            } else {
                text.append(sql, lexer.start, end);
            }
        }
        Facts facts = Facts.of(Scanner.scan(text.append(sql, end, sql.length()).toString()));
        assertThat(facts).as(text.toString()).isEqualTo(Facts.of(Scanner.scan(sql)));
    }

    @Property(tries = 5000, seed = "6")
    void statements_oneAfterTheOther_areTheirUnion(
            @ForAll("statements") String first, @ForAll("statements") String second) {
        StatementInfo a = Scanner.scan(first);
        StatementInfo b = Scanner.scan(second);
        StatementInfo both = Scanner.scan(first + "\n;" + second);
        assertThat(both.isRead()).isEqualTo(a.isRead() && b.isRead());
        assertThat(both.primaryOnly()).isEqualTo(a.primaryOnly() != null ? a.primaryOnly() : b.primaryOnly());
        assertThat(both.begins()).isEqualTo(a.begins());
        assertThat(both.hasUnknownSetting()).isEqualTo(a.hasUnknownSetting() || b.hasUnknownSetting());
        List<SettingChange> settings = new ArrayList<>(a.settings());
        settings.addAll(b.settings());
        assertThat(both.settings()).isEqualTo(settings);
        Set<SessionEffect> effects = new HashSet<>(a.effects());
        effects.addAll(b.effects());
        assertThat(both.effects()).isEqualTo(effects);
        assertThat(both.kind()).isEqualTo(StatementKind.SEVERAL);
        assertThat(both.isCombinable()).isFalse();
    }

    @Property(tries = 5000, seed = "7")
    void read_cutOffAnywhere_isNoWrongRead(@ForAll("statements") String sql, @ForAll Random random) {
        String whole = "SELECT nextval('x'), (SELECT 1 /* " + sql.replace("*/", "") + " */) FROM t";
        assertThat(Scanner.scan(whole).isRead()).isFalse();
        assertThat(Scanner.scan(whole.substring(0, 20 + random.nextInt(whole.length() - 20)))
                        .isRead())
                .isFalse();
    }

    @Property(tries = 3000, seed = "8")
    void harm_anywhereInARead_isSeen(@ForAll("reads") String sql, @ForAll Random random) {
        // In the place of some token that is an operand.
        List<int[]> operands = new ArrayList<>();
        Lexer lexer = new Lexer(sql, 0, null);
        while (lexer.next() != Lexer.END) {
            if (lexer.type == Lexer.NUMBER || lexer.type == Lexer.PARAMETER) {
                operands.add(new int[] {lexer.start, lexer.end()});
            }
        }
        if (!operands.isEmpty()) {
            int[] operand = operands.get(random.nextInt(operands.size()));
            String before = sql.substring(0, operand[0]);
            String after = sql.substring(operand[1]);
            assertThat(Scanner.scan(before + " nextval('x') " + after).primaryOnly())
                    .isNotNull();
            assertThat(Scanner.scan(before + " (SELECT my_function(1)) " + after)
                            .isRead())
                    .as(sql)
                    .isFalse();
        }
    }

    @Provide
    Arbitrary<String> statements() {
        return Arbitraries.of(Corpus.statements());
    }

    @Provide
    Arbitrary<String> reads() {
        return statements().filter(sql -> Scanner.scan(sql).isRead());
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces = Arbitraries.of(PIECES);
        return Arbitraries.oneOf(
                pieces.list().ofMaxSize(40).map(list -> String.join("", list)),
                pieces.list().ofMaxSize(40).map(list -> String.join(" ", list)),
                Arbitraries.strings().ofMaxLength(60));
    }

    /** A literal of that content, in one of the forms that can hold it. */
    private static String quoted(String content, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "'" + content.replace("'", "''").replace("\\", "") + "'";
            case 1 -> " E'" + content.replace("\\", "\\\\").replace("'", "\\'") + "'";
            case 2 -> " $q$" + content.replace("$", "") + "$q$";
            default -> " N'" + content.replace("'", "").replace("\\", "/") + "'";
        };
    }

    private static String pick(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** All that is said of a text, without the layout of the statements that are carried. */
    private record Facts(
            StatementKind kind,
            boolean read,
            @Nullable String primaryOnly,
            @Nullable TransactionModes begins,
            List<String> settings,
            boolean unknownSetting,
            Set<SessionEffect> effects,
            @Nullable String savepoint,
            boolean combinable,
            List<String> unknownFunctions) {
        static Facts of(StatementInfo info) {
            List<String> settings = new ArrayList<>();
            for (SettingChange change : info.settings()) {
                String sql = change.sql() == null ? "-" : change.sql().replaceAll("\\s", "");
                settings.add(change.name() + ":" + sql.toLowerCase(Locale.ROOT));
            }
            return new Facts(
                    info.kind(),
                    info.isRead(),
                    info.primaryOnly(),
                    info.begins(),
                    settings,
                    info.hasUnknownSetting(),
                    info.effects(),
                    info.savepoint(),
                    info.isCombinable(),
                    info.unknownFunctions());
        }
    }
}
