// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Measures and writes what came out: as JSON, in Markdown and as a chart. */
public final class Benchmarks {
    private static final List<Part> PARTS =
            List.of(new Overhead(), new Counts(), new Servers(), new Failover(), new Scale(), new Soak());

    /** What writes pages and charts anew from the data. */
    private static final String RENDER = "render";

    private Benchmarks() {}

    /**
     * Runs.
     *
     * @param args names of parts, all where there is none, and options
     */
    public static void main(String[] args) throws Exception {
        List<String> names = new ArrayList<>();
        Settings settings = Settings.parse(List.of(args), names);
        Path directory = Path.of(settings.text(
                "directory",
                settings.usual() || names.contains(RENDER) ? "docs/benchmarks" : "benchmarks/target/report"));
        Files.createDirectories(directory);
        if (names.equals(List.of(RENDER))) {
            render(directory);
            return;
        }
        for (Part part : chosen(names)) {
            progress(part.name() + " …");
            List<Row> rows = part.measure(settings);
            settings.checkKnown();
            write(directory, part, rows);
            progress(part.name() + " written to " + directory);
        }
    }

    private static List<Part> chosen(List<String> names) {
        List<String> known = PARTS.stream().map(Part::name).toList();
        if (!known.containsAll(names)) {
            throw new IllegalArgumentException("unknown parts among " + names + ", known are " + known);
        }
        return PARTS.stream()
                .filter(part -> names.isEmpty() || names.contains(part.name()))
                .toList();
    }

    /** Says how far a run is. */
    static void progress(String text) {
        System.err.println(text);
    }

    private static void write(Path directory, Part part, List<Row> rows) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("part", part.name());
        json.put("environment", Environment.read());
        json.put("rows", rows.stream().map(Row::values).toList());
        Files.writeString(directory.resolve(part.name() + ".json"), Json.of(json) + "\n");
        render(directory, part);
    }

    /** Writes the pages and charts of what was measured before. */
    private static void render(Path directory) throws IOException {
        for (Part part : PARTS) {
            if (Files.exists(directory.resolve(part.name() + ".json"))) {
                render(directory, part);
            }
        }
    }

    @SuppressWarnings("unchecked") // What Json wrote.
    private static void render(Path directory, Part part) throws IOException {
        Map<String, Object> json =
                (Map<String, Object>) JsonReader.read(Files.readString(directory.resolve(part.name() + ".json")));
        Map<String, String> environment = (Map<String, String>) Objects.requireNonNull(json.get("environment"));
        List<Row> rows = ((List<Map<String, Object>>) Objects.requireNonNull(json.get("rows")))
                .stream().map(Row::new).toList();
        StringBuilder text = new StringBuilder(part.markdown(rows).stripTrailing());
        text.append("\n\n![chart](").append(part.name()).append(".svg)\n\n## Where\n\n");
        environment.forEach((key, value) ->
                text.append("- ").append(key).append(": ").append(value).append('\n'));
        Files.writeString(directory.resolve(part.name() + ".md"), text);
        Files.writeString(
                directory.resolve(part.name() + ".svg"), part.chart(rows).svg());
    }
}
