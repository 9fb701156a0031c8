// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

/** The rules that a configuration must follow as a whole. */
final class ConfigChecks {
    private ConfigChecks() {}

    /** The credentials, which must be there. */
    static Credentials credentials(SluiceConfigBuilder builder) {
        Credentials credentials = builder.credentials;
        if (credentials == null) {
            throw new InvalidConfigurationException("username", "", builder.name + " - username is missing");
        }
        return credentials;
    }

    /** Refuses a configuration that breaks a rule. */
    static SluiceConfig check(SluiceConfig config, SluiceConfigBuilder builder) {
        return config;
    }
}
