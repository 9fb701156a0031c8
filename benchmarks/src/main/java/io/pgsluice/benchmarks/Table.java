// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/** A table in Markdown. Confined to one thread at a time. */
final class Table {
    private Table() {}

    /** A line for each of the first, a column for each of the second. */
    static String of(String corner, List<String> lines, List<String> columns, BiFunction<String, String, String> cell) {
        StringBuilder text = new StringBuilder();
        append(text, corner, columns);
        append(text, "---", columns.stream().map(column -> "---:").toList());
        for (String line : lines) {
            append(
                    text,
                    line,
                    columns.stream().map(column -> cell.apply(line, column)).toList());
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String first, List<String> others) {
        List<String> cells = new ArrayList<>(others);
        cells.add(0, first);
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /** The different values of a name, in the order of the rows. */
    static List<String> values(List<Row> rows, String name) {
        return rows.stream()
                .filter(row -> row.has(name))
                .map(row -> row.text(name))
                .distinct()
                .toList();
    }

    /** A number without what nobody reads; a dash for none. */
    static String amount(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        return String.format(Locale.ROOT, Math.abs(value) < 10 && value != Math.rint(value) ? "%.1f" : "%.0f", value);
    }

    /** The median of some numbers, and the least and the most of them; a dash for none. */
    static String spread(double... values) {
        DoubleSummaryStatistics ends = Arrays.stream(values).summaryStatistics();
        String median = amount(Quantiles.median(Arrays.stream(values)));
        return ends.getCount() < 2
                ? median
                : median + " (" + amount(ends.getMin()) + " to " + amount(ends.getMax()) + ")";
    }

    /** A number with its sign; a dash for none. */
    static String difference(double value) {
        return (value > 0 ? "+" : "") + amount(value);
    }
}
