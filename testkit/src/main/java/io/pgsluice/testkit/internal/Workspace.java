// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import io.pgsluice.testkit.PostgresClusterException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of one cluster, guarded until it is closed, with what its servers start from. */
public final class Workspace implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workspace.class);
    private static final String PREFIX = "pgsluice-cluster-";
    private static final String LOCK = "owner.lock";
    /** A directory this young may not have its lock yet. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    /** The directories of this JVM: touching their locks would release them. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final PostgresBinaries binaries;
    private final RunAs runAs;
    private final Path template;
    private final Path directory;
    private final FileChannel lockFile;
    private final Watchdog watchdog;

    private Workspace(
            PostgresBinaries binaries,
            RunAs runAs,
            Path template,
            Path directory,
            FileChannel lockFile,
            Watchdog watchdog) {
        this.binaries = binaries;
        this.runAs = runAs;
        this.template = template;
        this.directory = directory;
        this.lockFile = lockFile;
        this.watchdog = watchdog;
    }

    /** Makes a new directory below the given one or a default for so many nodes of a version, or of an installed server. */
    public static Workspace create(@Nullable Path parent, int nodes, int major, @Nullable Path postgresHome) {
        try {
            CacheDirectory cache = CacheDirectory.in(
                    Path.of(System.getProperty("java.io.tmpdir", "/tmp")).toRealPath());
            Path base = parent == null
                    ? cache.clusters()
                    : Files.createDirectories(parent).toRealPath();
            RunAs runAs = RunAs.detect(base, cache.root());
            removeAbandoned(base, runAs);
            Disk.requireRoom(base, nodes);
            PostgresBinaries binaries = postgresHome == null
                    ? PostgresBinaries.find(major, cache)
                    : PostgresBinaries.installed(postgresHome);
            Path template = Template.get(cache, binaries, runAs);
            return open(base, binaries, runAs, template);
        } catch (IOException e) {
            throw Disk.failure("cannot prepare the files of a cluster", e);
        }
    }

    private static Workspace open(Path base, PostgresBinaries binaries, RunAs runAs, Path template) throws IOException {
        Path directory = Files.createTempDirectory(base, PREFIX);
        OWN.add(directory);
        FileChannel lockFile = null;
        try {
            lockFile = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lockFile.tryLock() == null) {
                throw new IOException("the lock of a new directory is taken: " + directory);
            }
            runAs.give(directory);
            Watchdog watchdog = Watchdog.start(directory, runAs);
            return new Workspace(binaries, runAs, template, directory, lockFile, watchdog);
        } catch (IOException | RuntimeException e) {
            if (lockFile != null) {
                lockFile.close();
            }
            Trees.deleteQuietly(directory);
            OWN.remove(directory);
            throw e;
        }
    }

    /** Cleans up what is left of JVMs that were killed together with their watchdogs. */
    private static void removeAbandoned(Path base, RunAs runAs) throws IOException {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(base, PREFIX + "*")) {
            for (Path directory : directories) {
                if (!OWN.contains(directory) && isAbandoned(directory)) {
                    LOG.info("removing {}, whose JVM was killed", directory);
                    Watchdog.clean(directory, runAs);
                    Trees.deleteQuietly(directory);
                }
            }
        }
    }

    private static boolean isAbandoned(Path directory) {
        try {
            if (Files.getLastModifiedTime(directory, LinkOption.NOFOLLOW_LINKS)
                    .toInstant()
                    .isAfter(Instant.now().minus(YOUNG))) {
                return false;
            }
            if (!Files.exists(directory.resolve(LOCK))) {
                return true;
            }
            try (FileChannel channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                return lock != null;
            }
        } catch (IOException notOurs) {
            return false;
        }
    }

    public Path directory() {
        return directory;
    }

    PostgresBinaries binaries() {
        return binaries;
    }

    RunAs runAs() {
        return runAs;
    }

    /** Makes the servers' user the owner of a file. */
    public void giveToServer(Path file) throws IOException {
        runAs.give(file);
    }

    /** The version of the server. */
    public String version() {
        return binaries.version();
    }

    /** Makes a data directory with new data and a system identifier of its own. */
    void newData(Path data) throws IOException {
        Trees.mirror(template, data, relative -> false);
        if (!SystemIdentifier.renew(data)) {
            LOG.info("PostgreSQL {} has an unknown control file: no use of the template", version());
            Trees.delete(data);
            Template.create(Files.createDirectory(data), binaries, runAs);
        }
    }

    /** Removes the directory; the servers must have ended. */
    @Override
    public void close() {
        try {
            Trees.delete(directory);
        } catch (IOException e) {
            LOG.debug("left to the watchdog: {}", directory, e);
        }
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new PostgresClusterException("cannot close the lock of " + directory, e);
        } finally {
            watchdog.close();
            OWN.remove(directory);
        }
    }
}
