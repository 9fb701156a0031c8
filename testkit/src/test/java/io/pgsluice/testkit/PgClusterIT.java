// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedSuccessfully;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** The extension, seen from outside: the test classes in here run in an engine of their own. */
class PgClusterIT {
    private static Events run(Class<?> testClass) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(testClass))
                .execute()
                .testEvents();
    }

    @Test
    void sharedCluster_afterFault_isRestoredForTheNextTest() {
        run(Shared.class).assertStatistics(events -> events.succeeded(4).failed(0));
    }

    @PgCluster(replicas = 1)
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class Shared {
        static @Nullable PostgresCluster first;

        @Nullable
        PostgresCluster field;

        @Test
        @Order(1)
        void one(PostgresCluster cluster) {
            first = cluster;
            assertThat(field).isSameAs(cluster);
            cluster.node("n2").promote();
        }

        @Test
        @Order(2)
        void two(PostgresCluster cluster) {
            assertThat(cluster).isSameAs(first);
            assertThat(cluster.node("n2").isInRecovery()).isTrue();
            cluster.node("n1").kill();
        }

        @Test
        @Order(3)
        void three(PostgresCluster cluster) throws SQLException {
            App.execute(cluster.primary(), "CREATE TABLE t (i int)");
        }

        @Nested
        class Inner {
            @Test
            void sharesTheCluster(PostgresCluster cluster) {
                assertThat(cluster).isSameAs(first);
            }
        }
    }

    @Test
    void perMethod_eachTest_hasItsOwnCluster() {
        run(Own.class).assertStatistics(events -> events.succeeded(2).failed(0));
    }

    @PgCluster(replicas = 0, perMethod = true, settings = "max_connections = 21")
    static class Own {
        @Test
        void one(PostgresCluster cluster) throws SQLException {
            App.execute(cluster.primary(), "CREATE TABLE t (i int)");
        }

        @Test
        void two(PostgresCluster cluster) throws SQLException {
            App.execute(cluster.primary(), "CREATE TABLE t (i int)");
            assertThat(cluster.primary().queries().ask("SHOW max_connections")).isEqualTo("21");
        }
    }

    @Test
    void leaks_ofConnectionAndThread_failTheTestThatMadeThem() {
        Events events = run(Leaking.class);
        events.assertStatistics(statistics -> statistics.succeeded(1).failed(2));
        events.assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                test("connection"),
                                finishedWithFailure(message(text -> text.contains("leaked connections: 1")
                                        && text.contains("user=app")
                                        && text.contains("query=SELECT 4711")))))
                .haveExactly(
                        1,
                        event(
                                test("thread"),
                                finishedWithFailure(message(text -> text.contains("leaked threads: 1")
                                        && text.contains("\"pgsluice-left-behind\"")
                                        && text.contains("CountDownLatch.await")))))
                .haveExactly(1, event(test("clean"), finishedSuccessfully()));
        Leaking.release();
    }

    @PgCluster(replicas = 1)
    static class Leaking {
        private static final CountDownLatch RELEASE = new CountDownLatch(1);

        @SuppressWarnings("unused") // Keeps the connection from being collected.
        private static @Nullable Connection leaked;

        static void release() {
            RELEASE.countDown();
        }

        @Test
        void connection(PostgresCluster cluster) throws SQLException {
            Connection connection = App.connect(cluster.node("n2"));
            leaked = connection;
            App.number(connection, "SELECT 4711");
        }

        @Test
        void thread() {
            Thread thread = new Thread(
                    () -> {
                        try {
                            RELEASE.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "pgsluice-left-behind");
            thread.setDaemon(true);
            thread.start();
        }

        @Test
        void clean(PostgresCluster cluster) throws SQLException {
            assertThat(App.number(cluster.primary(), "SELECT 1")).isEqualTo(1);
        }
    }

    @Test
    void leaks_perClass_allowSharedPools() {
        run(Pooled.class).assertStatistics(events -> events.succeeded(2).failed(0));
    }

    @PgCluster(replicas = 0, leaks = PgCluster.Leaks.CLASS)
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class Pooled {
        private static @Nullable Connection shared;

        @Test
        @Order(1)
        void opens(PostgresCluster cluster) throws SQLException {
            shared = App.connect(cluster.primary());
        }

        @Test
        @Order(2)
        void closes() throws SQLException {
            if (shared != null) {
                shared.close();
            }
        }
    }

    @Test
    void constructorParameter_withPerMethod_isExplained() {
        Events events = run(Impossible.class);
        events.assertThatEvents()
                .haveExactly(
                        1,
                        event(test("never"), finishedWithFailure(message(text -> text.contains("perMethod = true")))));
    }

    @PgCluster(perMethod = true)
    static class Impossible {
        Impossible(PostgresCluster cluster) {
            assertThat(cluster).isNotNull();
        }

        @Test
        void never() {}
    }
}
