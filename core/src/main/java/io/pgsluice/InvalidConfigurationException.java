// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

/**
 * A configuration that cannot be used. The message says what is wrong, where it was written and what to write instead; it
 * never contains a password.
 */
public final class InvalidConfigurationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String setting;
    private final String value;

    /**
     * Makes the exception.
     *
     * @param setting the setting that is wrong; the first of them, if several contradict each other
     * @param value its value as text, secrets masked
     * @param message what is wrong, where, and what to write instead
     */
    public InvalidConfigurationException(String setting, String value, String message) {
        super(message);
        this.setting = setting;
        this.value = value;
    }

    /**
     * Answers the setting that is wrong.
     *
     * @return its name as in {@code docs/configuration.md}; the first of them, if several contradict each other
     */
    public String setting() {
        return setting;
    }

    /**
     * Answers the value that is wrong.
     *
     * @return its text, secrets masked; empty if it is missing
     */
    public String value() {
        return value;
    }
}
