// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import io.pgsluice.testkit.PostgresClusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says what to do about a full disk. */
public final class Disk {
    private static final long BYTES_PER_NODE = 96L << 20;
    private static final String SYMPTOM = "No space left on device";
    private static final String HINT =
            "free some, or put the cluster elsewhere with builder().directory(path) or " + "-Djava.io.tmpdir=path";

    private Disk() {}

    /** Fails where a directory has no room for so many nodes. */
    static void requireRoom(Path directory, int nodes) throws IOException {
        long usable = Files.getFileStore(directory).getUsableSpace();
        long needed = nodes * BYTES_PER_NODE;
        if (usable < needed) {
            throw new PostgresClusterException("Not enough disk space in " + directory + " for " + nodes + " nodes: "
                    + (usable >> 20) + " MB usable, " + (needed >> 20) + " MB needed; " + HINT);
        }
    }

    /** The text, with the advice where it speaks of a full disk. */
    static String withHint(String text) {
        return text.contains(SYMPTOM) ? text + "\nThe disk is full: " + HINT : text;
    }

    /** An exception for a failed file operation. */
    public static PostgresClusterException failure(String what, IOException cause) {
        return new PostgresClusterException(withHint(what + ": " + cause), cause);
    }
}
