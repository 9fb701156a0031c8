// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the list of differences, the contracts and {@code docs/limitations.md} together. */
class DifferencesTest {
    private static final Path PAGE = Path.of("..", "docs", "limitations.md");
    private static final String SECTION = "## Differences from pgjdbc";

    @Test
    void table_ofThePage_isTheListOfAcceptedDifferences() throws IOException {
        assertThat(rows())
                .containsExactlyElementsOf(
                        Differences.ACCEPTED.stream().map(Difference::what).toList());
    }

    private static List<List<String>> rows() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        boolean inSection = false;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("## ")) {
                inSection = line.equals(SECTION);
            } else if (inSection && line.startsWith("| ")) {
                List<String> cells =
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
                rows.add(cells.subList(1, cells.size() - 1));
            }
        }
        // The heads of the columns.
        return rows.subList(Math.min(1, rows.size()), rows.size());
    }

    @Test
    void places_ofDifferences_areTests() {
        Differences.all().flatMap(difference -> difference.places().stream()).forEach(place -> {
            String[] test = place.test().split("\\.", -1);
            assertThat(test).as(place.test()).hasSize(2);
            assertThat(methods(test[0])).as(place.test()).contains(test[1]);
        });
    }

    @Test
    void differences_withoutAPlace_areNone() {
        assertThat(Differences.all())
                .allSatisfy(difference -> assertThat(difference.places()).isNotEmpty());
    }

    private static Stream<String> methods(String test) {
        try {
            return Arrays.stream(Class.forName(DifferencesTest.class.getPackageName() + "." + test)
                            .getDeclaredMethods())
                    .map(method -> method.getName());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
