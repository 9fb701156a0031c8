// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that a server writes its messages to. */
final class ServerLog {
    private static final int TAIL_BYTES = 3_000;
    private static final int MOST_BYTES = 1 << 20;

    private final Path path;

    ServerLog(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** How long it is now, to be given to {@link #since}. */
    long position() {
        try {
            return Files.exists(path) ? Files.size(path) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** What was written after a position. */
    String since(long position) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            file.seek(Math.max(position, file.length() - MOST_BYTES));
            byte[] bytes = new byte[(int) Math.max(0, file.length() - file.getFilePointer())];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** The last lines. */
    String tail() {
        String text = since(Math.max(0, position() - TAIL_BYTES));
        return "Its log " + path + " ends with:\n" + text.strip();
    }
}
