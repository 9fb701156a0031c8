// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@PgCluster(replicas = 1, tls = true)
class TlsIT {
    private final PostgresCluster cluster;
    private final PostgresNode n1;

    TlsIT(PostgresCluster cluster) {
        this.cluster = cluster;
        this.n1 = cluster.node("n1");
    }

    private static String trusting(Path rootCertificate) {
        return "?sslmode=verify-full&sslrootcert=" + rootCertificate;
    }

    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD);
    }

    private static boolean isEncrypted(Connection connection) throws SQLException {
        return App.number(connection, "SELECT count(*) FROM pg_stat_ssl WHERE ssl AND pid = pg_backend_pid()") == 1;
    }

    @Test
    void connection_thatVerifiesEverything_isEncryptedOnEveryNode() throws SQLException {
        for (PostgresNode node : cluster.nodes()) {
            try (Connection connection = connect(node.jdbcUrl() + trusting(cluster.rootCertificate()))) {
                assertThat(isEncrypted(connection)).isTrue();
            }
            try (Connection connection = connect(node.directJdbcUrl() + trusting(cluster.rootCertificate()))) {
                assertThat(isEncrypted(connection)).isTrue();
            }
        }
    }

    @Test
    void connection_withoutTls_isRefused() {
        assertThatThrownBy(() -> connect(n1.jdbcUrl() + "?sslmode=disable"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("no encryption");
    }

    @Test
    void connection_thatTrustsAnotherAuthority_fails(@TempDir Path directory) {
        Path other = CertificateAuthority.create(directory).rootCertificate();
        assertThatThrownBy(() -> connect(n1.jdbcUrl() + trusting(other)))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("SSL error");
    }

    @Test
    void connection_underAnotherHostName_fails() {
        String url = "jdbc:postgresql://localhost:" + n1.port() + "/app";
        assertThatThrownBy(() -> connect(url + trusting(cluster.rootCertificate())))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("localhost");
    }

    @Test
    void connection_withAClientCertificate_needsNoPassword() throws SQLException {
        try (Connection connection = n1.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE certificate_login");
            statement.execute("CREATE ROLE by_certificate LOGIN IN ROLE certificate_login");
        }
        Path file = cluster.certificateAuthority().issueClient("by_certificate");
        String url = n1.jdbcUrl() + trusting(cluster.rootCertificate()) + "&sslkey=" + file + "&sslpassword="
                + CertificateAuthority.CLIENT_FILE_PASSWORD;
        try (Connection connection = DriverManager.getConnection(url, "by_certificate", "")) {
            assertThat(isEncrypted(connection)).isTrue();
        }
    }

    @Test
    void testkit_aroundTheRelay_connectsAsAnyUser() throws SQLException {
        try (Connection superuser = n1.connect();
                Connection app = n1.connect("app", "app", "app")) {
            assertThat(isEncrypted(superuser)).isFalse();
            assertThat(isEncrypted(app)).isTrue();
        }
    }

    @Test
    void faults_ofEncryptedConnections_areThoseOfOthers() throws SQLException {
        try (Connection connection = connect(n1.jdbcUrl() + trusting(cluster.rootCertificate()))) {
            n1.resetConnections();
            assertThatThrownBy(() -> App.number(connection, "SELECT 1")).isInstanceOf(SQLException.class);
        }
        cluster.node("n2").promote();
        n1.rejoin(cluster.node("n2"));
        try (Connection connection = connect(n1.jdbcUrl() + trusting(cluster.rootCertificate()))) {
            assertThat(isEncrypted(connection)).isTrue();
        }
    }

    @Test
    void rootCertificate_ofAClusterWithoutTls_isAnError() {
        try (PostgresCluster plain = PostgresCluster.builder().replicas(0).build()) {
            assertThatThrownBy(plain::rootCertificate).hasMessageContaining("tls(true)");
        }
    }
}
