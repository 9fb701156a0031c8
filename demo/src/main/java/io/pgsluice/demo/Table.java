// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import com.google.errorprone.annotations.FormatMethod;
import io.pgsluice.Eligibility;
import io.pgsluice.NodeState;
import io.pgsluice.NodeStatus;
import io.pgsluice.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Lays a snapshot out as lines that fit a window. */
final class Table {
    /** How a line is to look. */
    enum Style {
        PLAIN,
        HEADING,
        GOOD,
        WARNING,
        BAD,
        DIM
    }

    record Line(Style style, String text) {}

    private static final int MOST_EVENTS = 8;
    private static final int STATE_WIDTH = 30;

    private Table() {}

    static List<Line> of(Snapshot snapshot, Terminal.Size size) {
        List<Line> lines = new ArrayList<>();
        double seconds = snapshot.nanos() / (double) TimeUnit.SECONDS.toNanos(1);
        lines.add(line(Style.HEADING, "pgsluice   %.1f s of %d s   %s", seconds, snapshot.seconds(), snapshot.phase()));
        lines.add(line(Style.PLAIN, ""));
        int spare = Math.max(8, Math.min(STATE_WIDTH, size.columns() - 52));
        String format = "%-5s %-8s %-" + spare + "." + spare + "s %9s %8s %8s %7s";
        lines.add(row(Style.DIM, format, "node", "role", "state", "lag", "reads/s", "writes/s", "in use"));
        for (Snapshot.Row row : snapshot.nodes()) {
            lines.add(node(row, format));
        }
        lines.add(line(Style.PLAIN, ""));
        lines.addAll(totals(snapshot.workload()));
        lines.add(line(Style.PLAIN, ""));
        int room = Math.min(MOST_EVENTS, size.rows() - lines.size() - 1);
        List<EventLog.Event> events = List.copyOf(snapshot.events());
        for (EventLog.Event event : events.subList(Math.max(0, events.size() - Math.max(0, room)), events.size())) {
            lines.add(new Line(style(event), event.toString()));
        }
        return lines.stream()
                .limit(Math.max(1, size.rows() - 1))
                .map(line -> fit(line, size.columns() - 1))
                .toList();
    }

    private static Line node(Snapshot.Row row, String format) {
        NodeStatus node = row.status();
        boolean good = node.eligibility() == Eligibility.ELIGIBLE || node.eligibility() == Eligibility.PRIMARY;
        Style style = node.state() == NodeState.DOWN ? Style.BAD : good ? Style.GOOD : Style.WARNING;
        String lag = node.lag() == null || node.role() == Role.PRIMARY
                ? "-"
                : node.lag().toMillis() + " ms";
        boolean plain = good || node.state() == NodeState.DOWN;
        String state = plain
                ? node.state().toString()
                : node.state() + ", " + node.eligibility().text();
        return row(
                style,
                format,
                node.name(),
                node.role().toString().toLowerCase(Locale.ROOT),
                state,
                lag,
                Long.toString(row.readsPerSecond()),
                Long.toString(row.writesPerSecond()),
                Integer.toString(row.inUse()));
    }

    private static List<Line> totals(Workload workload) {
        ReadLedger reads = workload.reads();
        return List.of(
                line(
                        Style.PLAIN,
                        "totals  %d writes acknowledged   %d reads, %.1f %% on replicas",
                        workload.writes().acknowledgedCount(),
                        reads.total(),
                        reads.onReplicasPercent()),
                line(
                        reads.beyondThreshold() == 0 ? Style.PLAIN : Style.BAD,
                        "errors  %d exceptions   %d reads beyond the threshold   longest gap: %.0f ms reads, %.0f ms writes",
                        workload.surfaced().total(),
                        reads.beyondThreshold(),
                        RunClock.millis(reads.gap().longestNanos()),
                        RunClock.millis(workload.writes().gap().longestNanos())));
    }

    private static Style style(EventLog.Event event) {
        return switch (event.source()) {
            case SCRIPT -> Style.HEADING;
            case PGSLUICE -> Style.PLAIN;
            case WORKER -> Style.WARNING;
        };
    }

    private static Line row(Style style, String format, String... cells) {
        return new Line(style, String.format(Locale.ROOT, format, (Object[]) cells));
    }

    @FormatMethod
    private static Line line(Style style, String format, Object... values) {
        return new Line(style, String.format(Locale.ROOT, format, values));
    }

    private static Line fit(Line line, int columns) {
        return line.text().length() <= columns
                ? line
                : new Line(line.style(), line.text().substring(0, Math.max(0, columns)));
    }
}
