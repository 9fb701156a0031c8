// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Where something is wrong with a configuration.
 *
 * @param where the data source's name, and the place if it is known: {@code pgsluice - property maxReplicaLag}
 */
record Problem(String where) {

    /** A setting and its value, secrets masked. */
    record Given(String setting, String value) {
        static Given of(String setting, Object value) {
            return new Given(setting, Secrets.show(setting, Texts.show(value)));
        }

        @Override
        public String toString() {
            return setting + "=" + value;
        }
    }

    static Problem in(SluiceConfigBuilder builder) {
        return new Problem(builder.name + " -");
    }

    /** What is wrong, the settings with their values, and what to write instead. */
    InvalidConfigurationException with(String what, String remedy, Given... given) {
        String values = Arrays.stream(given).map(Given::toString).collect(Collectors.joining(", "));
        return new InvalidConfigurationException(
                given[0].setting(),
                given[0].value(),
                Texts.line(where + " " + what) + " (" + Texts.line(values) + "): " + Texts.line(remedy));
    }

    /** What is wrong where there is no value to show. */
    InvalidConfigurationException without(String what, String remedy, String setting) {
        return new InvalidConfigurationException(
                setting, "", Texts.line(where + " " + what) + ": " + Texts.line(remedy));
    }
}
