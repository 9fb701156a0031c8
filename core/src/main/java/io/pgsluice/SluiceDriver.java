// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import io.pgsluice.internal.topology.SqlErrors;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC driver for {@code jdbc:pgsluice://host1:5432,host2/database} URLs, registered with {@link DriverManager}. Safe for
 * use by multiple threads.
 *
 * <p>All connections of one URL and the same properties share one data source. It is opened by the first of them and closed
 * when the last one is closed, so that an application that opens and closes single connections pays for finding the cluster
 * each time; {@link SluiceDataSource} is the better way in. {@code minimumIdle} is 0 here unless it is set.
 */
public final class SluiceDriver implements Driver {
    static final int MAJOR_VERSION = 0;
    static final int MINOR_VERSION = 1;

    static {
        try {
            DriverManager.registerDriver(new SluiceDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final SharedDataSources dataSources;

    /** Makes a driver that shares no data source with other instances. */
    public SluiceDriver() {
        this(SluiceDriver::open);
    }

    SluiceDriver(SharedDataSources.Opener opener) {
        dataSources = new SharedDataSources(opener);
    }

    private static SharedDataSources.Source open(SluiceConfig config) {
        SluiceDataSource dataSource = SluiceDataSource.create(config);
        return new SharedDataSources.Source() {
            @Override
            public Connection getConnection(Runnable onClose) throws SQLException {
                return dataSource.getConnection(onClose);
            }

            @Override
            public void close() {
                dataSource.close();
            }
        };
    }

    /**
     * Answers whether a URL is one of this driver's.
     *
     * @param url the URL
     * @return true if it begins with {@code jdbc:pgsluice:}
     */
    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith(JdbcUrl.PGSLUICE);
    }

    /**
     * Answers a connection of the data source that belongs to the URL and the properties.
     *
     * @param url the URL
     * @param info {@code user}, {@code password}, and any setting or property of pgjdbc that the URL may carry
     * @return a connection, or null if the URL is another driver's
     * @throws SQLException 08001 if the URL or the properties are wrong; the {@link InvalidConfigurationException} is its cause
     */
    @Override
    public @Nullable Connection connect(String url, @Nullable Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        Properties given = info == null ? new Properties() : info;
        try {
            return dataSources.connect(new SharedDataSources.Key(url, texts(given)), () -> config(url, given));
        } catch (InvalidConfigurationException e) {
            throw new SQLNonTransientConnectionException(e.getMessage(), SqlErrors.UNABLE_TO_CONNECT, e);
        }
    }

    private static SluiceConfig config(String url, Properties info) {
        SluiceConfigBuilder builder = SettingReader.fromUrl(url, info);
        if (builder.minimumIdle == null) {
            builder.minimumIdle(0);
        }
        return builder.build();
    }

    private static Map<String, String> texts(Properties info) {
        Map<String, String> texts = new HashMap<>();
        info.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        info.stringPropertyNames().forEach(name -> texts.put(name, info.getProperty(name, "")));
        return texts;
    }

    /**
     * Lists the settings that a URL or the properties may carry. Properties of pgjdbc may be given too and are not listed.
     *
     * @param url the URL, not looked at
     * @param info what is set already; its values are answered, secrets excepted
     * @return one entry for each setting
     */
    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties info) {
        return Arrays.stream(Setting.values())
                .filter(setting -> setting.type() != Setting.Type.CODE && !setting.isFamily())
                .map(setting -> propertyInfo(setting, info == null ? new Properties() : info))
                .toArray(DriverPropertyInfo[]::new);
    }

    private static DriverPropertyInfo propertyInfo(Setting setting, Properties info) {
        String given = Secrets.isSecret(setting.key()) ? null : info.getProperty(setting.key());
        DriverPropertyInfo property = new DriverPropertyInfo(setting.key(), given);
        property.description = setting.description() + " (default: " + setting.defaultText() + ")";
        if (setting.type() == Setting.Type.CHOICE) {
            property.choices = Arrays.stream(ReplicaFallback.values())
                    .map(ReplicaFallback::name)
                    .toArray(String[]::new);
        }
        return property;
    }

    /**
     * Answers the first number of this library's version.
     *
     * @return the number
     */
    @Override
    public int getMajorVersion() {
        return MAJOR_VERSION;
    }

    /**
     * Answers the second number of this library's version.
     *
     * @return the number
     */
    @Override
    public int getMinorVersion() {
        return MINOR_VERSION;
    }

    /**
     * Answers false, as pgjdbc does.
     *
     * @return false
     */
    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    /**
     * Not supported: logging goes to SLF4J.
     *
     * @return never
     * @throws SQLFeatureNotSupportedException always
     */
    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("pgsluice logs through SLF4J", SqlErrors.NOT_SUPPORTED);
    }
}
