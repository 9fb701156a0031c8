// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/** Words the failures of logging in to one node: which node, what the driver said, and the settings that decide. Never a secret. */
final class LoginErrors {
    private static final List<PGProperty> TLS = List.of(
            PGProperty.SSL,
            PGProperty.SSL_MODE,
            PGProperty.SSL_ROOT_CERT,
            PGProperty.SSL_CERT,
            PGProperty.SSL_KEY,
            PGProperty.SSL_FACTORY);

    private final String prefix;
    private final boolean suppliedCredentials;
    private final String tls;

    /** Remembers what it needs of the properties. */
    LoginErrors(String node, boolean suppliedCredentials, Properties properties) {
        this.prefix = prefix(node);
        this.suppliedCredentials = suppliedCredentials;
        this.tls = TLS.stream()
                .filter(property -> properties.getProperty(property.getName()) != null)
                .map(property -> property.getName() + "=" + properties.getProperty(property.getName()))
                .collect(Collectors.joining(", "));
    }

    /** What all messages about a node begin with. */
    static String prefix(String node) {
        return "node " + node + ": ";
    }

    /** A login that failed or, if there is a reason, was given up and then failed. */
    SQLException failed(@Nullable String reason, SQLException error, Properties with) {
        if (reason != null) {
            return givenUp(reason, error);
        }
        String state = Objects.requireNonNullElse(error.getSQLState(), SqlErrors.UNABLE_TO_CONNECT);
        String message = prefix + ServerText.line(error) + hint(state, error, with);
        return SqlErrors.of(error) == SqlErrors.NOT_ADMITTED
                ? new SQLInvalidAuthorizationSpecException(message, state, error)
                : new SQLNonTransientConnectionException(message, state, error);
    }

    /** The same, where the driver could not cope with what the server sent. */
    SQLException failed(@Nullable String reason, Throwable error) {
        return reason != null
                ? givenUp(reason, error)
                : new SQLNonTransientConnectionException(
                        prefix + "the driver could not make sense of the server's answers: " + ServerText.line(error),
                        SqlErrors.PROTOCOL_VIOLATION,
                        error);
    }

    /** A login that took too long, or was not wanted any more. */
    SQLException givenUp(String reason, @Nullable Throwable error) {
        SocketTimeoutException cause = new SocketTimeoutException(reason);
        if (error != null) {
            cause.initCause(error);
        }
        return new SQLNonTransientConnectionException(prefix + reason, SqlErrors.UNABLE_TO_CONNECT, cause);
    }

    private String hint(String state, SQLException error, Properties with) {
        if (state.startsWith("28")) {
            String user = with.getProperty(PGProperty.USER.getName());
            return user == null
                    ? ""
                    : " (username=" + user + (suppliedCredentials ? " from credentialsSupplier" : "") + separated(tls)
                            + ")";
        }
        return tls.isEmpty() || !state.startsWith("08") || isOfTheNetwork(error) ? "" : " (" + tls + ")";
    }

    private static String separated(String text) {
        return text.isEmpty() ? "" : ", " + text;
    }

    private static boolean isOfTheNetwork(Throwable error) {
        for (Throwable t = error; t != null; t = t.getCause()) {
            if (t instanceof SocketException || t instanceof SocketTimeoutException || t instanceof EOFException) {
                return true;
            }
        }
        return false;
    }
}
