// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spring.boot.autoconfigure;

import io.pgsluice.InvalidConfigurationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The URL that nodes given as {@code host[:port]} take database and parameters from; its own hosts are not looked at.
 *
 * @param url a {@code jdbc:postgresql:} URL, null if there is none
 */
record NodeUrlTemplate(@Nullable String url) {
    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final Pattern TEMPLATE = Pattern.compile(POSTGRESQL + "(?://[^/?]*/?)?([^/?]*)(\\?.*)?");
    private static final Pattern ADDRESS = Pattern.compile("[^/?@,\\s]+");

    /**
     * Answers nothing of the URL.
     *
     * @return a text without secrets
     */
    @Override
    public String toString() {
        return "NodeUrlTemplate";
    }

    /** The URL of a node. */
    String expand(String node, String address) {
        if (address.startsWith("jdbc:")) {
            return address;
        }
        if (!ADDRESS.matcher(address).matches()) {
            throw wrong(node, address, "is neither host[:port] nor a URL", "write 10.0.0.1:5432");
        }
        Matcher template = TEMPLATE.matcher(url == null ? "" : url);
        if (!template.matches()) {
            throw wrong(
                    node,
                    address,
                    "has no database, and spring.datasource.url "
                            + (url == null ? "is not set" : "is no " + POSTGRESQL + " URL"),
                    "set spring.datasource.url=jdbc:postgresql:///database, which all nodes then share");
        }
        String parameters = template.group(2);
        return POSTGRESQL + "//" + address + "/" + template.group(1) + (parameters == null ? "" : parameters);
    }

    private static InvalidConfigurationException wrong(String node, String address, String what, String remedy) {
        // Before an @, and in parameters, there may be a password.
        String shown = address.matches("[^@?]*") ? address : "***";
        return new InvalidConfigurationException(
                "node." + node,
                shown,
                "pgsluice.nodes." + node + "=" + shown + " " + what + ": " + remedy
                        + ", or jdbc:postgresql://host:5432/database for this node");
    }
}
