// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import io.pgsluice.NodeStatistics;
import io.pgsluice.NodeStatus;
import io.pgsluice.SluiceDataSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Takes snapshots, with rates over the last second or so. Confined to one thread at a time. */
final class Observer {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Sample(long nanos, List<NodeStatistics> statistics) {}

    private final SluiceDataSource dataSource;
    private final Workload workload;
    private final Script script;
    private final EventLog events;
    private final RunClock clock;
    private final int seconds;
    private final Deque<Sample> window = new ArrayDeque<>();

    Observer(
            SluiceDataSource dataSource,
            Workload workload,
            Script script,
            EventLog events,
            RunClock clock,
            int seconds) {
        this.dataSource = dataSource;
        this.workload = workload;
        this.script = script;
        this.events = events;
        this.clock = clock;
        this.seconds = seconds;
    }

    Snapshot take() {
        Sample now = new Sample(clock.now(), dataSource.statistics());
        window.addLast(now);
        while (window.size() > 2 && now.nanos() - window.getFirst().nanos() > WINDOW_NANOS) {
            window.removeFirst();
        }
        Sample then = window.getFirst();
        List<NodeStatus> statuses = dataSource.topology().nodes();
        List<Snapshot.Row> rows = new ArrayList<>();
        for (int i = 0; i < statuses.size(); i++) {
            NodeStatistics before = then.statistics().get(i);
            NodeStatistics after = now.statistics().get(i);
            long nanos = now.nanos() - then.nanos();
            rows.add(new Snapshot.Row(
                    statuses.get(i),
                    perSecond(after.reads() - before.reads(), nanos),
                    perSecond(after.writes() - before.writes(), nanos),
                    after.inUse()));
        }
        return new Snapshot(now.nanos(), seconds, script.phase(), rows, workload, events.all());
    }

    private static long perSecond(long count, long nanos) {
        return nanos == 0 ? 0 : Math.round(count * (double) WINDOW_NANOS / nanos);
    }
}
