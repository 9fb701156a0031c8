// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import static io.pgsluice.Configs.properties;
import static io.pgsluice.Configs.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGProperty;

class SettingReaderTest {
    private static final String URL = "jdbc:pgsluice://h1,h2:5433/app?user=app";

    @Test
    void fromProperties_everySettingWithATextForm_isRead() {
        SluiceConfig config = SluiceConfig.fromProperties(properties(
                "node.n2", "jdbc:postgresql://h2/app",
                "password", "s3 cret+",
                "name", "orders",
                "maxReplicaLag", "2s",
                "replicaFallback", "wait",
                "fallbackWait", "PT1.5S",
                "maximumPoolSize", " 20 ",
                "minimumIdle", "2",
                "connectionTimeout", "5s",
                "failoverTimeout", "1m",
                "startupTimeout", "0s",
                "connectTimeout", "2s",
                "maxLifetime", "1h",
                "idleTimeout", "5m",
                "leakDetectionThreshold", "60s",
                "probeInterval", "200 ms",
                "probeTimeout", "150ms",
                "failoverProbeInterval", "20ms",
                "samplesToReturn", "5",
                "slowStart", "0s",
                "driver.sslmode", "require"));

        assertThat(config)
                .usingRecursiveComparison()
                .ignoringFields("origin", "loadBalancer", "ticker")
                .isEqualTo(SluiceConfig.builder()
                        .node("n1", Configs.URL_1)
                        .node("n2", "jdbc:postgresql://h2/app")
                        .credentials("app", "s3 cret+")
                        .name("orders")
                        .maxReplicaLag(Duration.ofSeconds(2))
                        .replicaFallback(ReplicaFallback.WAIT)
                        .fallbackWait(Duration.ofMillis(1500))
                        .maximumPoolSize(20)
                        .minimumIdle(2)
                        .connectionTimeout(Duration.ofSeconds(5))
                        .failoverTimeout(Duration.ofMinutes(1))
                        .startupTimeout(Duration.ZERO)
                        .connectTimeout(Duration.ofSeconds(2))
                        .maxLifetime(Duration.ofHours(1))
                        .idleTimeout(Duration.ofMinutes(5))
                        .leakDetectionThreshold(Duration.ofMinutes(1))
                        .probeInterval(Duration.ofMillis(200))
                        .probeTimeout(Duration.ofMillis(150))
                        .failoverProbeInterval(Duration.ofMillis(20))
                        .samplesToReturn(5)
                        .slowStart(Duration.ZERO)
                        .driverProperty("sslmode", "require")
                        .build());
    }

    @Test
    void fromProperties_maxFallbackReads_isRead() {
        assertThat(SluiceConfig.fromProperties(properties("maxFallbackReads", "4"))
                        .maxFallbackReads())
                .isEqualTo(4);
    }

