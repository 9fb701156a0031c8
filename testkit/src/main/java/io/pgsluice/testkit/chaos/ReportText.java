// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.chaos;

import io.pgsluice.testkit.history.Outcome;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A report as Markdown and as JSON. */
final class ReportText {
    private final ChaosReport report;
    private final Map<String, String> environment;

    ReportText(ChaosReport report, Map<String, String> environment) {
        this.report = report;
        this.environment = environment;
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        row(text, "Run", "");
        rule(text, 2);
        environment.forEach((name, value) -> row(text, name, value));
        row(
                text,
                "episodes",
                report.episodes() + ", of these " + report.synchronousEpisodes() + " with synchronous replication");
        row(text, "seeds", report.firstSeed() + " to " + (report.firstSeed() + report.episodes() - 1));
        row(text, "**violations**", "**" + total(report.violations()) + "**" + list(report.violations()));
        row(text, "operations that never ended", String.valueOf(report.stuck()));
        row(text, "acknowledged writes lost by asynchronous replication", String.valueOf(report.lostByReplication()));
        operations(text);
        faults(text);
        failovers(text);
        exceptions(text);
        return text.toString();
    }

    private void operations(StringBuilder text) {
        text.append('\n');
        row(text, "Operations", "acknowledged", "rolled back", "in doubt", "reads failed");
        rule(text, 5);
        report.operations().forEach((kind, outcomes) -> row(text, words(kind), counts(outcomes)));
        row(text, "all", counts(report.allOutcomes()));
    }

    private static String[] counts(Map<Outcome, Integer> outcomes) {
        return new String[] {
            count(outcomes, Outcome.ACKNOWLEDGED),
            count(outcomes, Outcome.ROLLED_BACK),
            count(outcomes, Outcome.IN_DOUBT),
            count(outcomes, Outcome.FAILED)
        };
    }

    private static String count(Map<Outcome, Integer> outcomes, Outcome outcome) {
        return String.valueOf(outcomes.getOrDefault(outcome, 0));
    }

    private void faults(StringBuilder text) {
        text.append('\n');
        row(text, "Faults injected", "times");
        rule(text, 2);
        report.faults().forEach((fault, count) -> row(text, fault.text(), String.valueOf(count)));
        text.append('\n');
        row(text, "As steps", "times");
        rule(text, 2);
        report.steps().forEach((kind, count) -> row(text, words(kind.name()), String.valueOf(count)));
    }

    private void failovers(StringBuilder text) {
        text.append('\n');
        row(text, "End of promotion to first acknowledged write", "failovers", "p50, ms", "p99, ms", "max, ms");
        rule(text, 5);
        report.asynchronousFailovers().forEach((kind, times) -> failovers(text, words(kind.name()), times));
        failovers(text, "all of these but promote unfenced", report.allAsynchronousFailovers());
        failovers(
                text,
                "with synchronous replication, where a commit also waits for the other replica to be pointed to the new primary",
                report.synchronousFailovers());
    }

    private static void failovers(StringBuilder text, String name, Percentiles times) {
        row(
                text,
                name,
                String.valueOf(times.count()),
                Percentiles.millis(times.median()),
                Percentiles.millis(times.p99()),
                Percentiles.millis(times.max()));
    }

    private void exceptions(StringBuilder text) {
        text.append('\n');
        row(text, "Exceptions surfaced", "times");
        rule(text, 2);
        report.exceptions().forEach((kind, count) -> row(text, kind, String.valueOf(count)));
        row(text, "all", String.valueOf(total(report.exceptions())));
    }

    private static void row(StringBuilder text, String first, String... others) {
        text.append("| ")
                .append(first)
                .append(" | ")
                .append(String.join(" | ", others))
                .append(" |\n");
    }

    private static void rule(StringBuilder text, int columns) {
        text.append("|---".repeat(columns)).append("|\n");
    }

    String json() {
        StringBuilder text = new StringBuilder("{\n");
        field(text, "environment", object(environment, ReportText::quoted));
        field(text, "firstSeed", String.valueOf(report.firstSeed()));
        field(text, "episodes", String.valueOf(report.episodes()));
        field(text, "synchronousEpisodes", String.valueOf(report.synchronousEpisodes()));
        field(text, "failedSeeds", report.failedSeeds().toString());
        field(text, "operations", object(report.operations(), outcomes -> object(outcomes, String::valueOf)));
        field(text, "faults", object(report.faults(), String::valueOf));
        field(text, "steps", object(report.steps(), String::valueOf));
        field(text, "violations", object(report.violations(), String::valueOf));
        field(text, "stuck", String.valueOf(report.stuck()));
        field(text, "lostByReplication", String.valueOf(report.lostByReplication()));
        field(text, "exceptions", object(report.exceptions(), String::valueOf));
        field(text, "asynchronousFailovers", object(report.asynchronousFailovers(), ReportText::times));
        field(text, "allAsynchronousFailovers", times(report.allAsynchronousFailovers()));
        text.append("  \"synchronousFailovers\": ")
                .append(times(report.synchronousFailovers()))
                .append("\n}\n");
        return text.toString();
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append("  ").append(quoted(name)).append(": ").append(value).append(",\n");
    }

    private static String times(Percentiles times) {
        return String.format(
                Locale.ROOT,
                "{\"count\": %d, \"p50Millis\": %s, \"p99Millis\": %s, \"maxMillis\": %s}",
                times.count(),
                Percentiles.millis(times.median()),
                Percentiles.millis(times.p99()),
                Percentiles.millis(times.max()));
    }

    private static <K, V> String object(Map<K, V> map, Function<V, String> value) {
        return map.entrySet().stream()
                .map(entry -> quoted(entry.getKey().toString()) + ": " + value.apply(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static int total(Map<?, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String list(Map<?, Integer> counts) {
        return counts.isEmpty() ? "" : " " + counts;
    }

    private static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
