// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {

    @ParameterizedTest
    @CsvSource({
        "orders, orders",
        "jdbc:postgresql://h1:5432/app, jdbc:postgresql://h1:5432/app",
        "jdbc:postgresql://h1/app?user=a&sslmode=require, jdbc:postgresql://h1/app?user=a&sslmode=require",
        "jdbc:postgresql://h1/app?user=a&password=b&ssl, jdbc:postgresql://h1/app?user=a&password=***&ssl",
        "jdbc:postgresql://h1/app?Password=b, jdbc:postgresql://h1/app?Password=***",
        "jdbc:postgresql://h1/app?pass%77ord=b, jdbc:postgresql://h1/app?***",
        "jdbc:postgresql://h1/app?password=b&piece&sslmode=x, jdbc:postgresql://h1/app?password=***&***&sslmode=x",
        "jdbc:postgresql://h1/app?pasword=b, jdbc:postgresql://h1/app?***",
        "jdbc:postgresql://h1/app?sslfactoryarg=b, jdbc:postgresql://h1/app?sslfactoryarg=***",
        "jdbc:postgresql://u:p@h1/app, jdbc:postgresql://***@h1/app",
        "jdbc:postgresql://u:p@ss/w@h1/app?ssl, jdbc:postgresql://***@h1/app?ssl",
        "jdbc:postgresql://u:p?s@h1/app, jdbc:postgresql://***",
        "jdbc:postgresql://u:p@s/w?o&r=d@h1/app, jdbc:postgresql://***",
        "jdbc:postgresql:app?password=p, jdbc:postgresql:app?password=***",
        "jdbc:postgresql:u:p@h1?ssl, jdbc:***@h1?ssl",
        "jdbc:postgresql:u:p?s@h1, jdbc:***",
        "postgres://u:p@h1/app, postgres://***@h1/app",
    })
    void mask_text_showsHarmlessPartsOnly(String text, String masked) {
        assertThat(Secrets.mask(text)).isEqualTo(masked);
    }

    @Test
    void show_nameThatIsUnknown_showsNothing() {
        assertThat(Secrets.show("maxReplicaLag", "1s")).isEqualTo("1s");
        assertThat(Secrets.show("driver.sslmode", "require")).isEqualTo("require");
        assertThat(Secrets.show("driver.vaultKey", "x")).isEqualTo("***");
        assertThat(Secrets.show("driver.sslpassword", "x")).isEqualTo("***");
        assertThat(Secrets.show("password", "x")).isEqualTo("***");
        assertThat(Secrets.show("pasword", "x")).isEqualTo("***");
    }
}
