// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.PGProperty;

/** Which properties of pgjdbc may be set. */
final class DriverProperties {
    private static final String CREDENTIALS =
            "use username and password (in code: credentials(…)), the same for every node";
    private static final String ADDRESS = "leave it out and write host, port and database into the node's URL";

    /** Properties that pgsluice sets itself, or that would work against it, and what to do instead. */
    private static final Map<String, String> RESERVED = Map.ofEntries(
            Map.entry("user", CREDENTIALS),
            Map.entry("password", CREDENTIALS),
            Map.entry("targetServerType", "leave it out: each server's role is learned from the server"),
            Map.entry("loadBalanceHosts", "leave it out: loadBalancer spreads reads over the nodes"),
            Map.entry("hostRecheckSeconds", "leave it out: probeInterval says how often the nodes are asked"),
            Map.entry(
                    "loginTimeout", "use the setting connectTimeout, which bounds the whole login: connectTimeout=3s"),
            Map.entry(
                    "connectExecutor",
                    "leave it out: the setting connectTimeout bounds the login without a thread for it"),
            Map.entry(
                    "connectExecutorArg",
                    "leave it out: the setting connectTimeout bounds the login without a thread for it"),
            Map.entry("connectTimeout", "use the setting connectTimeout, with a unit: connectTimeout=3s"),
            Map.entry("readOnly", "leave it out: Connection.setReadOnly(true) declares a read-only transaction"),
            Map.entry("service", ADDRESS),
            Map.entry("PGHOST", ADDRESS),
            Map.entry("PGPORT", ADDRESS),
            Map.entry("PGDBNAME", ADDRESS));

    /** Properties that name a class of the application, which may read further properties of its own. */
    private static final Set<String> OPENING = Set.of("socketFactory", "sslfactory", "authenticationPluginClassName");

    private DriverProperties() {}

    /** Every name that pgjdbc knows and that may be set. */
    static List<String> names() {
        return Arrays.stream(PGProperty.values())
                .map(PGProperty::getName)
                .filter(name -> !RESERVED.containsKey(name))
                .toList();
    }

    /** Refuses a property that pgsluice sets itself. */
    static void checkReserved(Problem problem, String setting, String shown, String property, String value) {
        String remedy = RESERVED.get(property);
        if (remedy == null && property.equals("readOnlyMode") && value.equals("ignore")) {
            remedy = "leave it out: a read-only transaction must be READ ONLY on the server too";
        }
        if (remedy != null) {
            throw problem.with(
                    "the driver property " + property + " cannot be set", remedy, new Problem.Given(setting, shown));
        }
    }

    /** Refuses properties that nobody knows, for all nodes and in the nodes' URLs. */
    static void check(Problem problem, Map<String, String> properties, List<NodeConfig> nodes) {
        properties.forEach((property, value) -> {
            String setting = "driver." + property;
            checkReserved(problem, setting, Secrets.show(setting, value), property, value);
            checkKnown(problem, setting, Secrets.show(setting, value), property, properties.keySet());
        });
        for (NodeConfig node : nodes) {
            List<String> own = NodeUrls.parse(node).parameters().stream()
                    .map(JdbcUrl.Parameter::name)
                    .toList();
            Set<String> all = new HashSet<>(properties.keySet());
            all.addAll(own);
            for (String property : own) {
                checkKnown(problem, "node." + node.name(), Secrets.mask(node.jdbcUrl()), property, all);
            }
        }
    }

    private static void checkKnown(
            Problem problem, String setting, String shown, String property, Collection<String> all) {
        if (PGProperty.forName(property) == null && all.stream().noneMatch(OPENING::contains)) {
            throw problem.with(
                    "pgjdbc has no property " + property,
                    Suggestions.remedy(property, names()),
                    new Problem.Given(setting, shown));
        }
    }
}
