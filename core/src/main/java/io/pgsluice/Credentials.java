// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The database user of every node. Immutable.
 *
 * @param username the user, the same on every node
 * @param password the password; null where none is needed or the driver finds it itself ({@code .pgpass}, certificates)
 */
public record Credentials(String username, @Nullable String password) {

    /**
     * Makes credentials.
     *
     * @param username the user
     * @param password the password, or null
     */
    public Credentials {
        Objects.requireNonNull(username, "username");
    }

    /**
     * Answers the user, and whether there is a password.
     *
     * @return a text without the password
     */
    @Override
    public String toString() {
        return "Credentials[username=" + username + ", password=" + (password == null ? "none" : "***") + "]";
    }
}
