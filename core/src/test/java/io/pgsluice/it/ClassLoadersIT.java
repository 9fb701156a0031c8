// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.SluiceDriver;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Connection;
import java.sql.Driver;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The driver in a class loader that does not see pgsluice, as where a server brings the driver and the application the rest. */
@PgCluster(replicas = 0)
class ClassLoadersIT {
    private static final List<String> SHARED = List.of(
            "org.postgresql.Driver",
            "org.slf4j.Logger",
            "com.zaxxer.hikari.HikariConfig",
            "com.github.benmanes.caffeine.cache.Caffeine");

    private static URLClassLoader shared() throws ClassNotFoundException {
        URL[] jars = new URL[SHARED.size()];
        for (int i = 0; i < jars.length; i++) {
            jars[i] = location(Class.forName(SHARED.get(i)));
        }
        return new URLClassLoader(jars, ClassLoader.getPlatformClassLoader());
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    @Test
    void connection_driverThatDoesNotSeePgsluice_isMadeAllTheSame(PostgresCluster cluster) throws Exception {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader server = shared();
                URLClassLoader application = new URLClassLoader(new URL[] {location(SluiceDriver.class)}, server)) {
            Thread.currentThread().setContextClassLoader(server);
            Driver driver = (Driver) application
                    .loadClass(SluiceDriver.class.getName())
                    .getConstructor()
                    .newInstance();
            Properties info = new Properties();
            info.setProperty("user", PostgresCluster.APP_USER);
            info.setProperty("password", PostgresCluster.APP_PASSWORD);
            String url = "jdbc:pgsluice://127.0.0.1:" + cluster.primary().port() + "/app";
            try (Connection connection = driver.connect(url, info)) {
                assertThat(connection.getClass().getClassLoader()).isSameAs(application);
                assertThat(Sluices.query(connection, "SELECT 1")).isEqualTo(1);
            }
        } finally {
            Thread.currentThread().setContextClassLoader(context);
        }
    }
}
