// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.ConsistencyToken;
import io.pgsluice.RouteDecision;
import io.pgsluice.RouteReason;
import io.pgsluice.internal.pool.HikariPoolFactory;
import io.pgsluice.internal.routing.ConnectionFreshness;
import io.pgsluice.internal.routing.Route;
import io.pgsluice.internal.routing.RouteRequest;
import io.pgsluice.internal.sql.StatementCache;
import io.pgsluice.internal.topology.Node;
import io.pgsluice.internal.topology.SqlErrors;
import io.pgsluice.spi.PoolFactory;
import io.pgsluice.testing.RoundTrips;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Logical connections over real pools on a real cluster, with a broker that a test leads by the hand. */
final class Shell implements LeaseBroker, ConnectionDefaults, AutoCloseable {
    /** Connections to a node. */
    static final int POOL_SIZE = 4;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    final RoundTrips roundTrips = new RoundTrips("shell-" + NUMBER.incrementAndGet());
    final Node primary;
    final List<Node> replicas = new ArrayList<>();
    /** Where transactions that may write are sent, one after the other; the last stays. */
    final List<Node> writeRoute = new ArrayList<>();
    /** Where read-only ones are sent, round-robin; none means the primary. */
    final List<Node> readRoute = new ArrayList<>();

    final List<RouteRequest> requests = new ArrayList<>();
    final List<SQLException> failures = new ArrayList<>();
    /** The texts that ran on the primary because a replica refused them. */
    final List<String> refused = new ArrayList<>();

    private final StatementCache statements = new StatementCache(100_000);
    boolean routesAutocommitReads;
    int borrowed;
    int commits;
    int closed;
    private int turn;

    Shell(PostgresCluster cluster) {
        List<Node> nodes = new ArrayList<>();
        for (PostgresNode node : cluster.nodes()) {
            PGSimpleDataSource physical = physical(node);
            nodes.add(new Node(
                    nodes.size(),
                    node.name(),
                    node.host() + ":" + node.port(),
                    new HikariPoolFactory()
                            .create(new PoolFactory.Request(
                                    roundTripName(node),
                                    physical,
                                    POOL_SIZE,
                                    0,
                                    Duration.ofSeconds(5),
                                    Duration.ZERO,
                                    Duration.ZERO,
                                    Duration.ZERO))));
        }
        primary = nodes.get(0);
        replicas.addAll(nodes.subList(1, nodes.size()));
        writeRoute.add(primary);
        readRoute.addAll(replicas);
    }

    private static String roundTripName(PostgresNode node) {
        return "shell-" + node.name();
    }

    private PGSimpleDataSource physical(PostgresNode node) {
        PGSimpleDataSource physical = new PGSimpleDataSource();
        physical.setUrl(node.directJdbcUrl() + "?ApplicationName=shell&" + roundTrips.urlParameters());
        physical.setUser(PostgresCluster.APP_USER);
        physical.setPassword(PostgresCluster.APP_PASSWORD);
        return physical;
    }

    RoutingConnection connect() {
        return new RoutingConnection(this, this, () -> closed++);
    }

    RoutingConnection connectReadOnly() throws SQLException {
        RoutingConnection connection = connect();
        connection.setReadOnly(true);
        return connection;
    }

    List<Node> nodes() {
        List<Node> nodes = new ArrayList<>(replicas);
        nodes.add(primary);
        return nodes;
    }

    /** Connections in use, of all nodes. */
    int inUse() {
        return primary.inUse() + replicas.stream().mapToInt(Node::inUse).sum();
    }

    /** The name of the node that a logical connection stands on, or "none". */
    static String nodeOf(RoutingConnection connection) {
        Lease lease = connection.binding().current();
        return lease == null ? "none" : lease.node().name();
    }

    /** The lease that a logical connection must be holding. */
    static Lease leaseOf(RoutingConnection connection) {
        return Objects.requireNonNull(connection.binding().current(), "unbound");
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public Lease acquire(
            RouteRequest request, @Nullable Lease current, ConnectionFreshness connection, boolean executes)
            throws SQLException {
        requests.add(request);
        Route route = route(request);
        if (current != null && current.node() == route.node()) {
            current.reroute(route, connection);
            return current;
        }
        if (current != null) {
            current.leave(connection);
        }
        borrowed++;
        return Lease.of(route.node().borrow(), route);
    }

    private Route route(RouteRequest request) {
        if (!request.readsFromReplica()) {
            Node node = writeRoute.size() > 1 ? writeRoute.remove(0) : writeRoute.get(0);
            return route(node, request.wanted());
        }
        Node prefer = request.prefer();
        if (prefer != null && readRoute.contains(prefer) && (request.avoid() & 1L << prefer.index()) == 0) {
            return route(prefer, request.wanted());
        }
        for (int i = 0; i < readRoute.size(); i++) {
            Node node = readRoute.get(turn++ % readRoute.size());
            if ((request.avoid() & 1L << node.index()) == 0) {
                return route(node, request.wanted());
            }
        }
        return route(primary, RouteReason.NO_ELIGIBLE_REPLICA);
    }

    private static Route route(Node node, RouteReason reason) {
        return new Route(node, reason, new RouteDecision(node.name(), reason));
    }

    @Override
    public void committed(Lease lease, ConnectionFreshness connection, @Nullable ConsistencyToken place) {
        commits++;
    }

    @Override
    public void failed(Lease lease, SQLException error) {
        failures.add(error);
        if (SqlErrors.of(error).endsSession()) {
            lease.evict();
        }
    }

    @Override
    public void release(Lease lease) {
        try {
            lease.pooled().close();
        } catch (SQLException e) {
            lease.evict();
        }
    }

    @Override
    public String dataSourceName() {
        return "shell";
    }

    @Override
    public String url() {
        return "jdbc:pgsluice:shell";
    }

    @Override
    public String userName() {
        return PostgresCluster.APP_USER;
    }

    @Override
    public String catalog() {
        return PostgresCluster.APP_DATABASE;
    }

    @Override
    public String applicationName() {
        return "shell";
    }

    @Override
    public int transactionIsolation() {
        return Connection.TRANSACTION_READ_COMMITTED;
    }

    @Override
    public StatementCache statements() {
        return statements;
    }

    @Override
    public boolean routesAutocommitReads() {
        return routesAutocommitReads;
    }

    @Override
    public void refusedByReplica(@Nullable String sql) {
        refused.add(String.valueOf(sql));
    }

    @Override
    public int networkTimeout() {
        return 0;
    }

    @Override
    public @Nullable String serverVersion() {
        return "17.4 (Debian 17.4-1)";
    }

    @Override
    public void close() {
        primary.pool().close();
        replicas.forEach(node -> node.pool().close());
    }
}
