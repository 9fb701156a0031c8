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

class LexerTest {
    private static final List<String> TYPES = List.of(
            "end", "word", "quoted", "string", "number", "parameter", "(", ")", ";", ",", ".", "::", "operator", "{");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    select a.b                 | word:select word:a .:. word:b
                    größe_1$x                  | word:größe_1$x
                    a$b$c                      | word:a$b$c
                    "A ""b"" c"                | quoted:"A ""b"" c"
                    U&"d\\0061" u&"x"          | quoted:U&"d\\0061" quoted:u&"x"
                    U & "x"                    | word:U operator:& quoted:"x"
                    'it''s'                    | string:'it''s'
                    'a' 'b'                    | string:'a' string:'b'
                    'a\\b\\\\'                 | string:'a\\b\\\\'
                    ESCAPE '\\' 'x'            | word:ESCAPE string:'\\' string:'x'
                    e'a\\'b''c' x              | string:e'a\\'b''c' word:x
                    E'a' 'b\\\\'               | string:E'a' string:'b\\\\'
                    nE'a'                      | word:nE string:'a'
                    B'01' x'1F' N'n' U&'\\'    | string:B'01' string:x'1F' string:N'n' string:U&'\\'
                    $$ ' $x$ $$ a              | string:$$ ' $x$ $$ word:a
                    $t$ $$ $T$ $tt$ $t$        | string:$t$ $$ $T$ $tt$ $t$
                    $a$b$a$a$                  | string:$a$b$a$ word:a$
                    $1 $23 ?                   | parameter:$1 parameter:$23 parameter:?
                    1 1.5 .5 1. 1..2           | number:1 number:1.5 number:.5 number:1. number:1 .:. number:.2
                    1e5 0x1F 1_000 1and        | number:1 word:e5 number:0 word:x1F number:1 word:_000 number:1 word:and
                    1e'\\''                    | number:1 string:e'\\''
                    a::int :x a:=b             | word:a ::::: word:int operator:: word:x word:a operator:: operator:= word:b
                    a<=b +-1 @-x               | word:a operator:< operator:= word:b operator:+ operator:- number:1 operator:@ operator:- word:x
                    a--b                       | word:a
                    a-/*x*/-b                  | word:a operator:- operator:- word:b
                    a/*/*'*/*/b                | word:a word:b
                    +/* x */1                  | operator:+ number:1
                    a -- b /*                  | word:a
                    f(a[1],b);                 | word:f (:( word:a operator:[ number:1 operator:] ,:, word:b ):) ;:;
                    {fn x}                     | {:{ word:fn word:x operator:}
                    """)
    void text_cut_givesTokens(String sql, String expected) {
        assertThat(String.join(" ", tokens(sql))).isEqualTo(expected);
    }

    @Test
    void literals_continuedOnOtherLines_areOneWithTheirEscapes() {
        assertThat(tokens("E'a' -- c '\n  '\\'' x")).containsExactly("string:E'a' -- c '\n  '\\''", "word:x");
        assertThat(tokens("E'a'\r'b' x")).containsExactly("string:E'a'\r'b'", "word:x");
        assertThat(tokens("E'a' /* \n */ 'b'")).containsExactly("string:E'a'", "string:'b'");
    }

    @Test
    void comments_endAtTheirLine() {
        assertThat(tokens("a -- b\nc --d\re")).containsExactly("word:a", "word:c", "word:e");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a 'b",
                "a 'b''",
                "a \"b",
                "a E'b\\'",
                "a $$ b",
                "a $x$ b $y$",
                "a $x b",
                "a /* b",
                "a /* /* */",
                "a $",
                "a \\ b",
                "a U&'b",
                "a X'1",
                "a 'b\\'",
                "a 'b\\' c'",
                "a 'b\\''",
                "a ESCAPE '\\'' b",
                "a \u0000",
                "a \u0007",
                "a \u007f"
            })
    void text_thatNoServerAcceptsOrThatMayMeanTwoThings_isBrokenFromThere(String sql) {
        Lexer lexer = new Lexer(sql, 0, null);
        assertThat(lexer.next()).isEqualTo(Lexer.WORD);
        while (lexer.next() != Lexer.END) {
            assertThat(lexer.word).isEqualTo(Word.ESCAPE);
        }
        assertThat(lexer.broken()).isTrue();
        assertThat(lexer.next()).isEqualTo(Lexer.END);
    }

    @Test
    void keywords_inAnyCase_areFound_othersAreNot() {
        assertThat(word("Select")).isEqualTo(Word.SELECT);
        assertThat(word("CHARACTERISTICS")).isEqualTo(Word.CHARACTERISTICS);
        assertThat(word("characteristicz")).isNull();
        assertThat(word("xharacteristics")).isNull();
        // Letters that look or fold alike elsewhere, and one whose bytes make up the same key.
        for (String other : List.of("ſelect", "ﬁrst", "lıke", "s\u0165lect", "sel", "selectt", "other_reserved")) {
            assertThat(word(other)).as(other).isNull();
        }
    }

    private static @Nullable Word word(String sql) {
        Lexer lexer = new Lexer(sql, 0, null);
        lexer.next();
        assertThat(lexer.end()).isEqualTo(sql.length());
        return lexer.word;
    }

    private static List<String> tokens(String sql) {
        List<String> tokens = new ArrayList<>();
        Lexer lexer = new Lexer(sql, 0, null);
        while (lexer.next() != Lexer.END) {
            tokens.add(TYPES.get(lexer.type) + ":" + sql.substring(lexer.start, lexer.end()));
        }
        assertThat(lexer.broken()).as(sql).isFalse();
        return tokens;
    }
}
