// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import io.pgsluice.testkit.PostgresClusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Says what to do about a full disk. */
public final class Disk {
    private static final long BYTES_PER_NODE = 96L << 20;
    private static final List<String> SYMPTOMS =
            List.of("No space left on device", "Check free disk space", "could not extend file");
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
        return SYMPTOMS.stream().anyMatch(text::contains) ? text + "\nThe disk is full: " + HINT : text;
    }

    /** An exception for a failed file operation. */
    public static PostgresClusterException failure(String what, IOException cause) {
        return new PostgresClusterException(withHint(what + ": " + cause), cause);
    }
}
