// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures and writes what came out: as JSON, in Markdown and as a chart. */
public final class Benchmarks {
    private static final List<Part> PARTS =
            List.of(new Overhead(), new Counts(), new Servers(), new Failover(), new Scale(), new Soak());

    private Benchmarks() {}

    /**
     * Runs.
     *
     * @param args names of parts, all where there is none, and options
     */
    public static void main(String[] args) throws Exception {
        List<String> names = new ArrayList<>();
        Settings settings = Settings.parse(List.of(args), names);
        Path directory =
                Path.of(settings.text("directory", settings.usual() ? "docs/benchmarks" : "benchmarks/target/report"));
        Files.createDirectories(directory);
        for (Part part : chosen(names)) {
            progress(part.name() + " …");
            write(directory, part, part.measure(settings));
            progress(part.name() + " written to " + directory);
        }
        settings.checkKnown();
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
        Map<String, String> environment = Environment.read();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("part", part.name());
        json.put("environment", environment);
        json.put("rows", rows.stream().map(Row::values).toList());
        Files.writeString(directory.resolve(part.name() + ".json"), Json.of(json) + "\n");
        StringBuilder text = new StringBuilder(part.markdown(rows));
        text.append("\n![chart](").append(part.name()).append(".svg)\n\n## Where\n\n");
        environment.forEach((key, value) ->
                text.append("- ").append(key).append(": ").append(value).append('\n'));
        Files.writeString(directory.resolve(part.name() + ".md"), text);
        Files.writeString(
                directory.resolve(part.name() + ".svg"), part.chart(rows).svg());
    }
}
