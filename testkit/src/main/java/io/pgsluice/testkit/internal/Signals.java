// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Sends signals to processes and reads their state. */
final class Signals {
    private static final Path PROC = Path.of("/proc/self/stat");

    private Signals() {}

    /** Sends a signal to all processes that are still there. */
    static void send(RunAs runAs, String signal, Collection<Long> pids) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -s \"$0\" \"$@\"", signal));
        pids.forEach(pid -> command.add(pid.toString()));
        Commands.run(runAs.owner(command.toArray(String[]::new)));
    }

    /** Whether the process runs no more, even if nobody has taken notice of its end yet. */
    static boolean isGone(long pid) {
        char state = state(pid);
        return state == 'X' || state == 'Z';
    }

    static boolean isStopped(long pid) {
        char state = state(pid);
        return state == 'T' || state == 'X' || state == 'Z';
    }

    /** The letter that ps shows; X where there is no such process. */
    private static char state(long pid) {
        if (Files.exists(PROC)) {
            try {
                String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
                return stat.charAt(stat.lastIndexOf(')') + 2);
            } catch (IOException gone) {
                return 'X';
            }
        }
        Commands.Result result = Commands.run(List.of("ps", "-o", "state=", "-p", Long.toString(pid)));
        String state = result.output().strip();
        return result.ok() && !state.isEmpty() ? state.charAt(0) : 'X';
    }
}
