// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

/**
 * One PostgreSQL server. Immutable. Its role is never configured: it is learned from the server.
 *
 * @param name a stable name for logs, metrics and exceptions, unique within a data source
 * @param jdbcUrl pgjdbc's URL of this one server, {@code jdbc:postgresql://host:5432/database}; it may carry properties of
 *     pgjdbc that hold for this node alone
 */
public record NodeConfig(String name, String jdbcUrl) {

    /**
     * Makes a node.
     *
     * @param name a stable name
     * @param jdbcUrl the server's URL
     * @throws InvalidConfigurationException if the name is blank, or the URL is not one server's, or carries a property
     *     that pgsluice sets itself
     */
    public NodeConfig {
        NodeUrls.check(name, jdbcUrl);
    }

    /**
     * Makes a node.
     *
     * @param name a stable name
     * @param jdbcUrl the server's URL
     * @return the node
     * @throws InvalidConfigurationException if the name is blank, or the URL is not one server's, or carries a property
     *     that pgsluice sets itself
     */
    public static NodeConfig of(String name, String jdbcUrl) {
        return new NodeConfig(name, jdbcUrl);
    }

    /**
     * Answers where the server listens.
     *
     * @return {@code host:port}; an IPv6 address in brackets
     */
    public String address() {
        return NodeUrls.parse(this).hosts().get(0).address();
    }

    /**
     * Answers name and URL.
     *
     * @return a text without secrets
     */
    @Override
    public String toString() {
        return "NodeConfig[name=" + name + ", jdbcUrl=" + Secrets.mask(jdbcUrl) + "]";
    }
}
