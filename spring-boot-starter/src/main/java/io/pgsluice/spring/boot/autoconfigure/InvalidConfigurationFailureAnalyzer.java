// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spring.boot.autoconfigure;

import io.pgsluice.InvalidConfigurationException;
import java.util.Locale;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells which property to correct. */
final class InvalidConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<InvalidConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidConfigurationException cause) {
        return new FailureAnalysis(
                "The data source cannot be configured: " + cause.getMessage(),
                "Correct the property " + property(cause.setting()) + ".",
                cause);
    }

    /** The property of a core setting. */
    private static String property(String setting) {
        return switch (setting) {
            case "url", "username", "password" -> "spring.datasource." + setting;
            default ->
                setting.startsWith("node.")
                        ? "pgsluice.nodes." + setting.substring("node.".length())
                        : setting.startsWith("driver.") ? "pgsluice." + setting : "pgsluice." + kebab(setting);
        };
    }

    private static String kebab(String setting) {
        return setting.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
