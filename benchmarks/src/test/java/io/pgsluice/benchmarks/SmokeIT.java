// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs what {@link OverheadIT} leaves, as short as can be. */
class SmokeIT {
    /** What a data source that nobody uses may ask of a node in a second. */
    private static final int MOST_IDLE_STATEMENTS = 2;

    static Stream<Part> parts() {
        return Stream.of(new Servers(), new Scale(), new Soak());
    }

    private static Settings quick() {
        return new Settings().with("quick", "true");
    }

    @ParameterizedTest
    @MethodSource("parts")
    void everyPart_shortRun_writesWhatItMeasured(Part part) throws Exception {
        List<Row> rows = part.measure(quick());
        assertThat(rows).isNotEmpty().noneMatch(row -> row.has("fails") && !row.has("virtualThreads"));
        assertWritten(part, rows);
    }

    @Test
    void counts_shortRun_noRoundTripMoreThanHikariAloneAndLittleAskedWhenIdle() throws Exception {
        Counts part = new Counts();
        List<Row> rows = part.measure(quick());
        assertWritten(part, rows);
        for (Cycles cycle : Servers.CYCLES) {
            double alone =
                    find(rows, OwnCandidates.BASE, "cycle", cycle.title()).number("roundTrips");
            Row sluice = find(rows, OwnCandidates.SLUICE, "cycle", cycle.title());
            assertThat(sluice.number("roundTrips")).as(cycle.title()).isEqualTo(alone);
            assertThat(sluice.number("onPrimary") > 0)
                    .as(cycle.title())
                    .isEqualTo(cycle == Cycles.WRITE_TX || cycle == Cycles.MIXED);
        }
        for (String node : List.of("n1", "n2", "n3")) {
            assertThat(find(rows, OwnCandidates.SLUICE, "idleNode", node).number("statementsPerSecond"))
                    .as(node)
                    .isBetween(0.3, (double) MOST_IDLE_STATEMENTS + 1.0 / 3);
        }
    }

    @Test
    void failover_oneCrash_writesGoOnAndNoneIsLost() throws Exception {
        Failover part = new Failover();
        List<Row> rows = part.measure(quick().with("only", OwnCandidates.SLUICE + ", tuned"));
        assertWritten(part, rows);
        assertThat(rows).hasSize(1).allSatisfy(row -> {
            assertThat(row.number("firstWriteMillis")).isPositive();
            assertThat(row.number("acknowledged")).isPositive();
            assertThat(row.number("lost")).isZero();
            assertThat(row.number("duplicated")).isZero();
        });
    }

    private static Row find(List<Row> rows, String candidate, String name, String value) {
        Row wanted = Row.of("candidate", candidate).with(name, value);
        return rows.stream().filter(row -> row.matches(wanted)).findFirst().orElseThrow();
    }

    private static void assertWritten(Part part, List<Row> rows) {
        assertThat(part.markdown(rows)).contains("| ---");
        assertThat(part.chart(rows).svg()).contains("<rect").contains("</svg>");
        assertThat(Json.of(rows.stream().map(Row::values).toList()))
                .startsWith("[")
                .endsWith("]");
    }
}
