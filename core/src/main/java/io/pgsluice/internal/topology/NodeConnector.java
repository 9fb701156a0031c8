// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.Credentials;
import io.pgsluice.InvalidConfigurationException;
import io.pgsluice.NodeConfig;
import io.pgsluice.SluiceConfig;
import io.pgsluice.internal.net.Wire;
import io.pgsluice.internal.net.WireSocketFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.core.SocketFactoryFactory;
import org.postgresql.util.PSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens physical connections to one node through pgjdbc, each with credentials of its own, and within a time that bounds the whole
 * login. Safe for use by multiple threads.
 */
public final class NodeConnector {
    private static final Logger LOG = LoggerFactory.getLogger(NodeConnector.class);

    /** What a server may send until it is ready for queries: its certificates, its parameters, a few notices. */
    private static final long LOGIN_BYTES = 1 << 20;

    private final Driver driver = new Driver();
    private final NodeConfig node;
    private final String url;
    private final Properties properties;

    /** The properties as the application gave them, if they name a socket factory. */
    private final @Nullable Properties foreign;

    private final Supplier<Credentials> credentials;
    private final Deadlines deadlines;
    private final Duration connectTimeout;
    private final int socketTimeoutMillis;
    private final LoginErrors errors;
    private final Set<LoginAttempt> attempts = ConcurrentHashMap.newKeySet();

    /** Written at the end. */
    private volatile boolean closed;

    NodeConnector(SluiceConfig config, NodeConfig node, Deadlines deadlines) {
        this.node = node;
        this.properties = new Properties();
        this.connectTimeout = config.connectTimeout();
        this.credentials = config.credentialsSupplier();
        this.deadlines = deadlines;
        put(PGProperty.TCP_KEEP_ALIVE, "true");
        put(PGProperty.APPLICATION_NAME, config.name());
        put(PGProperty.CONNECT_TIMEOUT, Long.toString(wholeSeconds(connectTimeout)));
        config.driverProperties().forEach(properties::setProperty);
        int query = node.jdbcUrl().indexOf('?');
        this.url = query < 0 ? node.jdbcUrl() : node.jdbcUrl().substring(0, query);
        if (query >= 0) {
            Properties own = Driver.parseURL(node.jdbcUrl(), null);
            if (own != null) {
                own.stringPropertyNames().forEach(name -> properties.setProperty(name, own.getProperty(name)));
            }
        }
        // The deadline bounds the login; the driver's way is a thread for each, which it leaves behind.
        put(PGProperty.LOGIN_TIMEOUT, "0");
        this.socketTimeoutMillis = socketTimeoutMillis(properties);
        if (socketTimeoutMillis == 0) {
            put(PGProperty.SOCKET_TIMEOUT, Long.toString(wholeSeconds(connectTimeout)));
        }
        this.errors = new LoginErrors(node.name(), config.credentials() == null, properties);
        Properties given = copy();
        put(PGProperty.SOCKET_FACTORY, WireSocketFactory.class.getName());
        if (makesWires(properties)) {
            this.foreign = given.getProperty(PGProperty.SOCKET_FACTORY.getName()) == null ? null : given;
        } else {
            properties.clear();
            properties.putAll(given);
            this.foreign = null;
            LOG.warn(
                    "{} - the driver's class loader does not find {}: a login to {} that hangs is not ended, nor is a write that"
                            + " hangs in TLS; put driver and pgsluice into one class loader",
                    config.name(),
                    WireSocketFactory.class.getName(),
                    node.name());
        }
    }

    /** Whether the driver gets at the factory of this very library. */
    private static boolean makesWires(Properties properties) {
        try {
            return SocketFactoryFactory.getSocketFactory(properties) instanceof WireSocketFactory;
        } catch (SQLException e) {
            return false;
        }
    }

    /** The network timeout that the driver gives a connection, in milliseconds, zero for none. */
    public static int socketTimeoutMillis(Properties properties) {
        try {
            return Math.multiplyExact(PGProperty.SOCKET_TIMEOUT.getInt(properties), 1000);
        } catch (PSQLException | ArithmeticException e) {
            String value = String.valueOf(PGProperty.SOCKET_TIMEOUT.getOrDefault(properties));
            throw new InvalidConfigurationException(
                    "driver.socketTimeout",
                    value,
                    "socketTimeout=" + value + " is not a number of seconds: write e.g. 30");
        }
    }

