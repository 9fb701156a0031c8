// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import com.zaxxer.hikari.HikariDataSource;
import io.pgsluice.Credentials;
import io.pgsluice.NodeConfig;
import io.pgsluice.NodeStatus;
import io.pgsluice.SluiceConfig;
import io.pgsluice.SluiceConfigBuilder;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.SluiceDriver;
import io.pgsluice.Topology;
import io.pgsluice.spi.SluiceListener;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Does everything that might show a secret, in a JVM that logs everything: prints what public objects say of themselves, lets everything fail
 * that can, and prints the failures whole. {@link SecretsIT} runs it and reads what came out.
 *
 * @param url of a node with TLS
 * @param root the file of its authority
 * @param otherRoot the file of another one
 * @param key a client's key
 * @param secrets what must not be seen
 * @param threads where failures are provoked
 */
record SecretsScenario(String url, String root, String otherRoot, String key, Secrets secrets, List<Thread> threads) {
    private static final PrintStream OUT = System.out;
    private static final Logger DRIVER = Logger.getLogger("org.postgresql");

    /** What must not be seen; nothing of it is a word that stands somewhere else. */
    record Secrets(String password, String wrongPassword, String keyPassword, String argument) {
        static final Secrets UNUSUAL = new Secrets(
                "zebra@quagga/okapi?gnu&eland%dikdik#kudu'nyala\"\u00fcimpala \u65e5bongo",
                "walrus@narwhal/beluga?dugong&manatee%orca#vaquita'porpoise\\sealion",
                "falcon@kestrel/merlin?hobby&harrier%osprey#buzzard'goshawk",
                "lynx:ocelot@caracal/serval?margay&kodkod=bobcat");

        /** The words of all of them. */
        static List<String> words() {
            return List.of(
                    String.join(" ", UNUSUAL.password, UNUSUAL.wrongPassword, UNUSUAL.keyPassword, UNUSUAL.argument)
                            .split("[^a-z]+", -1));
        }
    }

    public static void main(String[] args) throws Exception {
        ConsoleHandler handler = new ConsoleHandler();
        handler.setLevel(Level.ALL);
        DRIVER.addHandler(handler);
        DRIVER.setLevel(Level.parse(args[4]));
        SecretsScenario scenario =
                new SecretsScenario(args[0], args[1], args[2], args[3], Secrets.UNUSUAL, new ArrayList<>());

        scenario.works();
        scenario.fails();
        scenario.isRefused();
        OUT.println("done");
    }

