// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import io.pgsluice.testkit.PostgresClusterException;
import io.pgsluice.testkit.StopMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node's server with its files and its two relays: one in front of it, one between it and its upstream. Confined to
 * one thread at a time.
 */
public final class NodeServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeServer.class);
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final int PORT_ATTEMPTS = 10;

    private final String name;
    private final Workspace workspace;
    private final boolean tls;
    private final Map<String, String> sharedSettings;
    private final Map<String, String> nodeSettings = new ConcurrentSkipListMap<>();
    private final DataDirectory data;
    private final ServerLog log;
    private final Relay inbound;
    private final Relay uplink;

    /** Written by the thread that starts the server, read by any. */
    private volatile int port = Ports.free();

    private @Nullable ServerProcess process;
    private long logPosition;

    /** Makes the node's directory; nothing runs yet. */
    public NodeServer(String name, Workspace workspace, Map<String, String> settings, boolean tls) {
        this.name = name;
        this.workspace = workspace;
        this.tls = tls;
        this.sharedSettings = ServerSettings.shared(settings);
        Path directory = workspace.directory().resolve(name);
        try {
            Files.createDirectories(directory);
            workspace.runAs().give(directory);
        } catch (IOException e) {
            throw Disk.failure("cannot make the directory of " + name, e);
        }
        this.data = new DataDirectory(directory.resolve("data"), tls);
        this.log = new ServerLog(directory.resolve("postgres.log"));
        this.inbound = new Relay(name);
        this.uplink = new Relay(name);
        nodeSettings.put("cluster_name", name);
        nodeSettings.put("recovery_min_apply_delay", "0ms");
        nodeSettings.put(
                "primary_conninfo",
                "host=127.0.0.1 port=" + uplink.port() + " user=" + Names.SUPERUSER + " application_name=" + name
                        + " connect_timeout=5 sslmode=disable gssencmode=disable");
    }

    /** The relay in front of the server. */
    public Relay inbound() {
        return inbound;
    }

    /** The relay to the server that this one replicates from. */
    public Relay uplink() {
        return uplink;
    }

    /** The server's own port. */
    public int port() {
        return port;
    }

    /** Whether applications must use TLS. */
    public boolean tls() {
        return tls;
    }

    /** The server's version. */
    public int major() {
        return workspace.binaries().major();
    }

    /** The file that the server writes its messages to. */
    public Path logFile() {
        return log.path();
    }

    /** Where the log ends now. */
    public long logPosition() {
        return log.position();
    }

    /** What the server wrote after a position. */
    public String logSince(long position) {
        return log.since(position);
    }

    /** The last lines that the server wrote, introduced by where they stand. */
    public String logTail() {
        return log.tail();
    }

    /** The value of a setting of this node alone, or an empty string. */
    public String setting(String setting) {
        return nodeSettings.getOrDefault(setting, "");
    }

    /** Sets a setting of this node alone, read at the next start or reload. */
    public void setting(String setting, String value) {
        nodeSettings.put(setting, value);
        writeNodeSettings();
    }

    private void writeNodeSettings() {
        try {
            if (Files.exists(data.path())) {
                data.writeNodeSettings(nodeSettings);
                workspace.runAs().give(data.path().resolve("node.conf"));
            }
        } catch (IOException e) {
            throw Disk.failure("cannot write the settings of " + name, e);
        }
    }

    /** Lets the running server read its settings again, without what ALTER SYSTEM set. */
    public void resetAlteredSettings() {
        try {
            if (data.resetAlteredSettings()) {
                reload();
            }
        } catch (IOException e) {
            throw Disk.failure("cannot reset the settings of " + name, e);
        }
    }

    /** Lets the running server read its settings again. */
    public void reload() {
        ServerProcess running = process;
        if (running != null && running.isAlive()) {
            running.signal("HUP");
        }
    }

    /** Fills the data directory with new data. */
    void fillAnew() throws IOException {
        workspace.newData(data.path());
    }

    /** Makes the data directory a copy of another stopped server's. */
    void fillFrom(NodeServer stopped) throws IOException {
        Trees.mirror(stopped.data.path(), data.path(), relative -> false);
    }

    /** Makes the data directory a copy of a running server's. */
    public void cloneFrom(NodeServer source) {
        try {
            BaseBackup.copy(source.port, source.major(), source.data.path(), data);
        } catch (IOException e) {
            throw Disk.failure("cannot copy " + source.name + " to " + name, e);
        } catch (SQLException e) {
            throw new PostgresClusterException(
                    "cannot copy " + source.name + " to " + name + ": " + e.getMessage() + ". " + source.logTail(), e);
        }
    }

    /** Makes the server a standby from its next start on. */
    public void makeStandby() {
        try {
            data.makeStandby();
        } catch (IOException e) {
            throw Disk.failure("cannot make " + name + " a standby", e);
        }
    }

    /** Whether the server is or would start as a standby. */
    public boolean isStandby() {
        return data.isStandby();
    }

    public boolean isAlive() {
        ServerProcess running = process;
        return running != null && running.isAlive();
    }

    public boolean isFrozen() {
        ServerProcess running = process;
        return running != null && running.isAlive() && running.isFrozen();
    }

    /** Starts the process, without waiting until the server is ready. */
    public void launch() {
        try {
            data.writeSharedSettings(sharedSettings);
            nodeSettings.put("port", Integer.toString(port));
            data.writeNodeSettings(nodeSettings);
            logPosition = log.position();
            ServerProcess started = ServerProcess.start(workspace.binaries(), workspace.runAs(), data, log);
            process = started;
        } catch (IOException e) {
            throw Disk.failure("cannot start " + name, e);
        }
    }

    /** Waits until the server takes connections; where another process took its port, starts it again on another. */
    public void awaitReady() {
        Stopwatch stopwatch = new Stopwatch();
        for (int attempt = 1; ; attempt++) {
            if (becomesReady()) {
                LOG.info("{} ready on port {} (direct {}) after {} ms", name, inbound.port(), port, stopwatch.millis());
                return;
            }
            if (attempt == PORT_ATTEMPTS) {
                throw failedToStart("found no free port in " + PORT_ATTEMPTS + " attempts");
            }
            int taken = port;
            port = Ports.free();
            LOG.info("{}: port {} is taken by another process, next attempt on {}", name, taken, port);
            launch();
        }
    }

    /** False where the port is taken. */
    private boolean becomesReady() {
        ServerProcess started = process;
        if (started == null) {
            throw new PostgresClusterException(name + " has not been started");
        }
        Await.until(START_TIMEOUT, () -> name + " is ready. " + log.tail(), () -> {
            String status = data.status();
            if (status != null) {
                listen(started);
            }
            return "ready".equals(status) || !started.isAlive();
        });
        if (started.isAlive()) {
            return true;
        }
        if (log.since(logPosition).contains("Address already in use")) {
            return false;
        }
        throw failedToStart("ended at start");
    }

    private void listen(ServerProcess started) {
        if (inbound.target() == null) {
            inbound.target(Ports.loopback(port));
            started.onExit(() -> inbound.target(null));
        }
    }

    private PostgresClusterException failedToStart(String what) {
        return new PostgresClusterException(Disk.withHint(name + " " + what + ". " + log.tail()));
    }

    /** Stops the processes where they are. */
    public void freeze() {
        running().freeze();
    }

    /** Lets the processes go on. */
    public void thaw() {
        ServerProcess frozen = process;
        if (frozen != null && frozen.isAlive()) {
            frozen.thaw();
        }
    }

    /** Kills the processes, if there are any. */
    public void kill() {
        ServerProcess running = process;
        if (running != null) {
            running.kill();
            inbound.target(null);
        }
    }

    /** Stops the server, if it runs; one that does not obey is killed. */
    public void stop(StopMode mode) {
        ServerProcess running = process;
        if (running == null) {
            return;
        }
        if (!running.shutDown(mode, STOP_TIMEOUT)) {
            LOG.warn("{} did not stop within {} s and is killed", name, STOP_TIMEOUT.toSeconds());
            running.kill();
        }
        inbound.target(null);
    }

    private ServerProcess running() {
        ServerProcess running = process;
        if (running == null || !running.isAlive()) {
            throw new PostgresClusterException(name + " does not run: start() it first");
        }
        return running;
    }

    /** Ends the server and the relays. */
    @Override
    public void close() {
        inbound.close();
        uplink.close();
        stop(StopMode.IMMEDIATE);
    }
}
