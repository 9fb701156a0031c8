// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverheadIT {
    /** What pgsluice allocates more than HikariCP alone, in bytes, where no allocation is optimised away. */
    private static final Map<String, Integer> MOST_BYTES_MORE =
            Map.of("readTx", 160, "writeTx", 160, "autocommitRead", 160, "emptyCycle", 40, "mixed", 320, "rows", 160);

    /** What the monitor's own work may look like, spread over the operations; less than an object with a field or two. */
    private static final int TOLERANCE = 12;

    /** The same where one operation takes as long as a thousand rows do. */
    private static final int TOLERANCE_OF_ROWS = 160;

    @Test
    void everyCycle_shortRun_allocatesLittleMoreThanHikariAlone() throws Exception {
        Overhead part = new Overhead();
        List<Row> rows = part.measure(
                new Settings().with("quick", "true").with("forks", "0").with("only", OwnCandidates.SLUICE));
        assertThat(rows).noneMatch(row -> row.has("fails"));
        assertThat(rows).allSatisfy(row -> assertThat(row.number("nanos")).isPositive());
        List<Row> sluice = rows.stream()
                .filter(row -> row.matches(Row.of("candidate", OwnCandidates.SLUICE)))
                .toList();
        assertThat(sluice)
                .extracting(row -> row.text("cycle"))
                .containsExactlyInAnyOrderElementsOf(MOST_BYTES_MORE.keySet());
        assertThat(sluice).allSatisfy(row -> assertThat(row.number("fewestBytesMore"))
                .as(row.text("cycle"))
                .isLessThanOrEqualTo(MOST_BYTES_MORE.getOrDefault(row.text("cycle"), 0)
                        + (row.text("cycle").equals("rows") ? TOLERANCE_OF_ROWS : TOLERANCE)));
        assertThat(part.markdown(rows)).contains(MOST_BYTES_MORE.keySet());
        assertThat(part.chart(rows).svg()).contains("mixed");
    }
}
