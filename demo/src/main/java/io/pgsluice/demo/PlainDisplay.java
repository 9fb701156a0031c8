// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import io.pgsluice.Eligibility;
import io.pgsluice.NodeStatus;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One line a second, and one for each event. */
final class PlainDisplay implements Display {
    private final PrintStream out;
    private int shown;

    PlainDisplay(PrintStream out) {
        this.out = out;
    }

    @Override
    public Duration interval() {
        return Duration.ofSeconds(1);
    }

    @Override
    public void show(Snapshot snapshot) {
        List<EventLog.Event> events = snapshot.events();
        for (; shown < events.size(); shown++) {
            out.println(events.get(shown));
        }
        out.println(String.format(
                Locale.ROOT,
                "%s  %s | %s | writes %d, reads %d (%.1f %% on replicas), beyond threshold %d, exceptions %d",
                RunClock.text(snapshot.nanos()),
                snapshot.phase(),
                snapshot.nodes().stream().map(PlainDisplay::node).collect(Collectors.joining(" | ")),
                snapshot.workload().writes().acknowledgedCount(),
                snapshot.workload().reads().total(),
                snapshot.workload().reads().onReplicasPercent(),
                snapshot.workload().reads().beyondThreshold(),
                snapshot.workload().surfaced().total()));
    }

    private static String node(Snapshot.Row row) {
        NodeStatus node = row.status();
        String state = node.eligibility() == Eligibility.PRIMARY || node.eligibility() == Eligibility.ELIGIBLE
                ? ""
                : " (" + node.eligibility().text() + ")";
        return node.name() + " " + node.role() + state + " " + row.readsPerSecond() + " r/s " + row.writesPerSecond()
                + " w/s";
    }
}
