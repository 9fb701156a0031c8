// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.benchmarks.stub.StubDataSource;
import io.pgsluice.benchmarks.stub.StubDriver;
import io.pgsluice.benchmarks.stub.StubbedDriver;
import io.pgsluice.testkit.PostgresCluster;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The servers of a candidate, the primary first, and how it gets connections to them: of a stub, or of pgjdbc. Confined to one thread at a time but for
 * the data sources.
 */
public final class Nodes {
    private final Map<String, String> urls;
    private final int poolSize;
    private final @Nullable Map<String, StubDataSource> stubs;

    private Nodes(Map<String, String> urls, int poolSize, @Nullable Map<String, StubDataSource> stubs) {
        this.urls = urls;
        this.poolSize = poolSize;
        this.stubs = stubs;
    }

    /** Servers. */
    public static Nodes servers(Map<String, String> urls, int poolSize) {
        return new Nodes(urls, poolSize, null);
    }

    /** Stubs, in place of servers that only monitors ask. */
    static Nodes stubs(Map<String, String> urls, int poolSize, StubDriver driver) {
        Map<String, StubDataSource> stubs = new LinkedHashMap<>();
        urls.keySet().forEach(name -> stubs.put(name, new StubDataSource(driver, !stubs.isEmpty())));
        return new Nodes(urls, poolSize, stubs);
    }

    /** The JDBC URLs by name. */
    public Map<String, String> urls() {
        return urls;
    }

    /** The names, the primary's first. */
    public List<String> names() {
        return List.copyOf(urls.keySet());
    }

    /** The name of the primary. */
    public String primary() {
        return urls.keySet().iterator().next();
    }

    /** The names of the replicas. */
    public List<String> replicas() {
        return names().subList(1, urls.size());
    }

    /** Hosts and ports, the primary's first. */
    public List<String> addresses() {
        return urls.values().stream().map(Nodes::address).toList();
    }

    /** The part of a URL between the slashes. */
    public static String address(String url) {
        String rest = url.substring(url.indexOf("//") + 2);
        return rest.substring(0, rest.indexOf('/'));
    }

    /** What stands behind the address: the database, and properties for the driver. */
    public String database() {
        String url = urls.values().iterator().next();
        return url.substring(url.indexOf('/', url.indexOf("//") + 2) + 1);
    }

    /** How many connections a pool holds. */
    public int poolSize() {
        return poolSize;
    }

    /** Whether stubs stand in for the servers. */
    public boolean stubbed() {
        return stubs != null;
    }

    /** Makes connections to a node. */
    public DataSource physical(String name) {
        return stubs == null ? server(name) : stub(name);
    }

    /** Makes connections to the stub of a node. */
    public StubDataSource stub(String name) {
        StubDataSource stub = stubs == null ? null : stubs.get(name);
        if (stub == null) {
            throw new IllegalArgumentException("no stub " + name);
        }
        return stub;
    }

    /**
     * Lets {@link java.sql.DriverManager} make connections to the nodes.
     *
     * @param learning whether stubs may be told from servers until the driver hears that all is {@linkplain StubbedDriver#learned() learned}
     */
    public StubbedDriver driver(boolean learning) throws SQLException {
        Map<String, StubDataSource> byAddress = new HashMap<>();
        urls.forEach((name, url) -> byAddress.put(address(url), stub(name)));
        return new StubbedDriver(byAddress, learning);
    }

    /** Makes connections to the server of a node. */
    public DataSource server(String name) {
        PGSimpleDataSource server = new PGSimpleDataSource();
        server.setUrl(urls.get(name));
        server.setUser(PostgresCluster.APP_USER);
        server.setPassword(PostgresCluster.APP_PASSWORD);
        return server;
    }

    /** How many queries ran on the primary's stub. */
    long readsOnPrimary() {
        return stub(primary()).queries();
    }
}
