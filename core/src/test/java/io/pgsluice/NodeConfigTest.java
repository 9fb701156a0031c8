// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import static io.pgsluice.Configs.refused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeConfigTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://10.0.0.1:5433/app, 10.0.0.1:5433",
        "jdbc:postgresql://db.example.com/app, db.example.com:5432",
        "jdbc:postgresql://[2001:db8::1]:5433/app, [2001:db8::1]:5433",
        "jdbc:postgresql://[fe80::1%eth0]/app?sslmode=require, [fe80::1%eth0]:5432",
        "jdbc:postgresql://h_1-a.b/app?options=-c%20x=1, h_1-a.b:5432",
    })
    void address_oneHost_isHostAndPort(String url, String address) {
        assertThat(NodeConfig.of("n1", url).address()).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:mysql://h1/app | this is not a jdbc:postgresql: URL",
                "h1:5432 | this is not a jdbc:postgresql: URL",
                "jdbc:postgresql:app | there is no host",
                "jdbc:postgresql:///app | is not a host",
                "jdbc:postgresql://h1 | there is no database",
                "jdbc:postgresql://h1/ | there is no database",
                "jdbc:postgresql://h1/?sslmode=require | there is no database",
                "jdbc:postgresql://h1:port/app | 'h1:port' is not a host",
                "jdbc:postgresql://::1/app | '::1' is not a host; an IPv6 address goes in brackets",
                "jdbc:postgresql://h1:0/app | 0 is not a port",
                "jdbc:postgresql://h1:65536/app | 65536 is not a port",
            })
    void of_urlThatIsNotANodes_saysWhatAndShowsTheForm(String url, String what) {
        InvalidConfigurationException refused = refused(() -> NodeConfig.of("n1", url));

        assertThat(refused.setting()).isEqualTo("node.n1");
        assertThat(refused.value()).isEqualTo(url);
        assertThat(refused)
                .hasMessageStartingWith("node n1: ")
                .hasMessageContaining(what)
                .hasMessageContaining("(node.n1=" + url + "): write jdbc:postgresql://host:5432/database");
    }

    @Test
    void of_severalHosts_saysOneNodeEach() {
        assertThat(refused(() -> NodeConfig.of("n1", "jdbc:postgresql://h1:5432,h2/app")))
                .hasMessage(
                        "node n1: its URL has 2 hosts (node.n1=jdbc:postgresql://h1:5432,h2/app): write one node for"
                                + " each server; which one is the primary is learned from them");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "targetServerType=primary | learned from the server",
                "loadBalanceHosts=true | loadBalancer",
                "hostRecheckSeconds=10 | probeInterval",
                "user=app | credentials(",
                "connectTimeout=3 | connectTimeout=3s",
                "readOnly=true | setReadOnly(true)",
                "service=x | write host, port and database into the node's URL",
            })
    void of_propertyThatPgsluiceSets_saysWhatToUse(String parameter, String remedy) {
        String property = parameter.substring(0, parameter.indexOf('='));
        String url = "jdbc:postgresql://h1/app?sslmode=require&" + parameter;

        assertThat(refused(() -> NodeConfig.of("n1", url)))
                .hasMessageContaining("the driver property " + property + " cannot be set (node.n1=" + url + ")")
                .hasMessageContaining(remedy);
    }

    @Test
    void of_passwordInTheUrl_neverShowsIt() {
        InvalidConfigurationException parameter =
                refused(() -> NodeConfig.of("n1", "jdbc:postgresql://h1/app?user=app&password=s3cret"));
        InvalidConfigurationException userInfo =
                refused(() -> NodeConfig.of("n1", "jdbc:postgresql://app:s3cret@h1/app"));

        assertThat(parameter.value()).isEqualTo("jdbc:postgresql://h1/app?user=app&password=***");
        assertThat(userInfo.value()).isEqualTo("jdbc:postgresql://***@h1/app");
        assertThat(parameter.getMessage() + userInfo.getMessage()).doesNotContain("s3cret");
        assertThat(userInfo).hasMessageContaining("user and password don't go before the host");
    }

    @Test
    void of_blankName_refuses() {
        assertThat(refused(() -> NodeConfig.of(" ", Configs.URL_1))).hasMessageContaining("such as n1");
    }

    @Test
    void toString_secretInTheUrl_masksIt() {
        assertThat(NodeConfig.of("n1", "jdbc:postgresql://h1/app?sslpassword=keypass")
                        .toString())
                .isEqualTo("NodeConfig[name=n1, jdbcUrl=jdbc:postgresql://h1/app?sslpassword=***]");
    }
}
