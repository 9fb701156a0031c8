// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static org.awaitility.Awaitility.await;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A call on a thread of its own. */
final class Background<T> {
    private final FutureTask<T> task;
    private final Thread thread;

    private Background(FutureTask<T> task, Thread thread) {
        this.task = task;
        this.thread = thread;
    }

    static <T> Background<T> start(String name, Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return new Background<>(task, thread);
    }

    /** Waits until the call waits for something. */
    void awaitBlocked() {
        await().atMost(Sluices.SOON)
                .until(() ->
                        thread.getState() == Thread.State.TIMED_WAITING || thread.getState() == Thread.State.WAITING);
    }

    /** Waits until the call runs in code of a class, whether it moves on there or not. */
    void awaitIn(String className) {
        await().atMost(Sluices.SOON).until(() -> Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(className)));
    }

    boolean isDone() {
        return task.isDone();
    }

    void interrupt() {
        thread.interrupt();
    }

    /** What the call answered; throws what it threw. */
    T result() throws Exception {
        try {
            return task.get(Sluices.SOON.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }
}
