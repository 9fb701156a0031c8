// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import io.pgsluice.NodeStatus;
import io.pgsluice.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * One thing that must hold.
 *
 * @param name what
 * @param held whether it does
 * @param detail the number and its bound
 */
record Check(String name, boolean held, String detail) {
    /** On a machine that is busy with the servers and both kinds of workers; the median of many runs is far lower. */
    static final long FAILOVER_MILLIS = 1_000;

    static final long READ_GAP_MILLIS = 1_000;
    static final long DRAIN_MILLIS = 2_000;
    static final long RETURN_MILLIS = 5_000;
    static final double ON_REPLICAS_PERCENT = 80;

    static List<Check> of(Outcome outcome) {
        List<Check> checks = new ArrayList<>();
        Audit audit = outcome.audit();
        Milestones milestones = outcome.milestones();
        ReadLedger reads = outcome.workload().reads();
        Surfaced surfaced = outcome.workload().surfaced();
        checks.add(none("acknowledged writes lost", audit.lost()));
        checks.add(none("writes duplicated", audit.duplicated() + audit.duplicatedOnReplicas()));
        checks.add(none("acknowledged writes missing on replicas", audit.missingOnReplicas()));
        checks.add(none("reads beyond the lag threshold", reads.beyondThreshold()));
        checks.add(none("reads on drained replicas", reads.onDrained()));
        checks.add(none("exceptions that reached readers", surfaced.of(Reader.KIND)));
        checks.add(atMost(
                "exceptions that reached writers",
                surfaced.of(Writer.KIND) + surfaced.of(Heartbeat.KIND),
                outcome.options().writers() + 1L,
                ""));
        checks.add(atMost("first write after the promotion", millis(milestones.failover()), FAILOVER_MILLIS, " ms"));
        checks.add(atMost("longest time without a read", millis(reads.gap().longestNanos()), READ_GAP_MILLIS, " ms"));
        checks.add(atMost("replica drained", millis(milestones.drain()), DRAIN_MILLIS, " ms"));
        checks.add(atMost("replica returned", millis(milestones.back()), RETURN_MILLIS, " ms"));
        checks.add(new Check(
                "reads on replicas",
                reads.onReplicasPercent() >= ON_REPLICAS_PERCENT,
                String.format(
                        Locale.ROOT, "%.2f %% (at least %.0f %%)", reads.onReplicasPercent(), ON_REPLICAS_PERCENT)));
        checks.add(roles(outcome));
        return checks;
    }

    private static Check none(String name, long count) {
        return new Check(name, count == 0, Long.toString(count));
    }

    private static Check atMost(String name, long value, long bound, String unit) {
        return new Check(name, value <= bound, value + unit + " (at most " + bound + unit + ")");
    }

    private static Check roles(Outcome outcome) {
        Topology topology = outcome.topology();
        NodeStatus primary = topology.primary();
        int replicas = topology.eligibleReplicas().size();
        boolean held = primary != null
                && primary.name().equals(outcome.milestones().promoted())
                && replicas == topology.nodes().size() - 1;
        return new Check(
                "the cluster is whole again",
                held,
                held
                        ? "primary " + outcome.milestones().promoted() + ", " + replicas + " replicas take reads"
                        : topology.summary());
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
