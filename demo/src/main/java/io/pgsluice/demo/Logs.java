// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the log goes: beside what runs, since it would destroy the table. */
final class Logs {
    private static final String FILE = "demo.log";

    private Logs() {}

    /** Directs the log to a file; has no effect once the first logger was made. */
    static Path toFile() throws IOException {
        Path file = file();
        System.setProperty("org.slf4j.simpleLogger.logFile", file.toString());
        System.setProperty("org.slf4j.simpleLogger.showDateTime", "true");
        System.setProperty("org.slf4j.simpleLogger.dateTimeFormat", "HH:mm:ss.SSS");
        return file;
    }

    /** In {@code target}, or in a directory for temporary files where that belongs to another user. */
    private static Path file() throws IOException {
        try {
            Path running = Path.of(Logs.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path beside = running.resolveSibling(FILE);
            if (Files.exists(beside) ? Files.isWritable(beside) : Files.isWritable(running.resolveSibling(""))) {
                return beside;
            }
        } catch (URISyntaxException e) {
            throw new IOException("cannot tell where the demo is", e);
        }
        return Files.createTempFile("pgsluice-", "-" + FILE);
    }
}
