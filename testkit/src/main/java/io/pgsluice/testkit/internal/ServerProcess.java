// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import io.pgsluice.testkit.PostgresClusterException;
import io.pgsluice.testkit.StopMode;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A running server: its main process, a direct child of this JVM, and that one's children. Confined to one thread at a
 * time.
 */
final class ServerProcess {
    private static final Duration SIGNAL_TIMEOUT = Duration.ofSeconds(10);

    private final Process process;
    private final RunAs runAs;
    private final DataDirectory data;
    private boolean frozen;

    private ServerProcess(Process process, RunAs runAs, DataDirectory data) {
        this.process = process;
        this.runAs = runAs;
        this.data = data;
    }

    /** Starts the server; it is not ready yet. */
    static ServerProcess start(PostgresBinaries binaries, RunAs runAs, DataDirectory data, ServerLog log)
            throws IOException {
        data.removeRemains(runAs);
        runAs.give(data.path());
        ProcessBuilder builder = Commands.builder(
                runAs.server(binaries.program("postgres"), "-D", data.path().toString()));
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.path().toFile()));
        return new ServerProcess(builder.start(), runAs, data);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean isFrozen() {
        return frozen;
    }

    /** Runs the task after the main process has ended. */
    void onExit(Runnable task) {
        var unused = process.onExit().thenRun(task);
    }

    void signal(String signal) {
        Signals.send(runAs, signal, List.of(process.pid()));
    }

    /** Stops all processes of the server where they are. */
    void freeze() {
        frozen = true;
        stopAll();
    }

    /** Stops the main process before the others, so that no new ones come meanwhile. */
    private Set<Long> stopAll() {
        Set<Long> stopped = new LinkedHashSet<>(Set.of(process.pid()));
        signal("STOP");
        awaitAll("stop", stopped, true);
        List<Long> children = children();
        if (!children.isEmpty()) {
            Signals.send(runAs, "STOP", children);
            stopped.addAll(children);
            awaitAll("stop", stopped, true);
        }
        return stopped;
    }

    /** Lets all processes of the server go on. */
    void thaw() {
        List<Long> all = new ArrayList<>(children());
        all.add(process.pid());
        Signals.send(runAs, "CONT", all);
        frozen = false;
    }

    /** Kills all processes of the server and returns when they are gone. */
    void kill() {
        if (process.isAlive()) {
            Set<Long> all = stopAll();
            Signals.send(runAs, "KILL", all);
            awaitAll("end", all, false);
        }
        awaitExit();
    }

    /** Tells the server to stop; false where it did not within the timeout. */
    boolean shutDown(StopMode mode, Duration timeout) {
        if (process.isAlive()) {
            signal(mode.signal());
            if (frozen) {
                thaw();
            }
        }
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        awaitExit();
        return true;
    }

    private void awaitExit() {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        data.removeRemains(runAs);
    }

    private List<Long> children() {
        return process.descendants().map(ProcessHandle::pid).toList();
    }

    private void awaitAll(String what, Set<Long> pids, boolean stopped) {
        Await.until(SIGNAL_TIMEOUT, () -> "the server processes " + pids + " " + what, () -> pids.stream()
                .allMatch(pid -> stopped ? Signals.isStopped(pid) : Signals.isGone(pid)));
    }

    private static PostgresClusterException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new PostgresClusterException("interrupted while a server was stopping", e);
    }
}
