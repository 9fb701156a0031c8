// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes maps, collections, texts, numbers and booleans as JSON; the elements of the outer collections on a line each. */
final class Json {
    private Json() {}

    static String of(Object value) {
        return of(value, 2);
    }

    private static String of(Object value, int lines) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> quoted(entry.getKey().toString()) + ": " + of(entry.getValue(), lines - 1))
                    .collect(Collectors.joining(lines == 2 ? ",\n" : ", ", "{", "}"));
        }
        if (value instanceof Collection<?> collection) {
            return collection.stream()
                    .map(element -> of(element, 0))
                    .collect(Collectors.joining(lines == 1 ? ",\n" : ", ", "[", "]"));
        }
        if (value instanceof Double number) {
            return number.isNaN() || number.isInfinite() ? "null" : rounded(number);
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        return quoted(value.toString());
    }

    private static String rounded(double number) {
        return number == Math.rint(number)
                ? String.format(Locale.ROOT, "%.0f", number)
                : String.format(Locale.ROOT, "%.3f", number);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                default -> {
                    if (c < ' ') {
                        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
