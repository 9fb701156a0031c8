// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a JDBC URL, decoded as pgjdbc does: {@code %xx} stands for a byte of UTF-8, {@code +} for a space.
 *
 * @param hosts one at least
 * @param database not empty
 * @param parameters in the order written
 */
record JdbcUrl(List<Host> hosts, String database, List<Parameter> parameters) {
    static final String POSTGRESQL = "jdbc:postgresql:";
    static final String PGSLUICE = "jdbc:pgsluice:";
    private static final int DEFAULT_PORT = 5432;

    /** Far above what 64 nodes and every parameter need; a longer text would only cost time. */
    private static final int LONGEST = 65_536;

    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9a-fA-F:.]+(?:%[^\\]\\[/]+)?]|[^\\[\\]:/@\\s]+)(?::(\\d{1,5}))?");

    /** A host as written, IPv6 in brackets, and its port. */
    record Host(String name, int port) {
        String address() {
            return name + ":" + port;
        }
    }

    /** A parameter; {@code value} is empty where there is no equals sign. */
    record Parameter(String name, String value) {}

    /** Takes a URL apart; {@code problem} and {@code setting} tell where it was written. */
    static JdbcUrl parse(String prefix, String url, Problem problem, String setting) {
        Parser parser = new Parser(prefix, url, problem, setting);
        return parser.parse();
    }

    /** One URL being taken apart. */
    private record Parser(String prefix, String url, Problem problem, String setting) {
        JdbcUrl parse() {
            if (url.length() > LONGEST) {
                throw problem.without(
                        "the URL has " + url.length() + " characters", "write one of at most " + LONGEST, setting);
            }
            if (!url.startsWith(prefix)) {
                throw wrong("this is not a " + prefix + " URL");
            }
            if (!url.startsWith("//", prefix.length())) {
                throw wrong("there is no host");
            }
            int query = url.indexOf('?');
            String head = url.substring(prefix.length() + 2, query < 0 ? url.length() : query);
            if (head.indexOf('@') >= 0) {
                throw wrong("user and password don't go before the host");
            }
            int slash = head.indexOf('/');
            if (slash < 0 || slash == head.length() - 1) {
                throw wrong("there is no database");
            }
            List<Parameter> parameters = new ArrayList<>();
            if (query >= 0) {
                for (String parameter : url.substring(query + 1).split("&", -1)) {
                    if (!parameter.isEmpty()) {
                        parameters.add(parameter(parameter));
                    }
                }
            }
            return new JdbcUrl(
                    hosts(head.substring(0, slash)), decode(head.substring(slash + 1), "the database"), parameters);
        }

        private List<Host> hosts(String authority) {
            List<Host> hosts = new ArrayList<>();
            for (String text : authority.split(",", -1)) {
                Matcher matcher = HOST.matcher(text);
                if (!matcher.matches()) {
                    throw wrong((url.indexOf('@') < 0 ? "'" + text + "' is not a host" : "a host is not one")
                            + "; an IPv6 address goes in brackets, as [::1]:5432");
                }
                hosts.add(new Host(matcher.group(1), port(matcher.group(2))));
            }
            return List.copyOf(hosts);
        }

        private int port(@Nullable String digits) {
            int port = digits == null ? DEFAULT_PORT : Integer.parseInt(digits);
            if (port < 1 || port > 65_535) {
                throw wrong(port + " is not a port from 1 to 65535");
            }
            return port;
        }

        private Parameter parameter(String text) {
            int equals = text.indexOf('=');
            String name = decode(equals < 0 ? text : text.substring(0, equals), "the name of a parameter");
            return new Parameter(name, equals < 0 ? "" : decode(text.substring(equals + 1), "a parameter's value"));
        }

        private String decode(String text, String what) {
            try {
                return URLDecoder.decode(text, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw problem.with(
                        what + " has a % that is not followed by two hexadecimal digits",
                        "write % itself as %25",
                        new Problem.Given(setting, Secrets.mask(url)));
            }
        }

        private InvalidConfigurationException wrong(String what) {
            String form = prefix.equals(PGSLUICE)
                    ? "jdbc:pgsluice://host1:5432,host2:5432/database?user=app"
                    : "jdbc:postgresql://host:5432/database, and the user with credentials(…) or as username and password";
            return problem.with(what, "write " + form, new Problem.Given(setting, Secrets.mask(url)));
        }
    }
}