    /** A connection for the application: what the login may take is bounded, what its statements take is not. */
    PhysicalConnection open() throws SQLException {
        return connect(copy(), connection -> {
            if (socketTimeoutMillis == 0) {
                connection.setNetworkTimeout(Runnable::run, 0);
            }
        });
    }

    /** A connection of the monitor's own: the login may take what any may, its queries only the probe's time. */
    PhysicalConnection openForProbe(String applicationName, Duration timeout, int answerBytes) throws SQLException {
        Properties own = copy();
        own.setProperty(PGProperty.APPLICATION_NAME.getName(), applicationName);
        own.setProperty(PGProperty.SOCKET_TIMEOUT.getName(), Long.toString(wholeSeconds(connectTimeout)));
        own.setProperty(PGProperty.MAX_RESULT_BUFFER.getName(), Integer.toString(answerBytes));
        return connect(own, connection -> connection.setNetworkTimeout(Runnable::run, (int) timeout.toMillis()));
    }

    NodeConfig node() {
        return node;
    }

    /** Whether a connection is being waited for because the application has not answered with credentials. */
    boolean isAskingForCredentials() {
        return attempts.stream().anyMatch(LoginAttempt::isAskingForCredentials);
    }

    /** Gives up what is being opened, now and later. */
    void close() {
        closed = true;
        attempts.forEach(attempt -> attempt.giveUp("the data source is closed"));
    }

    /** What is left to be done before a connection is handed out. */
    @FunctionalInterface
    private interface Finish {
        void on(Connection connection) throws SQLException;
    }

    private PhysicalConnection connect(Properties with, Finish finish) throws SQLException {
        LoginAttempt attempt = new LoginAttempt(new Wire(foreignSockets()));
        attempts.add(attempt);
        Deadlines.Deadline deadline = deadlines.start(connectTimeout, () -> attempt.timeOut(connectTimeout));
        boolean done = false;
        try {
            if (closed) {
                attempt.giveUp("the data source is closed");
            }
            PhysicalConnection opened = login(attempt, with, finish);
            String reason = attempt.end();
            if (reason != null) {
                throw errors.givenUp(reason, null);
            }
            done = true;
            return opened;
        } catch (SQLException e) {
            throw errors.failed(attempt.end(), e, with);
        } catch (RuntimeException | Error e) {
            throw errors.failed(attempt.end(), e);
        } finally {
            deadline.cancel();
            attempts.remove(attempt);
            if (!done) {
                attempt.wire().cut();
            }
        }
    }

    private PhysicalConnection login(LoginAttempt attempt, Properties with, Finish finish) throws SQLException {
        Credentials current = attempt.ask(credentials);
        with.setProperty(PGProperty.USER.getName(), current.username());
        if (current.password() != null) {
            with.setProperty(PGProperty.PASSWORD.getName(), current.password());
        }
        Wire wire = attempt.wire();
        wire.limit(LOGIN_BYTES);
        Connection connection = wire.connect(() -> driver.connect(url, with));
        if (connection == null) {
            throw new SQLNonTransientConnectionException("not a URL of pgjdbc", SqlErrors.UNABLE_TO_CONNECT);
        }
        finish.on(connection);
        wire.unlimited();
        return new PhysicalConnection(connection, wire);
    }

    /** What the application named to make sockets, made anew for each connection as the driver does; null if it named nothing. */
    private @Nullable SocketFactory foreignSockets() throws SQLException {
        if (foreign == null) {
            return null;
        }
        try {
            return SocketFactoryFactory.getSocketFactory(foreign);
        } catch (SQLException e) {
            throw errors.failed(null, e, foreign);
        }
    }

    private Properties copy() {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }

    private void put(PGProperty property, String value) {
        properties.setProperty(property.getName(), value);
    }

    /** pgjdbc counts its timeouts in whole seconds. */
    private static long wholeSeconds(Duration timeout) {
        return Math.max(1, timeout.plusMillis(999).toSeconds());
    }
}
