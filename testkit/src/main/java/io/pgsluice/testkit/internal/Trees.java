// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Copies and deletes directory trees. */
public final class Trees {
    private static final int BLOCK = 64 * 1024;
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(BLOCK).asReadOnlyBuffer();
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private Trees() {}

    /**
     * Makes one directory a copy of another, open to its owner only; whatever else it holds is deleted. Relative paths
     * for which {@code skipped} holds are left out, a directory's content with it; files that vanish meanwhile are too.
     * Existing files are written over, since deleting and creating thousands of them is slow on some file systems, and
     * blocks of zeros become holes.
     */
    public static void mirror(Path from, Path to, Predicate<Path> skipped) throws IOException {
        Set<Path> kept = new HashSet<>();
        Files.walkFileTree(from, new TolerantVisitor() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Path target = target(directory);
                if (target == null) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectory(target, PRIVATE_DIRECTORY);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path target = target(file);
                if (target != null) {
                    if (!attributes.isRegularFile()) {
                        throw new IOException("cannot copy what is neither a file nor a directory: " + file);
                    }
                    copyFile(file, target);
                }
                return FileVisitResult.CONTINUE;
            }

            private @Nullable Path target(Path source) {
                Path relative = from.relativize(source);
                if (skipped.test(relative)) {
                    return null;
                }
                Path target = to.resolve(relative.toString()).normalize();
                kept.add(target);
                return target;
            }
        });
        deleteExcept(to, kept);
    }

    /** Does not truncate what it writes over to nothing first, which makes ext4 write the file to disk at once. */
    private static void copyFile(Path source, Path target) throws IOException {
        Set<StandardOpenOption> write = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(target, write, PRIVATE_FILE)) {
            long oldLength = out.size();
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            long position = 0;
            boolean hole = false;
            while (in.read(block) >= 0) {
                block.flip();
                int length = block.remaining();
                hole = position >= oldLength && isZero(block);
                if (!hole) {
                    out.write(block, position);
                }
                position += length;
                block.clear();
            }
            if (hole) {
                out.write(ByteBuffer.allocate(1), position - 1);
            } else if (position < oldLength) {
                out.truncate(position);
            }
        } catch (NoSuchFileException vanished) {
            if (Files.exists(source)) {
                throw vanished;
            }
        }
    }

    private static boolean isZero(ByteBuffer block) {
        return block.hasRemaining() && block.mismatch(ZEROS.duplicate().limit(block.limit())) < 0;
    }

    /** Deletes the directory and all in it, if it is there. */
    public static void delete(Path tree) throws IOException {
        deleteExcept(tree, Set.of());
    }

    private static void deleteExcept(Path tree, Set<Path> kept) throws IOException {
        Files.walkFileTree(tree, new TolerantVisitor() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return delete(file);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                return delete(directory);
            }

            private FileVisitResult delete(Path path) throws IOException {
                if (!kept.contains(path.normalize())) {
                    Files.deleteIfExists(path);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Deletes what can be deleted. */
    public static void deleteQuietly(Path tree) {
        try {
            delete(tree);
        } catch (IOException kept) {
            // What cannot be deleted is left; it lies in a temporary directory.
        }
    }

    /** Passes over files that vanish while it walks. */
    private static class TolerantVisitor extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }
}
