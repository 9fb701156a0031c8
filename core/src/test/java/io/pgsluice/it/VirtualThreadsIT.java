// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.awaitEligibility;
import static io.pgsluice.it.Sluices.awaitPrimary;
import static io.pgsluice.it.Sluices.execute;
import static io.pgsluice.it.Sluices.open;
import static io.pgsluice.it.Sluices.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgsluice.Eligibility;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads exist from Java 21 on; the classes are for 17. Before 24 the JDK itself pins in {@code synchronized}. */
@PgCluster
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsIT {
    private static final int THREADS = 1_000;
    private static final String PINNED = "jdk.VirtualThreadPinned";
    private static final int NO_SYNCHRONIZED_PINNING = 24;

    private final PostgresCluster cluster;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicBoolean stop = new AtomicBoolean();

    VirtualThreadsIT(PostgresCluster cluster) {
        this.cluster = cluster;
    }

    /** Pins whoever uses it first: a class is being initialised by the JVM itself. */
    private static final class Pinning {
        static final long SINCE = System.nanoTime();

        static {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }

        private Pinning() {}

        static boolean isOver() {
            return System.nanoTime() - SINCE > 0;
        }
    }

    private static Thread startVirtual(Runnable task) throws ReflectiveOperationException {
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        return (Thread) start.invoke(null, task);
    }

    @Test
    void thousandVirtualThreads_overAFailover_pinNoCarrier(@TempDir Path directory) throws Exception {
        PostgresNode n1 = cluster.node("n1");
        PostgresNode n2 = cluster.node("n2");
        try (SluiceDataSource dataSource = open(cluster, config -> config.maximumPoolSize(8));
                Recording recording = new Recording()) {
            execute(dataSource, "CREATE TABLE IF NOT EXISTS virtual(id bigserial)");
            cluster.awaitCaughtUp();
            startVirtual(() -> work(dataSource, true)).join();
            startVirtual(() -> work(dataSource, false)).join();
            // Without a replica a read takes the way that is not the common one: its classes are loaded now, too.
            cluster.replicas().forEach(replica -> dataSource.drain(replica.name()));
            startVirtual(() -> work(dataSource, true)).join();
            cluster.replicas().forEach(replica -> dataSource.undrain(replica.name()));
            for (PostgresNode replica : cluster.replicas()) {
                awaitEligibility(dataSource, replica, Eligibility.ELIGIBLE);
            }
            recording.enable(PINNED).withThreshold(Duration.ofMillis(1)).withStackTrace();
            recording.start();
            startVirtual(() -> assertThat(Pinning.isOver()).isTrue()).join();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                boolean readOnly = i % 2 == 0;
                threads.add(startVirtual(() -> {
                    while (!stop.get()) {
                        work(dataSource, readOnly);
                    }
                }));
            }
            await().atMost(Sluices.SOON).until(() -> done.get() > 2 * THREADS);
            n1.kill();
            n2.promote();
            awaitPrimary(dataSource, n2);
            long before = done.get();
            await().atMost(Sluices.SOON).until(() -> done.get() > before + 2 * THREADS);
            stop.set(true);
            for (Thread thread : threads) {
                thread.join(Sluices.SOON.toMillis());
                assertThat(thread.isAlive()).isFalse();
            }
            recording.stop();
            assertThat(failed.get()).as("transactions under way").isLessThanOrEqualTo(8);
            List<RecordedEvent> pinned = pinned(recording, directory.resolve("pinned.jfr"));
            assertThat(pinned).as("pinned on purpose").anyMatch(VirtualThreadsIT::isOnPurpose);
            assertThat(pinned).allMatch(VirtualThreadsIT::isOnPurpose);
        }
    }

    private void work(SluiceDataSource dataSource, boolean readOnly) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setReadOnly(readOnly);
            connection.setAutoCommit(false);
            query(connection, readOnly ? "SELECT 1" : "INSERT INTO virtual DEFAULT VALUES RETURNING 1");
            connection.commit();
            done.incrementAndGet();
        } catch (SQLException e) {
            failed.incrementAndGet();
        }
    }

    private static boolean isOnPurpose(RecordedEvent event) {
        return event.getStackTrace().getFrames().stream()
                .anyMatch(frame -> frame.getMethod().getType().getName().equals(Pinning.class.getName()));
    }

    /** Whether a class was loaded, or another thread was waited for that was the first to use it: once in the JVM's life. */
    private static boolean isFirstUse(RecordedEvent event) {
        return (event.hasField("pinnedReason")
                        && String.valueOf(event.getString("pinnedReason")).startsWith("Waited for initialization"))
                || event.getStackTrace().getFrames().stream()
                        .anyMatch(frame -> frame.getMethod().getType().getName().startsWith("jdk.internal.loader."));
    }

    /** What pinned a carrier; where {@code synchronized} does, only what this library has a part in. */
    private static List<RecordedEvent> pinned(Recording recording, Path file) throws IOException {
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(PINNED))
                .filter(event -> !isFirstUse(event))
                .filter(event -> Runtime.version().feature() >= NO_SYNCHRONIZED_PINNING
                        || isOnPurpose(event)
                        || event.getStackTrace().getFrames().stream()
                                .limit(5)
                                .anyMatch(frame ->
                                        frame.getMethod().getType().getName().startsWith("io.pgsluice.internal")))
                .toList();
    }
}
