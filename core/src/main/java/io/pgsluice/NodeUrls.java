// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

/** What the name and URL of a node may be. */
final class NodeUrls {
    private NodeUrls() {}

    /** Refuses a name or URL that cannot be a node's. */
    static void check(String name, String url) {
        Problem problem = new Problem("node " + name + ":");
        String setting = "node." + name;
        if (!Limits.text("").allows().test(name)) {
            throw problem.with(
                    "a node needs a name",
                    "write a short text that is not blank, such as n1",
                    new Problem.Given(setting, Secrets.mask(url)));
        }
        JdbcUrl parsed = JdbcUrl.parse(JdbcUrl.POSTGRESQL, url, problem, setting);
        if (parsed.hosts().size() > 1) {
            throw problem.with(
                    "its URL has " + parsed.hosts().size() + " hosts",
                    "write one node for each server; which one is the primary is learned from them",
                    new Problem.Given(setting, Secrets.mask(url)));
        }
        for (JdbcUrl.Parameter parameter : parsed.parameters()) {
            DriverProperties.checkReserved(problem, setting, Secrets.mask(url), parameter.name(), parameter.value());
        }
    }

    /** Takes the URL of an accepted node apart. */
    static JdbcUrl parse(NodeConfig node) {
        return JdbcUrl.parse(
                JdbcUrl.POSTGRESQL, node.jdbcUrl(), new Problem("node " + node.name() + ":"), "node." + node.name());
    }
}
