// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.util.List;
import java.util.Map;

/** The parts of a JDBC URL. */
record JdbcUrl(List<Host> hosts, String database, Map<String, String> parameters) {
    static final String POSTGRESQL = "jdbc:postgresql:";
    static final String PGSLUICE = "jdbc:pgsluice:";

    /** A host as written, IPv6 in brackets, and its port. */
    record Host(String name, int port) {
        String address() {
            return name + ":" + port;
        }
    }

    static JdbcUrl parse(String prefix, String setting, String url) {
        int start = prefix.length() + 2;
        int slash = url.indexOf('/', start);
        String authority = url.substring(start, slash);
        int colon = authority.lastIndexOf(':');
        boolean port = colon > authority.lastIndexOf(']');
        return new JdbcUrl(
                List.of(new Host(
                        port ? authority.substring(0, colon) : authority,
                        port ? Integer.parseInt(authority.substring(colon + 1)) : 5432)),
                url.substring(slash + 1),
                Map.of());
    }
}
