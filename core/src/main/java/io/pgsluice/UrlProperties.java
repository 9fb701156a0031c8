// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.util.Arrays;
import java.util.Set;

/**
 * Which properties of pgjdbc a {@code jdbc:pgsluice:} URL may carry. Such a URL may come from outside: somebody who enters one chooses
 * a server, but not what this JVM loads, runs, writes or binds.
 */
final class UrlProperties {
    /** Names what a URL may carry all the same, separated by commas. */
    static final String ALLOWED = "pgsluice.allowedUrlProperties";

    /** What names a class, an entry of the JAAS configuration, a file to be written, or an address of this machine. */
    private static final Set<String> REFUSED = Set.of(
            "authenticationPluginClassName",
            "classLoaderStrategy",
            "jaasApplicationName",
            "jaasLogin",
            "localSocketAddress",
            "loggerFile",
            "loggerLevel",
            "socketFactory",
            "socketFactoryArg",
            "sslfactory",
            "sslfactoryarg",
            "sslhostnameverifier",
            "sslpasswordcallback",
            "xmlFactoryFactory");

    private UrlProperties() {}

    /** Refuses a property that a URL must not carry. */
    static void check(SettingText text, String property) {
        if (REFUSED.contains(property) && !isAllowed(property)) {
            throw text.wrong(
                    "a URL may not choose what the driver loads, writes or binds",
                    "set it in code with driverProperty(\"" + property
                            + "\", …), pass it as a property beside the URL, or allow it" + " in every URL with -D"
                            + ALLOWED + "=" + property);
        }
    }

    private static boolean isAllowed(String property) {
        return Arrays.asList(System.getProperty(ALLOWED, "").split(",", -1)).contains(property);
    }
}
