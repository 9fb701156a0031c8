// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

/** What the URL of a node may be. */
final class NodeUrls {
    private NodeUrls() {}

    /** Refuses a name or URL that cannot be a node's. */
    static void check(String name, String url) {
        JdbcUrl.parse(JdbcUrl.POSTGRESQL, "node." + name, url);
    }
}
