// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgsluice.InvalidConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeUrlTemplateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:postgresql://h/app | jdbc:postgresql://n:1/app",
                "jdbc:postgresql://h1:5432,h2/app | jdbc:postgresql://n:1/app",
                "jdbc:postgresql:///app | jdbc:postgresql://n:1/app",
                "jdbc:postgresql:app | jdbc:postgresql://n:1/app",
                "jdbc:postgresql://h/app?sslmode=require&x=a/b | jdbc:postgresql://n:1/app?sslmode=require&x=a/b",
                "jdbc:postgresql://[::1]:5432/app | jdbc:postgresql://n:1/app"
            })
    void expand_address_takesDatabaseAndParameters(String template, String expected) {
        assertThat(new NodeUrlTemplate(template).expand("n1", "n:1")).isEqualTo(expected);
    }

    @Test
    void expand_url_isTakenAsItIs() {
        assertThat(new NodeUrlTemplate(null).expand("n1", "jdbc:postgresql://h/app"))
                .isEqualTo("jdbc:postgresql://h/app");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "h/app", "h1,h2"})
    void expand_neitherAddressNorUrl_isRefused(String address) {
        assertThatThrownBy(() -> new NodeUrlTemplate("jdbc:postgresql:app").expand("n1", address))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("pgsluice.nodes.n1=" + address + " is neither host[:port] nor a URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app:s3cret@h", "h?password=s3cret", "app:s3@cret/h?x"})
    void expand_addressThatMayHoldAPassword_isNotShown(String address) {
        assertThatThrownBy(() -> new NodeUrlTemplate("jdbc:postgresql:app").expand("n1", address))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("pgsluice.nodes.n1=*** is neither host[:port] nor a URL")
                .hasMessageNotContaining("cret")
                .extracting(e -> ((InvalidConfigurationException) e).value())
                .isEqualTo("***");
    }

    @Test
    void expand_noTemplate_saysWhatToSet() {
        assertThatThrownBy(() -> new NodeUrlTemplate(null).expand("n1", "h:1"))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("pgsluice.nodes.n1=h:1 has no database, and spring.datasource.url is not set: set"
                        + " spring.datasource.url=jdbc:postgresql:///database, which all nodes then share, or"
                        + " jdbc:postgresql://host:5432/database for this node");
    }

    @Test
    void expand_otherDatabasesTemplate_saysSo() {
        assertThatThrownBy(() -> new NodeUrlTemplate("jdbc:mysql://h/app").expand("n1", "h:1"))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("spring.datasource.url is no jdbc:postgresql: URL");
    }
}
