// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Horizontal bars in groups, over a logarithmic axis, as SVG.
 *
 * @param unit what the numbers count
 */
record Chart(String title, String unit, List<Bar> bars) {
    private static final int WIDTH = 860;
    private static final int LABELS = 330;
    private static final int VALUES = 90;
    private static final int LINE = 20;
    private static final int TOP = 44;

    /** One bar; a value that is no number is drawn as a word instead. */
    record Bar(String group, String label, double value, String word) {
        static Bar of(String group, String label, double value) {
            return new Bar(group, label, value, "–");
        }
    }

    String svg() {
        double least = bars.stream()
                .mapToDouble(Bar::value)
                .filter(value -> value > 0)
                .min()
                .orElse(1);
        double most = bars.stream()
                .mapToDouble(Bar::value)
                .filter(value -> value > 0)
                .max()
                .orElse(10);
        double low = Math.floor(Math.log10(least) - 0.1);
        double high = Math.max(Math.log10(most), low + 1);
        List<String> lines = new ArrayList<>();
        int y = TOP;
        String group = "";
        for (Bar bar : grouped()) {
            if (!bar.group().equals(group)) {
                group = bar.group();
                y += lines.isEmpty() ? 0 : LINE / 2;
                lines.add(text(12, y, "start", "bold", group));
                y += LINE;
            }
            lines.add(text(LABELS - 8, y, "end", "normal", bar.label()));
            double share = bar.value() > 0 ? (Math.log10(bar.value()) - low) / (high - low) : 0;
            int length = (int) Math.round(Math.max(share, 0) * (WIDTH - LABELS - VALUES));
            lines.add(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"13\" fill=\"%s\"/>",
                    LABELS,
                    y - 11,
                    length,
                    bar.label().startsWith(OwnCandidates.SLUICE) ? "#1b7f5c" : "#8aa0b4"));
            lines.add(text(LABELS + length + 6, y, "start", "normal", word(bar)));
            y += LINE;
        }
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                        WIDTH,
                        y + 4)
                + text(12, 22, "start", "bold", title + " (" + unit + ", logarithmic)") + "\n"
                + String.join("\n", lines) + "\n</svg>\n";
    }

    /** The bars of a group beside each other, groups and bars in the order in which they came. */
    private List<Bar> grouped() {
        return bars.stream()
                .map(Bar::group)
                .distinct()
                .flatMap(group -> bars.stream().filter(bar -> bar.group().equals(group)))
                .toList();
    }

    private static String word(Bar bar) {
        return Double.isNaN(bar.value()) ? bar.word() : amount(bar.value());
    }

    private static String amount(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 && value != Math.rint(value) ? "%,.1f" : "%,.0f", value);
    }

    private static String text(int x, int y, String anchor, String weight, String content) {
        return "<text x=\"" + x + "\" y=\"" + y + "\" text-anchor=\"" + anchor + "\" font-weight=\"" + weight + "\">"
                + Objects.requireNonNull(content)
                        .replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                + "</text>";
    }
}
