// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import io.pgsluice.testkit.PostgresClusterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Directories that are expensive to fill, kept for the next JVM of the same user. An entry appears complete or not at
 * all; one that lost files since (temporary directories get cleaned) is filled again. Safe for use by several JVMs and
 * threads at once.
 */
final class CacheDirectory {
    /** A file lock belongs to the whole JVM, so its threads take turns with this one. */
    private static final ReentrantLock JVM_LOCK = new ReentrantLock();

    private static final String CONTENT = "content";
    private static final String COMPLETE = "complete";

    private final Path root;

    private CacheDirectory(Path root) {
        this.root = root;
    }

    /** Fills an empty directory. */
    @FunctionalInterface
    interface Filler {
        void fill(Path directory) throws IOException;
    }

    /** The cache of this user below a directory. */
    static CacheDirectory in(Path parent) throws IOException {
        String user = System.getProperty("user.name", "unknown").replaceAll("[^A-Za-z0-9_.-]", "_");
        Path root = parent.resolve("pgsluice-testkit-" + user);
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Path probe = Files.createTempFile(root, "owner-", ".probe");
        try {
            if (!Files.getOwner(probe).equals(Files.getOwner(root, LinkOption.NOFOLLOW_LINKS))) {
                throw new PostgresClusterException(
                        root + " belongs to another user: remove it, or set java.io.tmpdir to a directory of your own");
            }
        } finally {
            Files.deleteIfExists(probe);
        }
        return new CacheDirectory(root);
    }

    Path root() {
        return root;
    }

    /** Where clusters have their directories while they exist. */
    Path clusters() throws IOException {
        Path clusters = root.resolve("clusters");
        if (!Files.isDirectory(clusters, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(clusters);
            // As a temporary directory, since the servers may belong to another user than this one.
            Files.setAttribute(clusters, "unix:mode", 01777);
            // On ext4 each directory in it gets a block group of its own. Otherwise thousands of files are created
            // where
            // thousands were deleted a moment ago, which ext4 does at a tenth of the speed.
            Commands.run(List.of("chattr", "+T", clusters.toString()));
        }
        return clusters;
    }

    /** The entry of that key, filled first where it is not there or not complete. */
    Path get(String key, Filler filler) throws IOException {
        Path entry = root.resolve(key);
        if (isComplete(entry)) {
            return entry.resolve(CONTENT);
        }
        JVM_LOCK.lock();
        try (FileChannel channel = FileChannel.open(
                        root.resolve(key + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !isComplete(entry)) {
                publish(key, entry, filler);
            }
            return entry.resolve(CONTENT);
        } finally {
            JVM_LOCK.unlock();
        }
    }

    private void publish(String key, Path entry, Filler filler) throws IOException {
        removeRemains(key);
        Path draft = Files.createDirectory(
                root.resolve(key + ".draft"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        try {
            Path content = Files.createDirectory(draft.resolve(CONTENT));
            filler.fill(content);
            Files.writeString(draft.resolve(COMPLETE), Extent.of(content).toString());
            Files.move(draft, entry);
        } catch (IOException | RuntimeException e) {
            Trees.deleteQuietly(draft);
            throw e;
        }
    }

    private void removeRemains(String key) throws IOException {
        try (DirectoryStream<Path> remains = Files.newDirectoryStream(root, key + "{,.draft}")) {
            for (Path path : remains) {
                Trees.delete(path);
            }
        }
    }

    private static boolean isComplete(Path entry) {
        try {
            return Files.readString(entry.resolve(COMPLETE))
                    .equals(Extent.of(entry.resolve(CONTENT)).toString());
        } catch (IOException incomplete) {
            return false;
        }
    }

    /** How much a directory holds. */
    private record Extent(long files, long bytes) {
        static Extent of(Path directory) throws IOException {
            long files = 0;
            long bytes = 0;
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : (Iterable<Path>) all::iterator) {
                    BasicFileAttributes attributes =
                            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                    if (!attributes.isDirectory()) {
                        files++;
                        bytes += attributes.size();
                    }
                }
            } catch (UncheckedIOException e) {
                throw new IOException(e);
            }
            return new Extent(files, bytes);
        }
    }
}
