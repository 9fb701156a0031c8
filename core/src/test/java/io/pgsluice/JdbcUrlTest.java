// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://h1/app",
                "jdbc:postgresql://h1:5433/app?sslmode=require&ssl",
                "jdbc:postgresql://[2001:db8::1]:5433/a%20b+c%2Fd?options=-c%20statement_timeout%3D5s",
                "jdbc:postgresql://[::1]/%C3%A4?ApplicationName=a+b&&tcpKeepAlive=true",
                "jdbc:postgresql://10.0.0.1:5432/app?currentSchema=a=b",
            })
    void parse_nodeUrl_readsWhatPgjdbcReads(String url) {
        Properties pgjdbc = org.postgresql.Driver.parseURL(url, null);
        JdbcUrl parsed = JdbcUrl.parse(JdbcUrl.POSTGRESQL, url, new Problem("test"), "url");

        assertThat(parsed.hosts()).hasSize(1);
        assertThat(pgjdbc).isNotNull();
        assertThat(parsed.hosts().get(0).name()).isEqualTo(pgjdbc.getProperty("PGHOST"));
        assertThat(String.valueOf(parsed.hosts().get(0).port())).isEqualTo(pgjdbc.getProperty("PGPORT", "5432"));
        assertThat(parsed.database()).isEqualTo(pgjdbc.getProperty("PGDBNAME"));
        assertThat(parsed.parameters()).isNotNull().allSatisfy(parameter -> assertThat(
                        pgjdbc.getProperty(parameter.name()))
                .isEqualTo(parameter.value()));
        assertThat(parsed.parameters().stream().map(JdbcUrl.Parameter::name))
                .hasSameElementsAs(pgjdbc.stringPropertyNames().stream()
                        .filter(name -> !name.startsWith("PG"))
                        .toList());
    }
}
