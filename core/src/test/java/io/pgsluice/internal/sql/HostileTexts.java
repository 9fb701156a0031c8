// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import java.util.LinkedHashMap;
import java.util.Map;

/** Texts of a length that are made to take long: each is the worst that can be said in one way. */
final class HostileTexts {
    private HostileTexts() {}

    /** The texts by what they are. */
    static Map<String, String> of(int length) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("nested comments, never closed", filled("/*", length));
        texts.put("nested comments, closed", "/*".repeat(length / 4) + "*/".repeat(length / 4));
        texts.put("line comments", filled("--\n", length));
        texts.put("one comment", "DROP /*" + " ".repeat(length));
        texts.put("parentheses, never closed", "SELECT " + filled("(", length));
        texts.put("parentheses, closed", "SELECT f" + "(".repeat(length / 2) + ")".repeat(length / 2 - 10));
        texts.put("nested calls", "SELECT " + filled("f(", length));
        texts.put("nested set_config", "SELECT " + filled("set_config('a','b',", length));
        texts.put("set_config calls", "SELECT f(), " + filled("set_config('a.b', 'c', false), ", length));
        texts.put("nested queries", filled("(WITH x(a) AS (SELECT ", length));
        texts.put("nested DISTINCT ON", filled("SELECT DISTINCT ON (", length));
        texts.put("a literal, never closed", "SELECT '" + "x".repeat(length));
        texts.put("doubled quotes", "SELECT " + filled("''", length));
        texts.put("backslashes", "SELECT f('" + "\\\\".repeat(length / 2) + "')");
        texts.put("backslashes and quotes", "SELECT f('" + filled("\\\\''", length) + "')");
        texts.put("escape literals", "SELECT " + filled("E'\\'' ", length));
        texts.put("escape literals, almost continued", "SELECT " + filled("E''\n--\n\n", length) + "x");
        texts.put("a quoted name, never closed", "SELECT \"" + "x".repeat(length));
        texts.put("one name", "SELECT " + "x".repeat(length) + "()");
        texts.put("one name of many parts", "SELECT " + filled("x.", length) + "x()");
        texts.put("dollars", "SELECT " + filled("$", length));
        texts.put("a dollar tag without an end", "SELECT $" + "a".repeat(length));
        texts.put(
                "a literal in a long dollar tag",
                "SELECT $" + "a".repeat(length / 3) + "$" + ("$" + "a".repeat(1000)).repeat(length / 1500));
        texts.put("dollar tags, almost closed", "SELECT $ab$" + filled("$a", length));
        texts.put("dollar tags", "SELECT f(" + filled("$a$$a$", length));
        texts.put("parameters", "SELECT f(" + filled("$1?", length));
        texts.put("semicolons", filled(";", length) + "DROP");
        texts.put("statements", filled("SET a=1;", length));
        texts.put("transactions", filled("BEGIN;", length));
        texts.put("functions", "SELECT " + filled("f(),", length));
        texts.put("different functions", different(length));
        texts.put("hints", filled("/*pgsluice:x*/", length) + "DROP");
        texts.put("a setting with a long value", "SET a = '" + "x".repeat(length) + "'");
        texts.put("a setting of many values", "SET a = " + filled("b,", length) + "c");
        texts.put("a setting of many parts", "SET " + filled("a.", length) + "b = 1");
        texts.put("a savepoint with a long name", "SAVEPOINT " + "x".repeat(length));
        texts.put("modes", "BEGIN " + filled("READ ONLY,", length));
        texts.put("prepared statements", filled("PREPARE x AS ", length));
        texts.put("explained statements", filled("EXPLAIN (", length));
        texts.put("atomic bodies", "CREATE FUNCTION f() " + filled("BEGIN ATOMIC CASE ", length));
        texts.put("numbers", "SELECT f(" + filled("1.1e", length));
        texts.put("colons", "SELECT f(" + filled(":", length));
        texts.put("braces", filled("{", length));
        texts.put("letters that begin literals", "SELECT f(" + filled("e", length));
        texts.put(
                "wide characters",
                "SELECT f('" + "\u4e16".repeat(length / 2) + "', \"" + "\u4e16".repeat(length / 4) + "\")");
        texts.put("control characters", filled("\u0000", length));
        return texts;
    }

    private static String filled(String part, int length) {
        return part.repeat(length / part.length());
    }

    private static String different(int length) {
        StringBuilder text = new StringBuilder(length).append("SELECT ");
        for (int i = 0; text.length() < length - 20; i++) {
            text.append('f').append(i).append("(),");
        }
        return text.toString();
    }
}
