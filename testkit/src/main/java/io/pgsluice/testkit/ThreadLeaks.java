// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit;

import io.pgsluice.testkit.internal.Await;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The threads that live now, to be compared with those that live later. A leak is a thread that was not there, is still
 * there after a grace period, and either keeps the JVM from exiting or has a name that starts with {@code pgsluice}. The
 * testkit's own threads are none. Immutable.
 */
public final class ThreadLeaks {
    private static final String LIBRARY = "pgsluice";
    private static final String TESTKIT = "pgsluice-testkit-";

    private final Set<Thread> before;

    private ThreadLeaks(Set<Thread> before) {
        this.before = before;
    }

    /** Takes note of the threads that live now. */
    public static ThreadLeaks snapshot() {
        return new ThreadLeaks(new HashSet<>(Thread.getAllStackTraces().keySet()));
    }

    /**
     * Returns if all threads started since the snapshot end within the grace period.
     *
     * @throws AssertionError that names the others, with what they are doing
     */
    public void assertNone(Duration grace) {
        if (!Await.within(grace, () -> leaked().isEmpty())) {
            List<Thread> leaked = leaked();
            if (!leaked.isEmpty()) {
                throw new AssertionError(describe(leaked));
            }
        }
    }

    private List<Thread> leaked() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !before.contains(thread) && thread != Thread.currentThread())
                .filter(thread -> !thread.getName().startsWith(TESTKIT))
                .filter(thread -> !thread.isDaemon() || thread.getName().startsWith(LIBRARY))
                .toList();
    }

    private static String describe(List<Thread> leaked) {
        StringBuilder text = new StringBuilder("leaked threads: " + leaked.size());
        for (Thread thread : leaked) {
            text.append("\n  \"").append(thread.getName()).append("\" ").append(thread.getState());
            for (StackTraceElement frame : thread.getStackTrace()) {
                text.append("\n      at ").append(frame);
            }
        }
        return text.toString();
    }
}