    @Test
    void fromProperties_defaultsOfTheProperties_areRead() {
        Properties properties = new Properties(properties("maxReplicaLag", "3s"));

        assertThat(SluiceConfig.fromProperties(properties).maxReplicaLag()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void fromProperties_userAndUsername_areTheSame() {
        Properties properties = properties("user", "app");
        assertThat(refused(() -> SluiceConfig.fromProperties(properties)))
                .hasMessage(
                        "pgsluice - username is given twice, as property and as property (username=app, username=app):"
                                + " write it once");

        properties.remove("username");
        assertThat(SluiceConfig.fromProperties(properties)
                        .credentialsSupplier()
                        .get()
                        .username())
                .isEqualTo("app");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5 | a bare number has no unit | write 5ms or 5s; the forms are a whole number and ms, s, m, h or d",
                "0 | a bare number has no unit | write 0ms or 0s",
                "5 sec | there is no unit 'sec' | a whole number and ms, s, m, h or d (500ms, 1s, 5m), or ISO-8601 (PT1S)",
                "1.5s | this is not a duration | ISO-8601 (PT1S)",
                "soon | this is not a duration | 500ms, 1s, 5m",
                "999999999999999d | this is not a duration | 500ms, 1s, 5m",
            })
    void fromProperties_textThatIsNoDuration_saysHowToWriteOne(String value, String what, String remedy) {
        InvalidConfigurationException refused =
                refused(() -> SluiceConfig.fromProperties(properties("maxReplicaLag", value)));

        assertThat(refused.setting()).isEqualTo("maxReplicaLag");
        assertThat(refused.value()).isEqualTo(value);
        assertThat(refused)
                .hasMessageStartingWith(
                        "pgsluice - property maxReplicaLag: " + what + " (maxReplicaLag=" + value + "): ")
                .hasMessageContaining(remedy);
    }

    @Test
    void fromProperties_emptyValue_isRefused() {
        assertThat(refused(() -> SluiceConfig.fromProperties(properties("maxReplicaLag", ""))))
                .hasMessageContaining("this is not a duration (maxReplicaLag=)");
    }

    @Test
    void fromProperties_textThatIsNoCountOrChoice_saysWhatIs() {
        assertThat(refused(() -> SluiceConfig.fromProperties(properties("maximumPoolSize", "ten", "name", "orders"))))
                .hasMessage("orders - property maximumPoolSize: this is not a whole number (maximumPoolSize=ten): write"
                        + " digits alone, such as 10");
        assertThat(refused(() -> SluiceConfig.fromProperties(properties("replicaFallback", "none"))))
                .hasMessage(
                        "pgsluice - property replicaFallback: there is no such choice (replicaFallback=none): write one"
                                + " of [PRIMARY, WAIT, FAIL]");
    }

    @Test
    void fromProperties_settingOfCode_saysSo() {
        assertThat(refused(() -> SluiceConfig.fromProperties(properties("loadBalancer", "random"))))
                .hasMessageContaining(
                        "property loadBalancer: this is an object and has no text form (loadBalancer=random):"
                                + " set it in code: SluiceConfig.builder().loadBalancer(…)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "maxReplicatLag | write maxReplicaLag",
                "max-replica-lag | write maxReplicaLag",
                "pgsluice.maxReplicaLag | write maxReplicaLag",
                "maxPoolSize | write maximumPoolSize",
                "pasword | write password",
                "sslmode | write driver.sslmode",
                "node. | leave it out",
                "flux | leave it out, or see the list of settings in docs/configuration.md",
            })
    void fromProperties_unknownName_suggestsTheClosestWithoutTheValue(String key, String remedy) {
        InvalidConfigurationException refused = refused(() -> SluiceConfig.fromProperties(properties(key, "s3cret")));

        assertThat(refused.setting()).isEqualTo(key);
        assertThat(refused.value()).isEmpty();
        assertThat(refused)
                .hasMessageStartingWith("pgsluice - there is no property " + key + ": ")
                .hasMessageContaining(remedy)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void fromProperties_valueThatIsNoText_isNotIgnored() {
        Properties properties = properties();
        properties.put("maximumPoolSize", 20);

        assertThat(refused(() -> SluiceConfig.fromProperties(properties)))
                .hasMessage(
                        "pgsluice - the property maximumPoolSize is not a text but a java.lang.Integer: put it in with"
                                + " Properties.setProperty");
    }

    @Test
    void fromUrl_hosts_becomeNodes() {
        SluiceConfig config = SluiceConfig.fromUrl("jdbc:pgsluice://h1,h2:5433,[::1],h2:5434/my%20app?user=app");

        assertThat(config.nodes())
                .containsExactly(
                        NodeConfig.of("h1", "jdbc:postgresql://h1:5432/my+app"),
                        NodeConfig.of("h2:5433", "jdbc:postgresql://h2:5433/my+app"),
                        NodeConfig.of("[::1]", "jdbc:postgresql://[::1]:5432/my+app"),
                        NodeConfig.of("h2:5434", "jdbc:postgresql://h2:5434/my+app"));
    }

    @Test
    void fromUrl_parameters_areSettingsOrThePropertiesOfPgjdbc() {
        SluiceConfig config = SluiceConfig.fromUrl(URL
                + "&password=a%26b%2Bc&maxReplicaLag=500ms&connectTimeout=2s&sslmode=require&ssl&driver.tcpKeepAlive=true"
                + "&name=orders");

        assertThat(config.credentials()).isEqualTo(new Credentials("app", "a&b+c"));
        assertThat(config.maxReplicaLag()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.name()).isEqualTo("orders");
        assertThat(config.driverProperties())
                .containsOnly(Map.entry("sslmode", "require"), Map.entry("ssl", ""), Map.entry("tcpKeepAlive", "true"));
    }

    @Test
    void fromUrl_infoOfTheDriverManager_isRead() {
        Properties info = new Properties();
        info.setProperty("user", "app");
        info.setProperty("password", "s3cret");
        info.setProperty("sslmode", "require");
        info.setProperty("maxReplicaLag", "2s");

        SluiceConfig config = SluiceConfig.fromUrl(URL + "&maxReplicaLag=2s", info);

        assertThat(config.credentials()).isEqualTo(new Credentials("app", "s3cret"));
        assertThat(config.driverProperties()).containsEntry("sslmode", "require");
    }

    @Test
    void fromUrl_otherValueInInfo_namesBothPlaces() {
        Properties info = new Properties();
        info.setProperty("user", "other");
        assertThat(refused(() -> SluiceConfig.fromUrl(URL, info)))
                .hasMessage("pgsluice - username is given twice, as URL parameter and as property (username=app,"
                        + " username=other): write it once");

        Properties secret = new Properties();
        secret.setProperty("password", "s3cret");
        assertThat(refused(() -> SluiceConfig.fromUrl(URL + "&password=0ther", secret)))
                .hasMessageContaining("(password=***, password=***)")
                .hasMessageNotContaining("s3cret")
                .hasMessageNotContaining("0ther");
    }

    @Test
    void fromUrl_parameterTwice_isRefused() {
        assertThat(refused(() -> SluiceConfig.fromUrl(URL + "&maxReplicaLag=1s&maxReplicaLag=1s")))
                .hasMessageContaining("maxReplicaLag is given twice, as URL parameter and as URL parameter"
                        + " (maxReplicaLag=1s, maxReplicaLag=1s): write it once");
        assertThat(refused(() -> SluiceConfig.fromUrl(URL + "&sslmode=require&driver.sslmode=prefer")))
                .hasMessageContaining("driver.sslmode is given twice");
    }

    @Test
    void fromUrl_hostTwice_isRefused() {
        assertThat(refused(() -> SluiceConfig.fromUrl("jdbc:pgsluice://h1,h1:5432/app?user=app")))
                .hasMessageContaining("two nodes have the same name (node.h1:5432=");
    }

    @Test
    void fromUrl_bareNumberForOurConnectTimeout_saysTheUnit() {
        assertThat(refused(() -> SluiceConfig.fromUrl(URL + "&connectTimeout=3")))
                .hasMessageContaining(
                        "URL parameter connectTimeout: a bare number has no unit (connectTimeout=3): write"
                                + " 3ms or 3s");
    }

    @Test
    void fromUrl_nodeAsParameter_isRefused() {
        assertThat(refused(() -> SluiceConfig.fromUrl(URL + "&node.n3=jdbc:postgresql://h3/app")))
                .hasMessageContaining(
                        "a URL has its nodes before the database (node.n3=jdbc:postgresql://h3/app): write"
                                + " jdbc:pgsluice://host1,host2/database");
    }

    @Test
    void fromUrl_unknownParameter_suggestsSettingsAndProperties() {
        assertThat(refused(() -> SluiceConfig.fromUrl(URL + "&maxReplicaLags=1s")))
                .hasMessage("pgsluice - there is no URL parameter maxReplicaLags: write maxReplicaLag");
        assertThat(refused(() -> SluiceConfig.fromUrl(URL + "&sslMode=require")))
                .hasMessage("pgsluice - there is no URL parameter sslMode: write sslmode");
    }

    @Test
    void fromUrl_passwordWithAnAmpersand_showsNoPieceOfIt() {
        InvalidConfigurationException refused = refused(() -> SluiceConfig.fromUrl(URL + "&password=s3&cret=x"));

        assertThat(refused.setting()).isEqualTo("password");
        assertThat(refused)
                .hasMessage("pgsluice - the URL parameter after password is unknown: if it is a piece of the password,"
                        + " write & as %26, = as %3D and + as %2B");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:pgsluice:h1/app | there is no host",
                "jdbc:pgsluice://h1,/app | '' is not a host",
                "jdbc:pgsluice://h1,h2 | there is no database",
                "jdbc:postgresql://h1/app | this is not a jdbc:pgsluice: URL",
            })
    void fromUrl_urlThatCannotBeRead_showsTheForm(String url, String what) {
        InvalidConfigurationException refused = refused(() -> SluiceConfig.fromUrl(url));

        assertThat(refused.setting()).isEqualTo("url");
        assertThat(refused)
                .hasMessageContaining(what)
                .hasMessageContaining(
                        "(url=" + url + "): write jdbc:pgsluice://host1:5432,host2:5432/database?user=app");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socketFactory=java.io.FileOutputStream&socketFactoryArg=/tmp/x",
                "driver.socketFactory=org.springframework.context.support.ClassPathXmlApplicationContext",
                "sslfactory=java.io.FileOutputStream&sslfactoryarg=/tmp/x",
                "sslfactoryarg=x",
                "sslhostnameverifier=com.example.Trusting",
                "sslpasswordcallback=com.example.Callback",
                "authenticationPluginClassName=com.example.Plugin",
                "xmlFactoryFactory=com.example.Factory",
                "classLoaderStrategy=context-first",
                "jaasApplicationName=other",
                "jaasLogin=true",
                "loggerFile=/tmp/x.jsp&loggerLevel=DEBUG",
                "loggerLevel=TRACE",
                "localSocketAddress=127.0.0.2",
            })
    void fromUrl_propertyThatLoadsWritesOrBinds_isRefused(String parameters) {
        String property = parameters.substring(0, parameters.indexOf('=')).replaceFirst("^driver\\.", "");

        assertThat(refused(() -> SluiceConfig.fromUrl(URL + "&" + parameters)))
                .hasMessageContaining("URL parameter driver." + property
                        + ": a URL may not choose what the driver loads, writes or binds (driver." + property + "=")
                .hasMessageContaining("driverProperty(\"" + property + "\", …)")
                .hasMessageContaining("-Dpgsluice.allowedUrlProperties=" + property);
    }

