// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the very jar that demo.sh runs. */
class DemoIT {
    private static final String JAR = System.getProperty("pgsluice.demo.jar", "target/pgsluice-demo.jar");

    @TempDir
    private Path directory;

    private record Ended(int exitCode, String out, String err) {
        String lastLine() {
            List<String> lines = out.lines().toList();
            return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        }

        double number(String field) {
            Matcher matcher =
                    Pattern.compile("\"" + field + "\":(-?[0-9.]+)[,}]").matcher(lastLine());
            assertThat(matcher.find()).as("%s in %s", field, lastLine()).isTrue();
            return Double.parseDouble(matcher.group(1));
        }
    }

    private Ended demo(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR));
        command.addAll(List.of(arguments));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroy();
        }
        return new Ended(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    @Test
    void json_primaryKilled_losesNothing() throws Exception {
        Ended ended = demo("--json", "--seconds", "12");
        assertThat(ended.exitCode()).as("%s%n%s", ended.err(), ended.out()).isZero();
        assertThat(ended.lastLine()).startsWith("{\"passed\":true,").endsWith("}");
        assertThat(ended.number("writes_acknowledged")).isGreaterThan(100);
        assertThat(ended.number("writes_lost")).isZero();
        assertThat(ended.number("writes_duplicated")).isZero();
        assertThat(ended.number("read_transactions")).isGreaterThan(100);
        assertThat(ended.number("reads_on_replicas_pct")).isBetween(Check.ON_REPLICAS_PERCENT, 100.0);
        assertThat(ended.number("reads_beyond_lag_threshold")).isZero();
        assertThat(ended.number("exceptions_surfaced")).isBetween(0.0, 5.0);
        assertThat(ended.number("failover_ms")).isBetween(0.0, (double) Check.FAILOVER_MILLIS);
        assertThat(ended.number("replica_drain_ms")).isBetween(0.0, (double) Check.DRAIN_MILLIS);
        assertThat(ended.number("replica_return_ms")).isBetween(0.0, (double) Check.RETURN_MILLIS);
        assertThat(ended.number("longest_read_gap_ms")).isBetween(0.0, (double) Check.READ_GAP_MILLIS);
    }

    @Test
    void nonsense_endsWithTwoAndSaysWhy() throws Exception {
        Ended ended = demo("--replicas", "1");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).startsWith("demo.sh: --replicas 1 is too few");
    }
}
