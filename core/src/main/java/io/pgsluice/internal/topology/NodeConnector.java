// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.Credentials;
import io.pgsluice.InvalidConfigurationException;
import io.pgsluice.NodeConfig;
import io.pgsluice.SluiceConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.util.PSQLException;

/** Opens physical connections to one node through pgjdbc. Safe for use by multiple threads. */
public final class NodeConnector {
    private final Driver driver = new Driver();
    private final NodeConfig node;
    private final String url;
    private final Properties properties;
    private final Duration connectTimeout;
    private final int socketTimeoutMillis;

    NodeConnector(SluiceConfig config, NodeConfig node) {
        this.node = node;
        this.properties = new Properties();
        this.connectTimeout = config.connectTimeout();
        Credentials credentials = config.credentials();
        put(PGProperty.USER, credentials.username());
        if (credentials.password() != null) {
            put(PGProperty.PASSWORD, credentials.password());
        }
        put(PGProperty.TCP_KEEP_ALIVE, "true");
        put(PGProperty.APPLICATION_NAME, config.name());
        put(PGProperty.CONNECT_TIMEOUT, Long.toString(wholeSeconds(config.connectTimeout())));
        config.driverProperties().forEach(properties::setProperty);
        int query = node.jdbcUrl().indexOf('?');
        this.url = query < 0 ? node.jdbcUrl() : node.jdbcUrl().substring(0, query);
        if (query >= 0) {
            Properties own = Driver.parseURL(node.jdbcUrl(), null);
            if (own != null) {
                own.stringPropertyNames().forEach(name -> properties.setProperty(name, own.getProperty(name)));
            }
        }
        this.socketTimeoutMillis = socketTimeoutMillis(properties);
        if (socketTimeoutMillis == 0) {
            put(PGProperty.SOCKET_TIMEOUT, Long.toString(wholeSeconds(config.connectTimeout())));
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
    Connection open() throws SQLException {
        Connection connection = connect(properties);
        if (socketTimeoutMillis == 0) {
            connection.setNetworkTimeout(Runnable::run, 0);
        }
        return connection;
    }

    /** A connection of the monitor's own: the login may take what any may, its queries only the probe's time. */
    Connection openForProbe(String applicationName, Duration timeout) throws SQLException {
        Properties own = new Properties();
        own.putAll(properties);
        for (Map.Entry<PGProperty, String> setting : Map.of(
                        PGProperty.APPLICATION_NAME,
                        applicationName,
                        PGProperty.SOCKET_TIMEOUT,
                        Long.toString(wholeSeconds(connectTimeout)))
                .entrySet()) {
            own.setProperty(setting.getKey().getName(), setting.getValue());
        }
        Connection connection = connect(own);
        connection.setNetworkTimeout(Runnable::run, (int) timeout.toMillis());
        return connection;
    }

    NodeConfig node() {
        return node;
    }

    private Connection connect(Properties with) throws SQLException {
        Connection connection = driver.connect(url, with);
        if (connection == null) {
            throw new SQLNonTransientConnectionException(
                    "not a URL of pgjdbc: node " + node.name(), SqlErrors.UNABLE_TO_CONNECT);
        }
        return connection;
    }

    private void put(PGProperty property, String value) {
        properties.setProperty(property.getName(), value);
    }

    /** pgjdbc counts its timeouts in whole seconds. */
    private static long wholeSeconds(Duration timeout) {
        return Math.max(1, timeout.plusMillis(999).toSeconds());
    }
}
