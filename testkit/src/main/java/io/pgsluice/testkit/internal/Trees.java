// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Copies and deletes directory trees. */
public final class Trees {
    private Trees() {}

    /**
     * Copies what is in one directory into another. Relative paths for which {@code skipped} holds are left out, a
     * directory's content with it; files that vanish meanwhile are too.
     */
    public static void copy(Path from, Path to, Predicate<Path> skipped) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (!directory.equals(from)) {
                    if (skipped.test(from.relativize(directory))) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    copyOne(directory);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!skipped.test(from.relativize(file))) {
                    copyOne(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            private void copyOne(Path source) throws IOException {
                try {
                    Files.copy(
                            source,
                            to.resolve(from.relativize(source).toString()),
                            StandardCopyOption.COPY_ATTRIBUTES,
                            LinkOption.NOFOLLOW_LINKS);
                } catch (NoSuchFileException vanished) {
                    if (Files.exists(source)) {
                        throw vanished;
                    }
                }
            }
        });
    }

    /** Deletes the directory and all in it, if it is there. */
    public static void delete(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(directory);
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
}