    private SluiceConfigBuilder builder() {
        return SluiceConfig.builder()
                .name("secretive")
                .node("n1", url + "?sslpassword=" + encoded(secrets.keyPassword()))
                .credentials("secretive", secrets.password())
                .driverProperty("sslmode", "verify-full")
                .driverProperty("sslrootcert", root)
                .driverProperty("sslkey", key)
                .minimumIdle(1)
                .maximumPoolSize(2)
                .connectionTimeout(Duration.ofMillis(300))
                .failoverTimeout(Duration.ofMillis(300))
                .startupTimeout(Duration.ofSeconds(3));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void works() throws SQLException, JMException {
        SluiceConfig config = builder()
                .startupTimeout(Duration.ofSeconds(20))
                .listener(new Teller())
                .build();
        show(config, config.credentials(), config.credentialsSupplier(), config.nodes(), config.toBuilder());
        try (SluiceDataSource dataSource = SluiceDataSource.create(config);
                Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement("SELECT ?::text, current_user")) {
            prepared.setString(1, "harmless");
            try (ResultSet rows = prepared.executeQuery()) {
                rows.next();
                show("logged in as", rows.getString(2), rows, rows.getStatement());
            }
            show(dataSource, dataSource.topology(), dataSource.statistics(), dataSource.config(), statement, prepared);
            DatabaseMetaData metaData = connection.getMetaData();
            show(connection, metaData, metaData.getURL(), metaData.getUserName(), connection.getClientInfo());
            Connection physical = (Connection) connection.unwrap(org.postgresql.PGConnection.class);
            show(physical, physical.getClientInfo());
            showPool(dataSource.unwrap(HikariDataSource.class));
            failing(() -> statement.execute("SELECT nonsense FROM nowhere"));
        }
        showBeans();
    }

    private void showPool(HikariDataSource pool) {
        show(
                pool,
                pool.getPoolName(),
                pool.getJdbcUrl(),
                pool.getUsername(),
                pool.getPassword(),
                pool.getDataSource(),
                pool.getDataSourceProperties(),
                pool.getHikariConfigMXBean(),
                pool.getHikariPoolMXBean());
    }

    private static void showBeans() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : server.queryNames(null, null)) {
            show(name);
            if (!name.getDomain().startsWith("java") && !name.getDomain().startsWith("JMImplementation")) {
                for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                    show(name, attribute.getName());
                }
            }
        }
    }

    /** Each on a thread of its own, because starting and ending take their time. */
    private void fails() throws InterruptedException {
        String wrong = secrets.wrongPassword();
        starting(builder().credentials("secretive", wrong));
        starting(builder().driverProperty("sslrootcert", otherRoot));
        starting(builder().driverProperty("sslmode", "disable"));
        starting(withNode(url.replace("/app", "/nowhere")));
        starting(withNode("jdbc:postgresql://127.0.0.1:1/app"));
        starting(withNode("jdbc:postgresql://no.such.host.invalid:5432/app"));
        starting(withNode(url + "?sslpassword=" + encoded(wrong)));
        starting(builder()
                .driverProperty("socketFactory", "no.such.Factory")
                .driverProperty("socketFactoryArg", secrets.argument()));
        starting(withoutCredentials().credentialsSupplier(() -> new Credentials("secretive", wrong)));
        running(builder().credentials("secretive", wrong));
        running(builder().driverProperty("sslrootcert", otherRoot));
        running(withNode("jdbc:postgresql://127.0.0.1:1/app"));
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private SluiceConfigBuilder withNode(String nodeUrl) {
        SluiceConfigBuilder builder = SluiceConfig.builder().node("n1", nodeUrl);
        return builder.name("secretive")
                .credentials("secretive", secrets.password())
                .driverProperty("sslmode", "verify-full")
                .driverProperty("sslrootcert", root)
                .driverProperty("sslkey", key)
                .driverProperty("sslpassword", secrets.keyPassword())
                .connectionTimeout(Duration.ofMillis(300))
                .failoverTimeout(Duration.ofMillis(300))
                .startupTimeout(Duration.ofSeconds(3));
    }

    private SluiceConfigBuilder withoutCredentials() {
        return SluiceConfig.builder()
                .node("n1", url + "?sslmode=verify-full&sslrootcert=" + root)
                .startupTimeout(Duration.ofSeconds(3));
    }

    private void starting(SluiceConfigBuilder builder) {
        start(() -> SluiceDataSource.create(builder.build()).close());
    }

    private void start(Call call) {
        Thread thread = new Thread(() -> failing(call), "scenario-" + threads.size());
        threads.add(thread);
        thread.start();
    }

    private void running(SluiceConfigBuilder builder) {
        start(() -> {
            try (SluiceDataSource dataSource = SluiceDataSource.create(
                    builder.startupTimeout(Duration.ZERO).build())) {
                failing(() -> {
                    try (Connection connection = dataSource.getConnection();
                            Statement statement = connection.createStatement()) {
                        statement.execute("SELECT 1");
                    }
                });
                show(dataSource.topology());
            }
        });
    }

    private void isRefused() throws SQLException {
        String raw = secrets.wrongPassword();
        String good = encoded(raw);
        for (String bad : List.of(
                "jdbc:pgsluice://app:" + raw + "@h1/app",
                "jdbc:pgsluice://app:" + good + "@h1/app?user=x",
                "jdbc:pgsluice://h1/app?user=app&password=" + raw,
                "jdbc:pgsluice://h1/app?user=app&pasword=" + good,
                "jdbc:pgsluice://h1/app?user=app&Password=" + good,
                "jdbc:pgsluice://h1/app?user=app&password=" + good + "&password=" + good,
                "jdbc:pgsluice://h1/app?user=app&password=" + good + "&maxReplicaLag=x",
                "jdbc:pgsluice://h1,h1/app?user=app&password=" + good,
                "jdbc:pgsluice://h1/?password=" + good,
                "jdbc:pgsluice:h1?password=" + good,
                "jdbc:pgsluice://h1/app?password=" + good,
                "jdbc:pgsluice://h1/app?user=app&sslpassword=" + good + "&sslmodus=x",
                "jdbc:pgsluice://h1/app?user=app&sslpassword=" + raw,
                "jdbc:pgsluice://h1/app?user=app&socketFactoryArg=" + good,
                "jdbc:pgsluice://127.0.0.1:1/app?user=app&startupTimeout=300ms&password=" + good)) {
            failing(() -> SluiceConfig.fromUrl(bad));
            failing(() -> DriverManager.getConnection(bad).close());
            failing(() ->
                    DriverManager.getConnection(bad, "app", secrets.password()).close());
            Properties info = new Properties();
            info.setProperty("url", bad);
            info.setProperty("node.n1", bad);
            failing(() -> SluiceConfig.fromProperties(info));
            failing(() -> new SluiceDriver().connect(bad, info));
        }
        for (String bad : List.of(
                "jdbc:postgresql://app:" + raw + "@h1/app",
                "jdbc:postgresql://h1/app?user=app&password=" + good,
                "jdbc:postgresql://h1/app?password=" + raw,
                "jdbc:postgresql://h1,h2/app?sslpassword=" + good,
                "jdbc:postgresql://h1/app?sslpassword=" + good + "&targetServerType=primary",
                "jdbc:postgresql://h1/app?sslpassword=" + good + "&sslmodus=x",
                "postgres://app:" + good + "@h1/app")) {
            failing(() -> NodeConfig.of("n1", bad));
            failing(() -> SluiceConfig.builder()
                    .node("n1", bad)
                    .credentials("app", raw)
                    .build());
        }
        failing(() -> builder().driverProperty("vaultKey", raw).build());
        failing(() -> builder().driverProperty("password", raw).build());
        failing(() -> builder().maxReplicaLag(Duration.ZERO).build());
        failing(() ->
                builder().credentialsSupplier(() -> new Credentials("x", raw)).build());
        Properties info = new Properties();
        info.setProperty("user", "app");
        info.setProperty("password", raw);
        info.setProperty("sslpassword", raw);
        for (DriverPropertyInfo property :
                new SluiceDriver().getPropertyInfo("jdbc:pgsluice://h/app?password=" + good, info)) {
            show(property.name, property.value, property.description);
        }
        show(new Credentials("app", raw), NodeConfig.of("n1", "jdbc:postgresql://h/app?sslpassword=" + good));
    }

    /** Something that fails, or does not. */
    @FunctionalInterface
    private interface Call {
        void run() throws Exception;
    }

    private static void failing(Call call) {
        try {
            call.run();
            OUT.println("did not fail");
        } catch (Exception e) {
            e.printStackTrace(OUT);
            show(e.getMessage(), e.getLocalizedMessage());
        }
    }

    private static void show(@Nullable Object... values) {
        for (Object value : values) {
            OUT.println(value);
        }
    }

    private static final class Teller implements SluiceListener {
        @Override
        public void primaryChanged(@Nullable NodeStatus before, @Nullable NodeStatus after) {
            show(before, after);
        }

        @Override
        public void nodeStateChanged(NodeStatus before, NodeStatus after) {
            show(before, after);
        }

        @Override
        public void splitBrain(Topology topology, String message) {
            show(topology, message);
        }
    }
}
