// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What was measured at one point: numbers and texts by name.
 *
 * @param values in the order in which they are written
 */
record Row(Map<String, Object> values) {
    Row {
        values = new LinkedHashMap<>(values);
    }

    /** A row of one value. */
    static Row of(String name, Object value) {
        return new Row(Map.of(name, value));
    }

    /** The same with one value more. */
    Row with(String name, Object value) {
        Row more = new Row(values);
        more.values.put(name, value);
        return more;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name) {
        return Objects.requireNonNull(values.get(name), name).toString();
    }

    double number(String name) {
        return values.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** Whether it has all values of another one. */
    boolean matches(Row other) {
        return values.entrySet().containsAll(other.values.entrySet());
    }
}
