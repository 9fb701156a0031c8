// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Arrays;
import java.util.Properties;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class SluiceDriverTest {
    private static final String URL = "jdbc:pgsluice://h1,h2/app?user=app";

    private final SharedDataSourcesTest.Opener opener = new SharedDataSourcesTest.Opener();
    private final SluiceDriver driver = new SluiceDriver(opener);

    @Test
    void driverManager_pgsluiceUrl_findsTheDriver() throws Exception {
        assertThat(DriverManager.getDriver(URL)).isInstanceOf(SluiceDriver.class);
        assertThat(ServiceLoader.load(Driver.class)).hasAtLeastOneElementOfType(SluiceDriver.class);
    }

    @Test
    void acceptsUrl_otherDrivers_isFalse() {
        assertThat(driver.acceptsURL(URL)).isTrue();
        assertThat(driver.acceptsURL("jdbc:postgresql://h1/app")).isFalse();
        assertThat(driver.acceptsURL("jdbc:pgsluicex://h1/app")).isFalse();
    }

    @Test
    void connect_otherDriversUrl_answersNull() throws Exception {
        assertThat(driver.connect("jdbc:postgresql://h1/app", new Properties())).isNull();
    }

    @Test
    void connect_pgsluiceUrl_opensWithoutIdleConnections() throws Exception {
        try (Connection connection = driver.connect(URL, null)) {
            assertThat(connection).isNotNull();
            assertThat(opener.configs.get(0).minimumIdle()).isZero();
            assertThat(opener.configs.get(0).nodes()).hasSize(2);
        }
        assertThat(opener.closed).hasValue(1);
    }

    @Test
    void connect_minimumIdleGiven_keepsIt() throws Exception {
        Properties info = new Properties();
        info.setProperty("minimumIdle", "3");
        try (Connection connection = driver.connect(URL, info)) {
            assertThat(connection).isNotNull();
            assertThat(opener.configs.get(0).minimumIdle()).isEqualTo(3);
        }
    }

    @Test
    void connect_sameUrlAndInfo_sharesOneDataSource() throws Exception {
        Properties info = new Properties();
        info.setProperty("password", "s3cret");
        Properties same = new Properties(info);
        try (Connection one = driver.connect(URL, info);
                Connection two = driver.connect(URL, same)) {
            assertThat(one).isNotSameAs(two);
        }
        assertThat(opener.opened).hasValue(1);
        assertThat(opener.closed).hasValue(1);
    }

    @Test
    void connect_wrongSetting_isAnSqlExceptionThatSaysWhat() {
        assertThatThrownBy(() -> driver.connect(URL + "&maxReplicaLag=1", new Properties()))
                .isInstanceOfSatisfying(SQLNonTransientConnectionException.class, e -> assertThat(e.getSQLState())
                        .isEqualTo("08001"))
                .hasMessageContaining("a bare number has no unit (maxReplicaLag=1)")
                .hasCauseInstanceOf(InvalidConfigurationException.class);
        assertThat(opener.opened).hasValue(0);
    }

    @Test
    void getPropertyInfo_always_listsEverySettingWithATextForm() {
        Properties info = new Properties();
        info.setProperty("password", "s3cret");
        info.setProperty("maxReplicaLag", "2s");

        DriverPropertyInfo[] properties = driver.getPropertyInfo("jdbc:pgsluice:", info);

        assertThat(properties)
                .extracting(property -> property.name)
                .contains("username", "password", "maxReplicaLag", "slowStart", "replicaFallback")
                .doesNotContain("loadBalancer", "ticker", "node.<name>");
        assertThat(property(properties, "maxReplicaLag").value).isEqualTo("2s");
        assertThat(property(properties, "maxReplicaLag").description).contains("(default: 1s)");
        assertThat(property(properties, "password").value).isNull();
        assertThat(property(properties, "replicaFallback").choices).containsExactly("PRIMARY", "WAIT", "FAIL");
        assertThat(driver.getPropertyInfo(URL, null)).hasSameSizeAs(properties);
    }

    private static DriverPropertyInfo property(DriverPropertyInfo[] properties, String name) {
        return Arrays.stream(properties)
                .filter(property -> property.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void version_ofTheBuild_isTheDrivers() throws Exception {
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<version>" + driver.getMajorVersion() + "." + driver.getMinorVersion() + ".");
        assertThat(driver.jdbcCompliant()).isFalse();
        assertThatThrownBy(driver::getParentLogger).isInstanceOf(SQLFeatureNotSupportedException.class);
    }
}
