// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.testkit.CertificateAuthority;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No word of any secret comes out of a JVM that logs everything and in which everything fails. */
@PgCluster(replicas = 0, tls = true)
class SecretsIT {
    private final PostgresCluster cluster;

    SecretsIT(PostgresCluster cluster) {
        this.cluster = cluster;
    }

    private Path prepare() throws SQLException {
        try (Connection superuser = cluster.primary().connect();
                Statement statement = superuser.createStatement()) {
            String password = SecretsScenario.Secrets.UNUSUAL.password().replace("'", "''");
            statement.execute("CREATE ROLE secretive LOGIN PASSWORD '" + password + "'");
        }
        return cluster.certificateAuthority().issueClient("secretive", SecretsScenario.Secrets.UNUSUAL.keyPassword());
    }

    private static String run(Path output, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                "-Dstdout.encoding=UTF-8",
                "-Dfile.encoding=UTF-8",
                SecretsScenario.class.getName());
        builder.command().addAll(List.of(arguments));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).as(() -> tail(output)).isZero();
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    private static String tail(Path output) {
        try (InputStream in = Files.newInputStream(output)) {
            byte[] all = in.readAllBytes();
            int from = Math.max(0, all.length - 4_000);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void secrets_everythingLoggedAndEverythingFailing_areNowhere(@TempDir Path directory) throws Exception {
        Path key = prepare();
        Path other = CertificateAuthority.create(directory).rootCertificate();
        String all = run(
                directory.resolve("output"),
                cluster.primary().jdbcUrl(),
                cluster.rootCertificate().toString(),
                other.toString(),
                key.toString(),
                "ALL");
        assertThat(all.lines())
                .as("what the run must have shown to prove anything")
                .anyMatch(line -> line.equals("secretive"))
                .anyMatch(line -> line.contains("DEBUG com.zaxxer.hikari"))
                .anyMatch(line -> line.contains("org.postgresql"))
                .anyMatch(line -> line.contains("password authentication failed"))
                .anyMatch(line -> line.contains("PKIX path"))
                .anyMatch(line -> line.equals("done"));
        assertThat(SecretsScenario.Secrets.words()).hasSizeGreaterThan(25).allSatisfy(word -> assertThat(
                        all.lines().filter(line -> line.contains(word)))
                .as(word)
                .isEmpty());
    }
}
