// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.postgresql.PGProperty;

/** Keeps secrets out of texts. What is not known to be harmless is not shown. */
final class Secrets {
    static final String MASK = "***";

    private Secrets() {}

    /** Whether a known setting or property of this name holds a secret. */
    static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.contains("password")
                || lower.contains("secret")
                || lower.contains("token")
                || lower.endsWith("arg");
    }

    /** Whether the value of a setting or property may be shown: only known names are harmless, others may be misspelt. */
    static boolean isHarmless(String name) {
        Setting setting = Setting.find(name);
        if (setting == Setting.DRIVER) {
            String property = name.substring(setting.prefix().length());
            return PGProperty.forName(property) != null && !isSecret(property);
        }
        return !isSecret(name) && (setting != null || PGProperty.forName(name) != null);
    }

    /** The value, or a mask. */
    static String show(String name, String value) {
        return isHarmless(name) ? mask(value) : MASK;
    }

    /** Properties of pgjdbc with secret and unknown ones masked, in alphabetical order. */
    static String showAll(Map<String, String> properties) {
        Map<String, String> shown = new TreeMap<>();
        properties.forEach((name, value) -> shown.put(name, show("driver." + name, value)));
        return shown.toString();
    }

    /** A URL without user information, and with the values of harmless parameters only; other texts as they are. */
    static String mask(String text) {
        int slashes = text.indexOf("//");
        if (slashes < 0 && !text.startsWith("jdbc:")) {
            return text;
        }
        int start = slashes < 0 ? "jdbc:".length() : slashes + 2;
        int query = text.indexOf('?');
        int at = text.lastIndexOf('@');
        if (query >= 0 && at > query) {
            // A password may have had the question mark in it.
            return text.substring(0, start) + MASK;
        }
        String head = query < 0 ? text : text.substring(0, query);
        StringBuilder masked =
                new StringBuilder(at < start ? head : head.substring(0, start) + MASK + head.substring(at));
        if (query >= 0) {
            String separator = "?";
            for (String parameter : text.substring(query + 1).split("&", -1)) {
                masked.append(separator).append(maskParameter(parameter));
                separator = "&";
            }
        }
        return masked.toString();
    }

    /** A parameter as written; one that is not harmless may be a piece of a password with an ampersand in it. */
    private static String maskParameter(String parameter) {
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? parameter : parameter.substring(0, equals);
        if (isHarmless(name)) {
            return parameter;
        }
        return isSecret(name) && equals > 0 ? name + "=" + MASK : MASK;
    }
}
