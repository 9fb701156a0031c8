// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class LifecycleIT {
    private static Set<Long> serverProcesses(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(directory + "/"))
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    private static void assertNothingLeft(PostgresCluster cluster) {
        assertThat(cluster.directory()).doesNotExist();
        assertThat(serverProcesses(cluster.directory())).isEmpty();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("pgsluice-testkit-")));
    }

    @Test
    void close_twice_leavesNothing() {
        PostgresCluster cluster = PostgresCluster.builder().replicas(1).build();
        assertThat(serverProcesses(cluster.directory())).hasSizeGreaterThanOrEqualTo(2);
        cluster.close();
        cluster.close();
        assertNothingLeft(cluster);
    }

    @Test
    void close_withFaultsOfEveryKind_leavesNothing() {
        PostgresCluster cluster =
                PostgresCluster.builder().replicas(4).synchronous(true).build();
        cluster.node("n1").partition();
        cluster.node("n2").freeze();
        cluster.node("n3").kill();
        cluster.node("n4").partition(Partition.REFUSED);
        cluster.node("n5").delay(Duration.ofMinutes(1));
        Duration took = timed(cluster::close);
        assertNothingLeft(cluster);
        assertThat(took).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void close_whileCommitWaitsForFrozenReplica_leavesNothing() throws SQLException {
        PostgresCluster cluster =
                PostgresCluster.builder().replicas(1).synchronous(true).build();
        cluster.node("n2").freeze();
        try (Connection connection = App.connect(cluster.primary())) {
            CompletableFuture<Boolean> committed = CompletableFuture.supplyAsync(() -> {
                try {
                    App.execute(connection, "CREATE TABLE t (i int)");
                    return true;
                } catch (SQLException e) {
                    return false;
                }
            });
            await().until(() -> cluster.primary()
                    .queries()
                    .ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
                    .equals("1"));
            cluster.close();
            assertThat(committed).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(false);
        }
        assertNothingLeft(cluster);
    }

    private static Duration timed(Runnable task) {
        long start = System.nanoTime();
        task.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void twoClusters_atOnce_areDifferentSystems() throws SQLException {
        try (PostgresCluster a = PostgresCluster.builder().replicas(1).build();
                PostgresCluster b = PostgresCluster.builder().replicas(1).build()) {
            App.execute(a.primary(), "CREATE TABLE only_a (i int)");
            assertThatThrownBy(() -> App.execute(b.primary(), "SELECT * FROM only_a"))
                    .hasMessageContaining("does not exist");
            String identifier = "SELECT system_identifier FROM pg_control_system()";
            assertThat(a.primary().queries().ask(identifier))
                    .isEqualTo(a.node("n2").queries().ask(identifier));
            assertThat(a.primary().queries().ask(identifier))
                    .isNotEqualTo(b.primary().queries().ask(identifier));
        }
    }

    @Test
    void start_withItsPortTaken_takesAnotherBehindTheSameRelay() throws Exception {
        try (PostgresCluster cluster = PostgresCluster.builder().replicas(1).build()) {
            PostgresNode n2 = cluster.node("n2");
            int port = n2.port();
            int directPort = n2.directPort();
            n2.stop();
            try (ServerSocket taken = new ServerSocket(directPort, 1, InetAddress.getLoopbackAddress())) {
                assertThat(taken.isBound()).isTrue();
                n2.start();
                n2.awaitStreaming();
            }
            assertThat(n2.directPort()).isNotEqualTo(directPort);
            assertThat(n2.port()).isEqualTo(port);
            assertThat(App.number(n2, "SELECT 1")).isEqualTo(1);
        }
    }

    @Test
    void build_withSettingTheServerRefuses_throwsItsLogAndLeavesNothing() throws IOException {
        PostgresCluster.Builder builder = PostgresCluster.builder().replicas(0).setting("shared_buffers", "not a size");
        Set<Path> before = clusters();
        assertThatThrownBy(builder::build)
                .isInstanceOf(PostgresClusterException.class)
                .hasMessageContaining("n1 ended at start")
                .hasMessageContaining("invalid value for parameter \"shared_buffers\"");
        assertThat(clusters()).isSubsetOf(before);
    }

    private static Set<Path> clusters() throws IOException {
        Path parent = Path.of(
                        System.getProperty("java.io.tmpdir"), "pgsluice-testkit-" + System.getProperty("user.name"))
                .resolve("clusters");
        if (!Files.exists(parent)) {
            return Set.of();
        }
        try (Stream<Path> paths = Files.list(parent)) {
            return paths.collect(Collectors.toSet());
        }
    }

    @Test
    void build_withContradictions_namesTheSettings() {
        assertThatThrownBy(() ->
                        PostgresCluster.builder().synchronous(true).replicas(0).build())
                .hasMessageContaining("synchronous=true")
                .hasMessageContaining("replicas > 0");
        assertThatThrownBy(() -> PostgresCluster.builder().version(13).build()).hasMessageContaining("14 to 18: 13");
    }

    @Test
    void build_settings_winOverDefaults() throws SQLException {
        try (PostgresCluster cluster = PostgresCluster.builder()
                .replicas(0)
                .setting("max_connections", "33")
                .setting("search_path", "it's")
                .build()) {
            assertThat(cluster.primary().queries().ask("SHOW max_connections")).isEqualTo("33");
            assertThat(cluster.primary().queries().ask("SHOW search_path")).isEqualTo("it's");
            try (Connection connection = cluster.primary().connect();
                    Statement statement = connection.createStatement()) {
                assertThat(statement.execute("SELECT 1")).isTrue();
            }
        }
    }

    @Test
    void cycles_many_leaveNoProcessesFilesOrSegments() throws IOException {
        Set<String> segments = sharedMemory();
        for (int i = 0; i < 5; i++) {
            PostgresCluster cluster = PostgresCluster.builder().replicas(1).build();
            cluster.node("n2").kill();
            cluster.close();
            assertNothingLeft(cluster);
        }
        assertThat(sharedMemory()).isSubsetOf(segments);
    }

    /** Segments that processes of the test's user made and nobody is attached to, and files in /dev/shm. */
    private static Set<String> sharedMemory() throws IOException {
        Path table = Path.of("/proc/sysvipc/shm");
        if (!Files.exists(table)) {
            return Set.of();
        }
        try (Stream<String> rows = Files.lines(table);
                Stream<Path> files = Files.list(Path.of("/dev/shm"))) {
            return Stream.concat(
                            rows.map(row -> row.strip().split("\\s+", -1))
                                    .filter(columns -> columns[6].equals("0"))
                                    .map(columns -> "segment " + columns[1]),
                            files.map(Path::toString))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void build_besideDirectoriesOfDeadJvms_removesThemAndNoOthers(@TempDir Path parent) throws IOException {
        Path dead = Files.createDirectories(parent.resolve("pgsluice-cluster-dead/n1"))
                .resolveSibling("owner.lock");
        Files.createFile(dead);
        Path young = Files.createDirectory(parent.resolve("pgsluice-cluster-young"));
        Path other = Files.createDirectory(parent.resolve("other"));
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofMinutes(5)));
        Files.setLastModifiedTime(parent.resolve("pgsluice-cluster-dead"), old);
        Files.setLastModifiedTime(other, old);
        try (PostgresCluster living =
                PostgresCluster.builder().directory(parent).replicas(0).build()) {
            Files.setLastModifiedTime(living.directory(), old);
            try (PostgresCluster next =
                    PostgresCluster.builder().directory(parent).replicas(0).build()) {
                assertThat(next.directory()).isDirectory();
                assertThat(living.directory()).isDirectory();
                assertThat(living.primary().isInRecovery()).isFalse();
            }
        }
        assertThat(parent).isDirectoryNotContaining(path -> path.toString().contains("dead"));
        assertThat(young).exists();
        assertThat(other).exists();
    }

    @Test
    void jvm_killed_takesServersAndDirectoryWithIt() throws Exception {
        Process jvm = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledJvm.class.getName()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader reader = jvm.inputReader(StandardCharsets.UTF_8)) {
            Path directory = Path.of(Optional.ofNullable(reader.readLine()).orElseThrow());
            assertThat(serverProcesses(directory)).hasSizeGreaterThanOrEqualTo(3);
            Set<Long> all = jvm.descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
            assertThat(jvm.destroyForcibly().waitFor()).isNotZero();
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(directory).doesNotExist();
                assertThat(all).noneMatch(LifecycleIT::runs);
            });
        } finally {
            jvm.destroyForcibly();
        }
    }

    /** Whether the process is there and not a zombie that waits for its adoptive parent. */
    private static boolean runs(long pid) {
        try {
            return !Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException gone) {
            return ProcessHandle.of(pid).isPresent() && !Files.exists(Path.of("/proc/self"));
        }
    }

    /** A JVM to be killed while it has a cluster with a frozen node. */
    static final class KilledJvm {
        private KilledJvm() {}

        public static void main(String[] args) throws Exception {
            try (PostgresCluster cluster = PostgresCluster.builder().build()) {
                cluster.node("n2").freeze();
                System.out.println(cluster.directory());
                Thread.currentThread().join();
            }
        }
    }
}
