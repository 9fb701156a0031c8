// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.docs;

import io.pgsluice.CapturedScope;
import io.pgsluice.ConsistencyLevel;
import io.pgsluice.ConsistencyToken;
import io.pgsluice.RoutingScope;
import io.pgsluice.SluiceConnection;
import io.pgsluice.SluiceDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What the page about consistency shows. */
@SuppressWarnings("try") // A scope acts by being open.
final class ConsistencyExamples {
    private ConsistencyExamples() {}

    private interface Orders {
        long create() throws SQLException;

        String show(long id) throws SQLException;

        String report() throws SQLException;
    }

    private interface Request {
        Object userId();

        @Nullable
        String cookie(String name);
    }

    private interface Response {
        void cookie(String name, String value);

        void redirect(String to);
    }

    static void handle(SluiceDataSource dataSource, Request request, Orders orders, Response response)
            throws SQLException {
        // snippet
        try (RoutingScope scope = RoutingScope.open(dataSource).session(request.userId())) {
            long id = orders.create(); // on the primary
            response.redirect("/orders/" + id); // the next request may come to any thread
        }
        // end
    }

    static void redirect(SluiceDataSource dataSource, Orders orders, Response response) throws SQLException {
        // snippet
        long id = orders.create();
        ConsistencyToken token = dataSource.lastWriteToken();
        if (token != null) {
            response.cookie("seen", token.toString()); // at most 42 characters of [0-9a-f-]
        }
        response.redirect("/orders/" + id);
        // end
    }

    static String follow(SluiceDataSource dataSource, Request request, Orders orders, long id) throws SQLException {
        // snippet
        String seen = request.cookie("seen");
        ConsistencyToken token =
                seen == null ? null : ConsistencyToken.parse(seen); // IllegalArgumentException for garbage
        try (RoutingScope scope = RoutingScope.open(dataSource).after(token)) {
            return orders.show(id); // on a replica that has the order, or on the primary
        }
        // end
    }

    private interface Producer {
        void send(Map<String, String> headers, long id);
    }

    static void publish(SluiceDataSource dataSource, Orders orders, Producer producer) throws SQLException {
        // snippet
        try (RoutingScope scope = RoutingScope.open(dataSource)) {
            long id = orders.create();
            producer.send(Map.of("consistency", String.valueOf(scope.token())), id);
        }
        // end
    }

    static String readModel(SluiceDataSource dataSource, Orders orders) throws SQLException {
        // snippet
        try (RoutingScope scope = RoutingScope.open(dataSource)
                .consistency(ConsistencyLevel.EVENTUAL)
                .maxStaleness(Duration.ofSeconds(10))) {
            return orders.report();
        }
        // end
    }

    static CompletableFuture<String> hop(SluiceDataSource dataSource, Executor executor, Orders orders, long id) {
        // snippet
        CapturedScope captured = RoutingScope.capture(dataSource);
        return CompletableFuture.supplyAsync(captured.wrapSupplier(() -> show(orders, id)), executor);
        // end
    }

    private static String show(Orders orders, long id) {
        try {
            return orders.show(id);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static void level(Connection connection) throws SQLException {
        // snippet
        connection.unwrap(SluiceConnection.class).setConsistencyLevel(ConsistencyLevel.STRONG);
        // end
    }
}
