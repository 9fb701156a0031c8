// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what {@link Json} writes. Confined to one thread at a time. */
final class JsonReader {
    private final String text;
    private int position;

    private JsonReader(String text) {
        this.text = text;
    }

    /** The value: maps, lists, texts, booleans, and numbers, among which null is not a number. */
    static Object read(String text) {
        return new JsonReader(text).value();
    }

    private Object value() {
        char first = peek();
        return switch (first) {
            case '{' -> map();
            case '[' -> list();
            case '"' -> quoted();
            default -> word();
        };
    }

    private char peek() {
        while (Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return text.charAt(position);
    }

    /** Whether another element follows; steps over what is in between. */
    private boolean more(char end) {
        char next = peek();
        if (next == ',' || next == end) {
            position++;
        }
        return next != end && peek() != end;
    }

    private Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        position++;
        while (more('}')) {
            String key = quoted();
            peek();
            position++;
            map.put(key, value());
        }
        return map;
    }

    private List<Object> list() {
        List<Object> list = new ArrayList<>();
        position++;
        while (more(']')) {
            list.add(value());
        }
        return list;
    }

    private String quoted() {
        StringBuilder quoted = new StringBuilder();
        for (position++; text.charAt(position) != '"'; position++) {
            char c = text.charAt(position);
            if (c == '\\') {
                c = text.charAt(++position);
                if (c == 'u') {
                    c = (char) Integer.parseInt(text.substring(position + 1, position + 5), 16);
                    position += 4;
                }
            }
            quoted.append(c);
        }
        position++;
        return quoted.toString();
    }

    private Object word() {
        int start = position;
        while (position < text.length() && ",]}\n ".indexOf(text.charAt(position)) < 0) {
            position++;
        }
        String word = text.substring(start, position);
        if (word.equals("true") || word.equals("false")) {
            return Boolean.valueOf(word);
        }
        if (word.equals("null")) {
            return Double.NaN;
        }
        return word.contains(".") ? (Object) Double.valueOf(word) : (Object) Long.valueOf(word);
    }
}
