// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import io.pgsluice.testkit.PostgresClusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The initialised, stopped data directory that every node starts as a copy of. */
final class Template {
    private static final Logger LOG = LoggerFactory.getLogger(Template.class);
    /** Counts up with what {@link #create} makes. */
    private static final int REVISION = 2;

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private Template() {}

    /** The template of these binaries and this user, made where it is not there yet. */
    static Path get(CacheDirectory cache, PostgresBinaries binaries, RunAs runAs) throws IOException {
        String key = "template-" + REVISION + "-" + binaries.version() + "-" + runAs.name() + "-"
                + Integer.toHexString(binaries.home().toString().hashCode());
        return cache.get(key, directory -> create(directory, binaries, runAs));
    }

    /** Makes a new data directory with the application's role and database, in an existing empty directory. */
    static void create(Path directory, PostgresBinaries binaries, RunAs runAs) throws IOException {
        Stopwatch stopwatch = new Stopwatch();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        runAs.give(directory);
        String data = directory.toString();
        check(
                "initdb",
                Commands.run(
                        runAs.server(
                                binaries.program("initdb"),
                                "-D",
                                data,
                                "--username=postgres",
                                "--auth=trust",
                                "--encoding=UTF8",
                                "--locale=C",
                                "--data-checksums",
                                "--no-sync",
                                "--no-instructions"),
                        "",
                        TIMEOUT));
        // A standby's settings must not be below those that the WAL was written with, hence the small ones here.
        String settings = "max_connections=10 max_wal_senders=1 max_worker_processes=1 max_locks_per_transaction=10 "
                + "wal_level=replica wal_recycle=off wal_init_zero=off dynamic_shared_memory_type=mmap huge_pages=off log_checkpoints=off";
        List<String> command = runAs.server(binaries.program("postgres"), "--single", "-F", "-D", data);
        for (String setting : settings.split(" ", -1)) {
            command.addAll(List.of("-c", setting));
        }
        command.add("postgres");
        String sql = "CREATE ROLE " + Names.APP_USER + " LOGIN PASSWORD '" + Names.APP_PASSWORD + "'\n"
                + "CREATE DATABASE " + Names.APP_DATABASE + " OWNER " + Names.APP_USER + "\n"
                // The segment that initdb wrote goes, and with it 16 MB less to copy for each node.
                + "SELECT pg_switch_wal()\n";
        Commands.Result result = Commands.run(command, sql, TIMEOUT);
        check("postgres --single", result);
        if (result.output().contains("ERROR:")) {
            throw new PostgresClusterException(
                    Disk.withHint("the application's role and database were not made: " + result.output()));
        }
        LOG.info("PostgreSQL {} data directory initialised in {} ms", binaries.version(), stopwatch.millis());
    }

    private static void check(String program, Commands.Result result) {
        if (!result.ok()) {
            throw new PostgresClusterException(Disk.withHint(program + " failed with exit code " + result.exitCode()
                    + ": " + result.output().strip()));
        }
    }
}
