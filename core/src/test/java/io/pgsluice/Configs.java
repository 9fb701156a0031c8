// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Properties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Configurations to start from, and the exceptions of bad ones. */
final class Configs {
    static final String URL_1 = "jdbc:postgresql://h1:5432/app";
    static final String URL_2 = "jdbc:postgresql://h2:5432/app";

    private Configs() {}

    static SluiceConfigBuilder builder() {
        return SluiceConfig.builder().node("n1", URL_1).node("n2", URL_2).credentials("app", "s3cret");
    }

    static Properties properties(String... keysAndValues) {
        Properties properties = new Properties();
        properties.setProperty("node.n1", URL_1);
        properties.setProperty("username", "app");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.setProperty(keysAndValues[i], keysAndValues[i + 1]);
        }
        return properties;
    }

    static InvalidConfigurationException refused(ThrowingCallable call) {
        InvalidConfigurationException refused = catchThrowableOfType(InvalidConfigurationException.class, call);
        if (refused == null) {
            throw new AssertionError("accepted");
        }
        return refused;
    }
}
