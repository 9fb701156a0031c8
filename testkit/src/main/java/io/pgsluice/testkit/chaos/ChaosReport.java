// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.chaos;

import io.pgsluice.testkit.history.Failure;
import io.pgsluice.testkit.history.Operation;
import io.pgsluice.testkit.history.Outcome;
import io.pgsluice.testkit.history.Violation;
import io.pgsluice.testkit.history.ViolationKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Adds up the results of many episodes. Confined to one thread. */
public final class ChaosReport {
    private static final String BEGIN = "<!-- chaos report -->";
    private static final String END = "<!-- end of chaos report -->";

    private final Map<String, Map<Outcome, Integer>> operations = new TreeMap<>();
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final Map<FaultKind, Integer> steps = new EnumMap<>(FaultKind.class);
    private final Map<ViolationKind, Integer> violations = new EnumMap<>(ViolationKind.class);
    private final Map<String, Integer> exceptions = new TreeMap<>();
    private final List<Failover> failovers = new ArrayList<>();
    private final List<Long> failedSeeds = new ArrayList<>();
    private int episodes;
    private int synchronousEpisodes;
    private int stuck;
    private int lostByReplication;
    private long firstSeed;

    /** Adds a result. */
    public void add(EpisodeResult result) {
        Plan plan = result.plan();
        if (episodes == 0) {
            firstSeed = plan.seed();
        }
        episodes++;
        synchronousEpisodes += plan.synchronous() ? 1 : 0;
        for (Operation operation : result.operations()) {
            operations
                    .computeIfAbsent(operation.kind().name(), kind -> new EnumMap<>(Outcome.class))
                    .merge(operation.outcome(), 1, Integer::sum);
            Failure failure = operation.failure();
            if (failure != null) {
                exceptions.merge(failure.kind() + ", " + operation.kind() + ", " + failure.phase(), 1, Integer::sum);
            }
        }
        result.faults().forEach((fault, count) -> faults.merge(fault, count, Integer::sum));
        plan.steps().forEach(step -> steps.merge(step.kind(), 1, Integer::sum));
        for (Violation violation : result.verdict().violations()) {
            violations.merge(violation.kind(), 1, Integer::sum);
        }
        stuck += result.stuck().size();
        lostByReplication += result.verdict().lostByReplication().size();
        failovers.addAll(result.failovers());
        if (!result.isClean()) {
            failedSeeds.add(plan.seed());
        }
    }

    /** The seeds of the episodes with a violation. */
    public List<Long> failedSeeds() {
        return List.copyOf(failedSeeds);
    }

    /** Writes it as {@code report.md} and {@code report.json} into a directory, which is made if need be. */
    public void write(Path directory, Map<String, String> environment) throws IOException {
        ReportText text = new ReportText(this, environment);
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("report.md"), text.markdown());
        Files.writeString(directory.resolve("report.json"), text.json());
    }

    /** Puts it between the lines {@value #BEGIN} and {@value #END} of a page. */
    public void record(Path page, Map<String, String> environment) throws IOException {
        String old = Files.readString(page);
        int begin = old.indexOf(BEGIN);
        int end = old.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(page + " has no lines " + BEGIN + " and " + END);
        }
        String table = new ReportText(this, environment).markdown();
        Files.writeString(page, old.substring(0, begin + BEGIN.length()) + "\n\n" + table + "\n" + old.substring(end));
    }

    int episodes() {
        return episodes;
    }

    int synchronousEpisodes() {
        return synchronousEpisodes;
    }

    long firstSeed() {
        return firstSeed;
    }

    Map<String, Map<Outcome, Integer>> operations() {
        return operations;
    }

    Map<Outcome, Integer> allOutcomes() {
        Map<Outcome, Integer> all = new EnumMap<>(Outcome.class);
        operations
                .values()
                .forEach(counts -> counts.forEach((outcome, count) -> all.merge(outcome, count, Integer::sum)));
        return all;
    }

    Map<Fault, Integer> faults() {
        return faults;
    }

    Map<FaultKind, Integer> steps() {
        return steps;
    }

    Map<ViolationKind, Integer> violations() {
        return violations;
    }

    Map<String, Integer> exceptions() {
        return exceptions;
    }

    /** Those with asynchronous replication, by kind. */
    Map<FaultKind, Percentiles> asynchronousFailovers() {
        Map<FaultKind, Percentiles> times = new EnumMap<>(FaultKind.class);
        for (FaultKind kind : FaultKind.values()) {
            Percentiles of = times(failover -> !failover.synchronous() && failover.kind() == kind);
            if (of.count() > 0) {
                times.put(kind, of);
            }
        }
        return times;
    }

    /** Those in which nobody else took writes after the loss, with asynchronous replication. */
    Percentiles allAsynchronousFailovers() {
        return times(failover -> !failover.synchronous() && failover.kind() != FaultKind.PROMOTE_UNFENCED);
    }

    Percentiles synchronousFailovers() {
        return times(Failover::synchronous);
    }

    private Percentiles times(Predicate<Failover> which) {
        return Percentiles.of(
                failovers.stream().filter(which).map(Failover::nanos).toList());
    }

    int stuck() {
        return stuck;
    }

    int lostByReplication() {
        return lostByReplication;
    }
}
