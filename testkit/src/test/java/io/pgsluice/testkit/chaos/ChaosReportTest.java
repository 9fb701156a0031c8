// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.testkit.history.Effect;
import io.pgsluice.testkit.history.Operation;
import io.pgsluice.testkit.history.OperationKind;
import io.pgsluice.testkit.history.Outcome;
import io.pgsluice.testkit.history.Verdict;
import io.pgsluice.testkit.history.Violation;
import io.pgsluice.testkit.history.ViolationKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaosReportTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("command", "`this`");

    @TempDir
    Path directory;

    @Test
    void write_aResult_givesBothForms() throws IOException {
        report().write(directory, ENVIRONMENT);
        assertThat(Files.readString(directory.resolve("report.md")))
                .contains(
                        "| command | `this` |", "| kill -9 | 2 |", "| append | 1 | 0 | 0 | 0 |", "**1** {STALE_READ=1}")
                .contains("| kill primary | 100 | 50.0 | 99.0 | 100.0 |");
        assertThat(Files.readString(directory.resolve("report.json")))
                .contains("\"failedSeeds\": [7]", "\"KILL\": 2", "\"p99Millis\": 99.0")
                .startsWith("{\n  \"environment\": {\"command\": \"`this`\"},\n");
    }

    @Test
    void record_twice_replacesWhatIsBetweenTheMarks() throws IOException {
        Path page = directory.resolve("page.md");
        Files.writeString(page, "# Page\n\n<!-- chaos report -->\nold\n<!-- end of chaos report -->\n\nEnd\n");
        report().record(page, ENVIRONMENT);
        String once = Files.readString(page);
        report().record(page, ENVIRONMENT);
        assertThat(Files.readString(page))
                .isEqualTo(once)
                .startsWith("# Page\n\n<!-- chaos report -->\n\n| Run |")
                .endsWith("|\n\n<!-- end of chaos report -->\n\nEnd\n")
                .doesNotContain("old");
    }

    private static ChaosReport report() {
        Operation operation = new Operation(
                OperationKind.APPEND, 1, 0, 1, Outcome.ACKNOWLEDGED, Effect.NONE, false, false, null, null);
        List<Failover> failovers = LongStream.rangeClosed(1, 100)
                .mapToObj(millis -> new Failover(FaultKind.KILL_PRIMARY, false, millis * 1_000_000))
                .toList();
        ChaosReport report = new ChaosReport();
        report.add(new EpisodeResult(
                Plan.of(7, 3),
                List.of(operation),
                Map.of(Fault.KILL, 2),
                new Verdict(List.of(new Violation(ViolationKind.STALE_READ, "old")), List.of()),
                failovers,
                List.of()));
        return report;
    }
}
