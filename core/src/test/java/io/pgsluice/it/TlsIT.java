// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.open;
import static io.pgsluice.it.Sluices.readOnlyTransaction;
import static io.pgsluice.it.Sluices.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgsluice.SluiceConfig;
import io.pgsluice.SluiceConfigBuilder;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.StartupException;
import io.pgsluice.testkit.CertificateAuthority;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver's TLS settings reach every pool and every probe, and what is wrong with them is told. */
@PgCluster(tls = true)
class TlsIT {
    private static final String SESSIONS = """
            SELECT a.application_name, bool_and(s.ssl), count(s.client_dn), count(*)
            FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid)
            WHERE a.usename = 'app' GROUP BY 1""";

    /** Held here, because a logger that nobody holds forgets its level: it logs each name that it refuses. */
    private static final Logger VERIFIER = Logger.getLogger("org.postgresql.ssl.PGjdbcHostnameVerifier");

    private final PostgresCluster cluster;
    private final PostgresNode n1;

    TlsIT(PostgresCluster cluster) {
        this.cluster = cluster;
        this.n1 = cluster.node("n1");
    }

    @BeforeAll
    static void silenceTheVerifier() {
        VERIFIER.setLevel(Level.OFF);
    }

    private String root() {
        return cluster.rootCertificate().toString();
    }

    /** What a server says of one application's sessions. */
    private record Sessions(boolean encrypted, int withCertificate, int all) {}

    private static Map<String, Sessions> sessions(PostgresNode node) throws SQLException {
        Map<String, Sessions> sessions = new TreeMap<>();
        try (Connection superuser = node.connect();
                Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery(SESSIONS)) {
            while (rows.next()) {
                sessions.put(rows.getString(1), new Sessions(rows.getBoolean(2), rows.getInt(3), rows.getInt(4)));
            }
        }
        return sessions;
    }

    private void use(SluiceDataSource dataSource) throws SQLException {
        transaction(dataSource, cluster);
        for (int i = 0; i < 4; i++) {
            readOnlyTransaction(dataSource, cluster);
        }
    }

    @Test
    void sessions_settingsForEveryNode_areAllEncrypted() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster, config -> config.driverProperty("sslmode", "verify-full")
                .driverProperty("sslrootcert", root()))) {
            use(dataSource);
            for (PostgresNode node : cluster.nodes()) {
                assertThat(sessions(node))
                        .containsOnlyKeys("it", "it monitor")
                        .allSatisfy((name, sessions) -> assertThat(sessions.encrypted())
                                .as("%s on %s", name, node)
                                .isTrue());
            }
        }
    }

    @Test
    void sessions_settingsInTheNodesUrls_areAllEncrypted() throws SQLException {
        SluiceConfigBuilder builder =
                SluiceConfig.builder().name("it").credentials("app", "app").minimumIdle(1);
        cluster.jdbcUrls()
                .forEach((node, url) -> builder.node(node, url + "?sslmode=verify-full&sslrootcert=" + root()));
        try (SluiceDataSource dataSource = SluiceDataSource.create(builder.build())) {
            use(dataSource);
            for (PostgresNode node : cluster.nodes()) {
                assertThat(sessions(node)).containsKey("it monitor").allSatisfy((name, sessions) -> assertThat(
                                sessions.encrypted())
                        .isTrue());
            }
        }
    }

    @Test
    void sessions_clientCertificate_showItOnEveryNodeAndEveryProbe() throws SQLException {
        Path file = cluster.certificateAuthority().issueClient("app");
        try (SluiceDataSource dataSource = open(cluster, config -> config.driverProperty("sslmode", "verify-full")
                .driverProperty("sslrootcert", root())
                .driverProperty("sslkey", file.toString())
                .driverProperty("sslpassword", CertificateAuthority.CLIENT_FILE_PASSWORD))) {
            use(dataSource);
            for (PostgresNode node : cluster.nodes()) {
                assertThat(sessions(node))
                        .containsOnlyKeys("it", "it monitor")
                        .allSatisfy((name, sessions) -> assertThat(sessions.withCertificate())
                                .as("%s on %s", name, node)
                                .isEqualTo(sessions.all()));
            }
        }
    }

    private void assertRefused(Consumer<SluiceConfigBuilder> settings, String... named) {
        assertRefused(n1.host(), settings, named);
    }

    private void assertRefused(String host, Consumer<SluiceConfigBuilder> settings, String... named) {
        SluiceConfigBuilder builder = SluiceConfig.builder()
                .name("it")
                .credentials("app", "app-s3cret")
                .startupTimeout(Duration.ofMillis(700))
                .node("n1", "jdbc:postgresql://" + host + ":" + n1.port() + "/app");
        settings.accept(builder);
        assertThatThrownBy(() -> SluiceDataSource.create(builder.build()))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("n1 (" + host + ":" + n1.port() + ")")
                .hasMessageContainingAll(named)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void create_anotherAuthority_namesNodeAndSettings(@TempDir Path directory) {
        String other = CertificateAuthority.create(directory).rootCertificate().toString();
        assertRefused(
                config -> config.driverProperty("sslmode", "verify-full").driverProperty("sslrootcert", other),
                "PKIX path validation failed",
                "sslmode=verify-full, sslrootcert=" + other);
    }

    @Test
    void create_missingFileOfTheAuthority_namesNodeAndSettings(@TempDir Path directory) {
        String missing = directory.resolve("missing.crt").toString();
        assertRefused(
                config -> config.driverProperty("sslmode", "verify-ca").driverProperty("sslrootcert", missing),
                "sslmode=verify-ca, sslrootcert=" + missing);
    }

    @Test
    void create_wrongPasswordOfTheKey_namesNodeAndSettings() {
        String file = cluster.certificateAuthority().issueClient("app").toString();
        assertRefused(
                config -> config.driverProperty("sslmode", "verify-full")
                        .driverProperty("sslrootcert", root())
                        .driverProperty("sslkey", file)
                        .driverProperty("sslpassword", "file-s3cret"),
                "sslkey=" + file);
    }

    @Test
    void create_anotherHostName_namesNodeAndSettings() {
        assertRefused(
                "localhost",
                config -> config.driverProperty("sslmode", "verify-full").driverProperty("sslrootcert", root()),
                "The hostname localhost could not be verified",
                "sslmode=verify-full, sslrootcert=" + root());
    }

    @Test
    void create_withoutTls_namesNodeAndSettings() {
        assertRefused(
                config -> config.driverProperty("sslmode", "disable"),
                "no encryption",
                "(username=app, sslmode=disable)");
    }

    @Test
    void create_serverWithoutTls_namesNodeAndSettings() {
        try (PostgresCluster plain = PostgresCluster.builder().replicas(0).build()) {
            assertThatThrownBy(() -> SluiceDataSource.create(
                            Sluices.config(plain, config -> config.driverProperty("sslmode", "require")
                                    .startupTimeout(Duration.ofSeconds(1)))))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("The server does not support SSL")
                    .hasMessageContaining("sslmode=require");
        }
    }
}