    @Test
    void fromUrl_propertyThatLoads_isTakenFromCodeFromPropertiesAndWhereItIsAllowed() {
        Properties info = new Properties();
        info.setProperty("socketFactory", "com.example.Factory");
        assertThat(SluiceConfig.fromUrl(URL, info).driverProperties())
                .containsEntry("socketFactory", "com.example.Factory");
        assertThat(SluiceConfig.fromUrl(URL).toBuilder()
                        .driverProperty("socketFactory", "com.example.Factory")
                        .build()
                        .driverProperties())
                .containsEntry("socketFactory", "com.example.Factory");
        System.setProperty(UrlProperties.ALLOWED, "socketFactory,socketFactoryArg");
        try {
            assertThat(SluiceConfig.fromUrl(URL + "&socketFactory=com.example.Factory")
                            .driverProperties())
                    .containsEntry("socketFactory", "com.example.Factory");
            assertThat(refused(() -> SluiceConfig.fromUrl(URL + "&sslfactory=com.example.Factory")))
                    .hasMessageContaining("a URL may not choose");
        } finally {
            System.clearProperty(UrlProperties.ALLOWED);
        }
    }

    @Test
    void urlProperties_refusedOrNot_areAllOfThoseThatNameAClassOrAFileToWrite() {
        assertThat(Arrays.stream(PGProperty.values())
                        .filter(property -> Pattern.compile(
                                        "(?i)class|factory|callback|verifier|logger|jaas|plugin|executor")
                                .matcher(property.getName())
                                .find())
                        .map(PGProperty::getName)
                        .filter(property -> DriverProperties.names().contains(property))
                        .filter(property -> !property.equals("sspiServiceClass")))
                .isNotEmpty()
                .allSatisfy(property -> assertThat(refused(() -> SluiceConfig.fromUrl(URL + "&" + property + "=x"))
                                .getMessage())
                        .as("a property that this version of pgjdbc brought: is it harmless in a URL?")
                        .contains("a URL may not choose"));
    }

