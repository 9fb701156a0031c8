// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import io.pgsluice.testkit.PostgresClusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files of one server. */
final class DataDirectory {
    private static final String HOST_BASED_AUTHENTICATION = """
            host all         postgres 127.0.0.1/32 trust
            host replication postgres 127.0.0.1/32 trust
            host all         all      127.0.0.1/32 scram-sha-256
            """;

    /** Applications get in through TLS alone, and members of certificate_login by their certificate. */
    private static final String HOST_BASED_AUTHENTICATION_WITH_TLS = """
            host    all         postgres           127.0.0.1/32 trust
            host    replication postgres           127.0.0.1/32 trust
            hostssl all         +certificate_login 127.0.0.1/32 cert
            hostssl all         all                127.0.0.1/32 scram-sha-256
            """;

    private static final int PID_FILE_SHARED_MEMORY = 6;
    private static final int PID_FILE_STATUS = 7;

    private final Path path;
    private final boolean tls;

    DataDirectory(Path path, boolean tls) {
        this.path = path;
        this.tls = tls;
    }

    Path path() {
        return path;
    }

    /** Writes who may connect and the settings that all nodes share, which {@link #writeNodeSettings} adds to. */
    void writeSharedSettings(Map<String, String> settings) throws IOException {
        Files.writeString(
                path.resolve("pg_hba.conf"), tls ? HOST_BASED_AUTHENTICATION_WITH_TLS : HOST_BASED_AUTHENTICATION);
        Files.writeString(
                path.resolve("postgresql.conf"), ServerSettings.format(settings) + "include_if_exists 'node.conf'\n");
    }

    /** Writes the settings of this node, which win over the shared ones. */
    void writeNodeSettings(Map<String, String> settings) throws IOException {
        Path draft = path.resolve("node.conf.new");
        Files.writeString(draft, ServerSettings.format(new TreeMap<>(settings)));
        Files.move(draft, path.resolve("node.conf"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes what ALTER SYSTEM wrote; false where there was nothing. */
    boolean resetAlteredSettings() throws IOException {
        Path altered = path.resolve("postgresql.auto.conf");
        if (!Files.exists(altered)
                || Files.readAllLines(altered).stream().allMatch(line -> line.isBlank() || line.startsWith("#"))) {
            return false;
        }
        Files.writeString(altered, "");
        return true;
    }

    boolean isStandby() {
        return Files.exists(path.resolve("standby.signal"));
    }

    void makeStandby() throws IOException {
        if (!isStandby()) {
            Files.createFile(path.resolve("standby.signal"));
        }
    }

    /** What the running server says about itself: starting, ready, standby or stopping; null while it says nothing. */
    @Nullable
    String status() {
        List<String> lines = pidFile();
        return lines.size() > PID_FILE_STATUS ? lines.get(PID_FILE_STATUS).strip() : null;
    }

    /** Removes what a server leaves that was killed: its lock file and its shared memory segment. */
    void removeRemains(RunAs runAs) {
        List<String> lines = pidFile();
        if (lines.size() > PID_FILE_SHARED_MEMORY) {
            String[] keyAndId = lines.get(PID_FILE_SHARED_MEMORY).strip().split("\\s+", -1);
            if (keyAndId.length == 2) {
                // Where the command is missing, the next server in this directory takes the segment over.
                Commands.run(runAs.owner("ipcrm", "-m", keyAndId[1]));
            }
        }
        try {
            Files.deleteIfExists(path.resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new PostgresClusterException("cannot remove the lock file of a dead server in " + path, e);
        }
    }

    private List<String> pidFile() {
        try {
            return Files.readAllLines(path.resolve("postmaster.pid"));
        } catch (IOException notThere) {
            return List.of();
        }
    }
}
