// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import com.google.errorprone.annotations.FormatMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A finished run as one JSON object, and as text. */
final class Report {
    private final Outcome outcome;
    private final List<Check> checks;

    Report(Outcome outcome) {
        this.outcome = outcome;
        this.checks = Check.of(outcome);
    }

    boolean passed() {
        return checks.stream().allMatch(Check::held);
    }

    String json() {
        return Json.of(values());
    }

    private Map<String, Object> values() {
        WriteLedger writes = outcome.workload().writes();
        ReadLedger reads = outcome.workload().reads();
        Audit audit = outcome.audit();
        Milestones milestones = outcome.milestones();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("passed", passed());
        values.put("writes_acknowledged", writes.acknowledgedCount());
        values.put("writes_lost", audit.lost());
        values.put("writes_duplicated", audit.duplicated() + audit.duplicatedOnReplicas());
        values.put("writes_missing_on_replicas", audit.missingOnReplicas());
        values.put("writes_in_doubt", audit.inDoubt());
        values.put("writes_in_doubt_present", audit.inDoubtPresent());
        values.put("read_transactions", reads.total());
        values.put("reads_on_replicas_pct", reads.onReplicasPercent());
        values.put("reads_beyond_lag_threshold", reads.beyondThreshold());
        values.put("reads_on_drained_replicas", reads.onDrained());
        values.put("stalest_read_ms", RunClock.millis(reads.stalestNanos()));
        values.put("heartbeats_acknowledged", outcome.workload().heartbeats().count());
        values.put("exceptions_surfaced", outcome.workload().surfaced().total());
        values.put("exceptions", exceptions());
        values.put("failover_ms", RunClock.millis(milestones.failover()));
        values.put("replica_drain_ms", RunClock.millis(milestones.drain()));
        values.put("replica_return_ms", RunClock.millis(milestones.back()));
        values.put("write_outage_ms", RunClock.millis(milestones.outage()));
        values.put("rejoin_ms", RunClock.millis(milestones.rejoined()));
        values.put("longest_read_ms", RunClock.millis(reads.longestNanos()));
        values.put("longest_read_gap_ms", RunClock.millis(reads.gap().longestNanos()));
        values.put("longest_write_gap_ms", RunClock.millis(writes.gap().longestNanos()));
        values.put(
                "failed_checks",
                checks.stream().filter(check -> !check.held()).map(Report::text).toList());
        values.put("settings", settings());
        return values;
    }

    private List<Map<String, Object>> exceptions() {
        return outcome.workload().surfaced().counts().stream()
                .map(Report::exception)
                .toList();
    }

    private static Map<String, Object> exception(Surfaced.Count count) {
        Map<String, Object> exception = new LinkedHashMap<>();
        exception.put("worker", count.worker());
        exception.put("sqlstate", count.sqlState());
        exception.put("count", count.count());
        return exception;
    }

    private Map<String, Object> settings() {
        Options options = outcome.options();
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("seconds", options.seconds());
        settings.put("writers", options.writers());
        settings.put("readers", options.readers());
        settings.put("replicas", options.replicas());
        settings.put("max_replica_lag_ms", outcome.config().maxReplicaLag().toMillis());
        settings.put("probe_interval_ms", outcome.config().probeInterval().toMillis());
        settings.put(
                "failover_probe_interval_ms",
                outcome.config().failoverProbeInterval().toMillis());
        settings.put("maximum_pool_size", outcome.config().maximumPoolSize());
        settings.put("replication", "synchronous, ANY 1");
        settings.put("postgresql", outcome.serverVersion());
        settings.put("java", System.getProperty("java.version", "?"));
        settings.put("processors", Runtime.getRuntime().availableProcessors());
        return settings;
    }

    /** The summary for people. */
    String text() {
        WriteLedger writes = outcome.workload().writes();
        ReadLedger reads = outcome.workload().reads();
        Audit audit = outcome.audit();
        Milestones milestones = outcome.milestones();
        StringBuilder text = new StringBuilder();
        line(
                text,
                "Summary (PostgreSQL %s, Java %s, %d processors, maxReplicaLag %d ms)",
                outcome.serverVersion(),
                System.getProperty("java.version", "?"),
                Runtime.getRuntime().availableProcessors(),
                outcome.config().maxReplicaLag().toMillis());
        line(
                text,
                "  writes   %d acknowledged, %d lost, %d duplicated, %d in doubt (%d of them there)",
                writes.acknowledgedCount(),
                audit.lost(),
                audit.duplicated(),
                audit.inDoubt(),
                audit.inDoubtPresent());
        line(
                text,
                "  reads    %d, %.2f %% on replicas, %d beyond the threshold, the stalest by %.1f ms",
                reads.total(),
                reads.onReplicasPercent(),
                reads.beyondThreshold(),
                RunClock.millis(reads.stalestNanos()));
        line(text, "  errors   %s", errors());
        line(
                text,
                "  failover first write %.1f ms after the promotion ended, %.1f ms after the SIGKILL",
                RunClock.millis(milestones.failover()),
                RunClock.millis(milestones.outage()));
        line(
                text,
                "  replica  drained %.1f ms after its replay was paused, back %.1f ms after it was resumed",
                RunClock.millis(milestones.drain()),
                RunClock.millis(milestones.back()));
        line(
                text,
                "  gaps     at most %.1f ms without a read, %.1f ms without a write; the slowest read took %.1f ms",
                RunClock.millis(reads.gap().longestNanos()),
                RunClock.millis(writes.gap().longestNanos()),
                RunClock.millis(reads.longestNanos()));
        text.append("Checks\n");
        for (Check check : checks) {
            line(text, "  %-4s  %s", check.held() ? "ok" : "FAIL", text(check));
        }
        return text.toString();
    }

    private String errors() {
        List<Surfaced.Count> counts = outcome.workload().surfaced().counts();
        return counts.isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        counts.stream()
                                .map(count -> count.count() + " x " + count.sqlState() + " (" + count.worker() + ")")
                                .toList());
    }

    private static String text(Check check) {
        return check.name() + ": " + check.detail();
    }

    @FormatMethod
    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