    static Stream<String> giants() {
        String million = "x".repeat(1_000_000);
        return Stream.of(
                "jdbc:pgsluice://" + million + "/app?user=app",
                "jdbc:pgsluice://" + "h,".repeat(500_000) + "h/app?user=app",
                URL + "&" + million + "=1",
                URL + "&maxReplicaLag=" + million,
                URL + "&a=1".repeat(250_000),
                URL + "&".repeat(1_000_000),
                "jdbc:pgsluice://" + "h,".repeat(30_000) + "h/app?user=app",
                URL + "&" + "x".repeat(60_000) + "=1",
                URL + "&maxReplicaLag=" + "1".repeat(60_000));
    }

    @ParameterizedTest
    @MethodSource("giants")
    @Timeout(5)
    void fromUrl_giantText_isRefusedQuicklyInFewWords(String url) {
        InvalidConfigurationException refused = refused(() -> SluiceConfig.fromUrl(url));

        assertThat(refused.getMessage()).hasSizeLessThan(5_000);
    }

    @Test
    void fromUrl_linesAndOrdersForTerminals_areNotShown() {
        assertThat(List.of(
                        refused(() -> SluiceConfig.fromUrl(URL + "&name=a%0A2026-01-01 ERROR forged&maxReplicaLag=x")),
                        refused(() -> SluiceConfig.fromUrl(URL + "&name=%1B[2J")),
                        refused(() -> SluiceConfig.fromUrl(URL + "&no%0Asetting=x")),
                        refused(() -> SluiceConfig.fromUrl("jdbc:pgsluice://h\u001b[2J/app"))))
                .allSatisfy(refused -> assertThat(refused.getMessage()).matches("[^\\p{Cntrl}]+"));
    }

    @Test
    void fromUrl_brokenEscape_namesThePartOnly() {
        assertThat(refused(() -> SluiceConfig.fromUrl(URL + "&password=100%sure")))
                .hasMessage("pgsluice - a parameter's value has a % that is not followed by two hexadecimal digits"
                        + " (url=" + URL + "&password=***): write % itself as %25");
    }

    @Test
    void fromUrl_userBeforeTheHost_showsNoPassword() {
        assertThat(refused(() -> SluiceConfig.fromUrl("jdbc:pgsluice://app:s3cret@h1/app")))
                .hasMessageContaining(
                        "user and password don't go before the host (url=jdbc:pgsluice://***@h1/app): write"
                                + " jdbc:pgsluice://host1:5432,host2:5432/database?user=app")
                .hasMessageNotContaining("s3cret");
    }
}
