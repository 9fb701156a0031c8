// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Statements as applications, frameworks and people at consoles write them, and the tables they are about. */
final class Corpus {
    private Corpus() {}

    /** The statements. */
    static List<String> statements() {
        return read("corpus.sql");
    }

    /** What makes the tables. */
    static List<String> schema() {
        return read("schema.sql");
    }

    private static List<String> read(String resource) {
        try (InputStream stream = Corpus.class.getResourceAsStream(resource)) {
            String text = new String(Objects.requireNonNull(stream, resource).readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.strip().split("\n{2,}", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
