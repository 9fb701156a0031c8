// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pgsluice.Credentials;
import io.pgsluice.internal.net.Wire;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to open a connection: asking for the credentials, connecting, logging in. It can be given up from outside, wherever it
 * hangs. {@link #giveUp} is safe for use by multiple threads, the rest confined to the thread that connects.
 */
final class LoginAttempt {
    private final Wire wire;
    private final ReentrantLock lock = new ReentrantLock();

    /** The thread that is in the application's code, which no socket ends. */
    @GuardedBy("lock")
    private @Nullable Thread asking;

    @GuardedBy("lock")
    private @Nullable String reason;

    @GuardedBy("lock")
    private boolean over;

    LoginAttempt(Wire wire) {
        this.wire = wire;
    }

    Wire wire() {
        return wire;
    }

    /** Ends the attempt because it took the given time. */
    void timeOut(Duration connectTimeout) {
        giveUp((isAskingForCredentials() ? "credentialsSupplier has not answered" : "the login was not over")
                + " within connectTimeout=" + connectTimeout.toMillis() + " ms");
    }

    /** Ends the attempt, unless it is over already. */
    void giveUp(String why) {
        lock.lock();
        try {
            if (over || reason != null) {
                return;
            }
            reason = why;
            if (asking != null) {
                asking.interrupt();
            }
        } finally {
            lock.unlock();
        }
        wire.cut();
    }

    /** Declares the attempt to be over; answers why it was given up, null if it was not. */
    @Nullable
    String end() {
        lock.lock();
        try {
            over = true;
            return reason;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it waits for the application to answer with credentials. */
    boolean isAskingForCredentials() {
        lock.lock();
        try {
            return asking != null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks the application for the credentials of this connection.
     *
     * @throws SQLException 28000 if it answers with none; the message says nothing of what it threw but the class
     */
    Credentials ask(Supplier<Credentials> supplier) throws SQLException {
        begin();
        Credentials credentials;
        try {
            credentials = supplier.get();
        } catch (RuntimeException | Error e) {
            throw new SQLInvalidAuthorizationSpecException(
                    "credentialsSupplier failed: " + e.getClass().getName(), SqlErrors.INVALID_AUTHORIZATION, e);
        } finally {
            finish();
        }
        if (credentials == null || credentials.username().isBlank()) {
            throw new SQLInvalidAuthorizationSpecException(
                    "credentialsSupplier answered " + (credentials == null ? "null" : "a blank username"),
                    SqlErrors.INVALID_AUTHORIZATION);
        }
        return credentials;
    }

    private void begin() throws SQLException {
        lock.lock();
        try {
            if (reason != null) {
                throw new SQLInvalidAuthorizationSpecException(reason, SqlErrors.INVALID_AUTHORIZATION);
            }
            asking = Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    private void finish() {
        lock.lock();
        try {
            asking = null;
            if (reason != null) {
                // The interrupt was this attempt's own: the thread goes on with other work.
                Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
    }
}
