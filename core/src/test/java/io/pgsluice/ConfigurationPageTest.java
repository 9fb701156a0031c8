// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/configuration.md} and the table of settings together. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");
    private static final Set<String> TIERS = Set.of("Essentials", "Often", "Seldom");

    private static final SluiceConfig DEFAULTS = Configs.builder().build();

    /** The rows of the sections' tables: first cell without backquotes, and the others. */
    private static Map<String, List<String>> rows(Set<String> sections) throws IOException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        String section = "";
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("## ")) {
                section = line.substring(3);
            } else if (sections.contains(section) && line.startsWith("| `")) {
                List<String> cells = Arrays.stream(line.split("\\|", -1))
                        .map(cell -> cell.strip().replace("`", ""))
                        .toList();
                assertThat(rows.put(cells.get(1), cells.subList(2, cells.size() - 1)))
                        .as("second row of %s", cells.get(1))
                        .isNull();
            }
        }
        return rows;
    }

    @Test
    void tables_ofTheTiers_haveOneRowForEachSetting() throws IOException {
        assertThat(rows(TIERS).keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Setting.values()).map(Setting::key).toList());
    }

    @Test
    void rows_ofTheTiers_giveTypeDefaultAndLimits() throws IOException {
        rows(TIERS).forEach((key, cells) -> {
            Setting setting = Arrays.stream(Setting.values())
                    .filter(candidate -> candidate.key().equals(key))
                    .findFirst()
                    .orElseThrow();
            assertThat(cells).as(key).hasSize(5);
            assertThat(cells.get(0).toLowerCase(Locale.ROOT))
                    .as("type of %s", key)
                    .isEqualTo(setting.type().name().toLowerCase(Locale.ROOT));
            assertThat(cells.get(1)).as("default of %s", key).isEqualTo(setting.defaultText());
            assertThat(cells.get(2))
                    .as("limits of %s", key)
                    .isEqualTo(setting.limits().text());
            assertThat(cells.get(3)).as("meaning of %s", key).isNotBlank();
        });
    }

    @Test
    void examples_ofTheThreeForms_giveTheSameConfiguration() throws IOException {
        String page = Files.readString(PAGE);
        Properties properties = new Properties();
        properties.load(new StringReader(block(page, "```properties")));
        SluiceConfig inCode = SluiceConfig.builder()
                .node("n1", "jdbc:postgresql://10.0.0.1:5432/app")
                .node("n2", "jdbc:postgresql://10.0.0.2:5432/app")
                .credentials("app", "secret")
                .maxReplicaLag(Duration.ofSeconds(1))
                .build();

        assertThat(page)
                .contains(
                        ".node(\"n1\", \"jdbc:postgresql://10.0.0.1:5432/app\")", ".credentials(\"app\", \"secret\")");
        assertThat(List.of(
                        SluiceConfig.fromProperties(properties),
                        SluiceConfig.fromUrl(block(page, "```\njdbc:").strip())))
                .allSatisfy(config -> {
                    assertThat(config.nodes().stream().map(NodeConfig::jdbcUrl))
                            .isEqualTo(inCode.nodes().stream()
                                    .map(NodeConfig::jdbcUrl)
                                    .toList());
                    assertThat(config)
                            .usingRecursiveComparison()
                            .ignoringFields("origin", "nodes", "loadBalancer", "ticker")
                            .isEqualTo(inCode);
                });
    }

    private static String block(String page, String start) {
        int from = page.indexOf('\n', page.indexOf(start)) + 1;
        return page.substring(from, page.indexOf("```", from));
    }

    @Test
    void timeouts_onOnePage_areAllThereWithTheDefaultInForce() throws IOException {
        Map<String, String> defaults = rows(Set.of("Every time-out")).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, row -> row.getValue().get(0)));

        assertThat(defaults)
                .isEqualTo(Arrays.stream(Setting.values())
                        .filter(setting -> setting.type() == Setting.Type.DURATION)
                        .collect(Collectors.toMap(Setting::key, setting -> Texts.show(setting.effective(DEFAULTS)))));
    }

    @Test
    void defaults_ofTheTable_areTheOnesInForce() {
        Set<Setting.Type> plain = Set.of(Setting.Type.DURATION, Setting.Type.COUNT, Setting.Type.CHOICE);
        assertThat(Setting.values())
                .filteredOn(setting -> plain.contains(setting.type()) || setting == Setting.NAME)
                .filteredOn(setting -> setting.given(SluiceConfig.builder()) != null)
                .hasSizeGreaterThan(10)
                .allSatisfy(setting ->
                        assertThat(Texts.show(setting.effective(DEFAULTS))).isEqualTo(setting.defaultText()));
    }
}
