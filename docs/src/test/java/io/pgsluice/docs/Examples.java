// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.docs;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.pgsluice.Credentials;
import io.pgsluice.NodeStatistics;
import io.pgsluice.NodeStatus;
import io.pgsluice.SluiceConfig;
import io.pgsluice.SluiceConfigBuilder;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.micrometer.SluiceMetrics;
import io.pgsluice.spi.LoadBalancer;
import io.pgsluice.spi.SluiceListener;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What stands between {@code // snippet} and {@code // end} is shown on a page of the documentation. */
final class Examples {
    private Examples() {}

    static void readme() throws SQLException {
        // snippet
        SluiceDataSource dataSource = SluiceDataSource.create(SluiceConfig.builder()
                .node("n1", "jdbc:postgresql://10.0.0.1:5432/app") // the order means nothing
                .node("n2", "jdbc:postgresql://10.0.0.2:5432/app")
                .node("n3", "jdbc:postgresql://10.0.0.3:5432/app")
                .credentials("app", "secret")
                .maxReplicaLag(Duration.ofSeconds(1))
                .build());

        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO visit DEFAULT VALUES"); // on the primary
            connection.setReadOnly(true);
            statement.executeQuery("SELECT count(*) FROM visit"); // on a replica that has the visit
        }
        // end
        dataSource.close();
    }

    static void configuration() {
        // snippet
        SluiceConfig config = SluiceConfig.builder()
                .node("n1", "jdbc:postgresql://10.0.0.1:5432/app")
                .node("n2", "jdbc:postgresql://10.0.0.2:5432/app")
                .credentials("app", "secret")
                .maxReplicaLag(Duration.ofSeconds(1))
                .build();
        // end
        SluiceDataSource.create(config).close();
    }

    /** Where an application keeps its secrets. */
    interface Vault {
        String currentPassword();
    }

    static SluiceConfig rotation(Vault vault) {
        // snippet
        SluiceConfig config = SluiceConfig.builder()
                .node("n1", "jdbc:postgresql://10.0.0.1:5432/app")
                .node("n2", "jdbc:postgresql://10.0.0.2:5432/app")
                .credentialsSupplier(() -> new Credentials("app", vault.currentPassword()))
                .build();
        // end
        return config;
    }

    static void write(SluiceDataSource dataSource) throws SQLException {
        // snippet
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO orders(item) VALUES (?)")) {
                insert.setString(1, "tea");
                insert.executeUpdate();
            }
            connection.commit();
        }
        // end
    }

    static int read(SluiceDataSource dataSource) throws SQLException {
        // snippet
        try (Connection connection = dataSource.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT count(*) FROM orders")) {
                row.next();
                int orders = row.getInt(1);
                connection.commit();
                return orders;
            }
        }
        // end
    }

    static SluiceConfig properties() throws IOException {
        // snippet
        Properties properties = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("pgsluice.properties"))) {
            properties.load(file);
        }
        SluiceConfig config = SluiceConfig.fromProperties(properties);
        // end
        return config;
    }

    static void url() throws SQLException {
        // snippet
        String url = "jdbc:pgsluice://10.0.0.1:5432,10.0.0.2:5432/app?maxReplicaLag=1s";
        try (Connection connection = DriverManager.getConnection(url, "app", "secret")) {
            connection.setReadOnly(true);
        }
        // end
    }

    static void look(SluiceDataSource dataSource) {
        // snippet
        System.out.println(dataSource.topology().summary());
        for (NodeStatistics node : dataSource.statistics()) {
            System.out.println(node.node() + ": " + node.transactions());
        }
        // end
    }

    static void metrics(SluiceDataSource dataSource, MeterRegistry registry) {
        // snippet
        new SluiceMetrics(dataSource, Tags.of("service", "orders")).bindTo(registry);
        // end
    }

    static SluiceConfigBuilder listen(SluiceConfigBuilder builder) {
        // snippet
        builder.listener(new SluiceListener() {
            @Override
            public void primaryChanged(@Nullable NodeStatus before, @Nullable NodeStatus after) {
                System.out.println("primary: " + (after == null ? "none" : after.name()));
            }
        });
        // end
        return builder;
    }

    static SluiceConfigBuilder balance(SluiceConfigBuilder builder) {
        // snippet
        LoadBalancer leastInUseOfTwo = candidates -> {
            int a = ThreadLocalRandom.current().nextInt(candidates.size());
            int b = ThreadLocalRandom.current().nextInt(candidates.size());
            return candidates.get(a).inUse() <= candidates.get(b).inUse() ? a : b;
        };
        builder.loadBalancer(leastInUseOfTwo);
        // end
        return builder;
    }

    // snippet
    static void switchOver(SluiceDataSource dataSource, Runnable switchover) throws InterruptedException {
        boolean quiet = dataSource.pause(Duration.ofSeconds(10)); // new transactions wait, open ones end
        try {
            if (quiet) {
                switchover.run(); // stop the old primary, promote the new one
            }
        } finally {
            dataSource.resume(); // those that wait go on, on the new primary
        }
    }
    // end
}
