// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A small process that outlives this JVM: when the JVM is gone, however it ended, it kills the servers of one cluster
 * and removes the directory. It learns of the end from the pipe that the two share.
 */
final class Watchdog implements AutoCloseable {
    /** Waits, then has the servers killed by who may do so, and removes the directory. */
    private static final String WATCH = """
            trap '' HUP INT TERM
            dir=$1
            kill_servers=$2
            shift 2
            cat >/dev/null
            [ -d "$dir" ] || exit 0
            "$@" sh -c "$kill_servers" "$0" "$dir"
            rm -rf "$dir"
            """;

    /**
     * Finds the processes by their working directory, which is a data directory for all of a server's, and with it those
     * that lost their parent. Where there is no /proc, by their command line and parent.
     */
    private static final String KILL_SERVERS = """
            dir=$1
            servers() {
                if [ -d /proc/self ]; then
                    ls -l /proc/[0-9]*/cwd 2>/dev/null | while IFS= read -r line; do
                        case $line in
                            *" -> $dir/"*) pid=${line%%/cwd -> *}; echo "${pid##*/}" ;;
                        esac
                    done
                else
                    ps -axo pid=,command= | while read -r pid command; do
                        case $command in
                            *" -D $dir/"*) echo "$pid"; pgrep -P "$pid" ;;
                        esac
                    done
                fi
            }
            attempt=0
            while [ $attempt -lt 20 ]; do
                pids=$(servers)
                [ -n "$pids" ] || break
                kill -s KILL $pids 2>/dev/null
                attempt=$((attempt + 1))
                sleep 0.1 2>/dev/null || sleep 1
            done
            for file in "$dir"/*/data/postmaster.pid; do
                if [ -f "$file" ]; then
                    set -- $(sed -n 7p "$file")
                    [ -n "$2" ] && ipcrm -m "$2" 2>/dev/null
                fi
            done
            """;

    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    private final Process process;

    private Watchdog(Process process) {
        this.process = process;
    }

    /** Starts watching over a directory. */
    static Watchdog start(Path directory, RunAs runAs) throws IOException {
        List<String> command = new ArrayList<>();
        // A session of its own, so that a signal to the JVM's process group does not end both.
        SETSID.stream().filter(Files::isExecutable).findFirst().ifPresent(setsid -> command.add(setsid.toString()));
        command.addAll(command(directory, runAs));
        return new Watchdog(Commands.builder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Cleans a directory whose JVM is gone, at once. */
    static void clean(Path directory, RunAs runAs) {
        Commands.run(command(directory, runAs), "", Duration.ofSeconds(30));
    }

    private static List<String> command(Path directory, RunAs runAs) {
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", WATCH, "pgsluice-testkit-watchdog", directory.toString(), KILL_SERVERS));
        command.addAll(runAs.owner());
        return command;
    }

    /** Ends the watch; what is left in the directory is removed. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException endedBefore) {
            // Then there is nothing to end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
