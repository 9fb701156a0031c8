// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.readOnlyTransaction;
import static io.pgsluice.it.Sluices.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pgsluice.NodeState;
import io.pgsluice.NodeStatus;
import io.pgsluice.SluiceConfig;
import io.pgsluice.SluiceConfigBuilder;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.Topology;
import io.pgsluice.testing.HostileAnswer;
import io.pgsluice.testing.HostileLogin;
import io.pgsluice.testing.HostileServer;
import io.pgsluice.testing.WireSession;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that speak no PostgreSQL, or speak it to do harm: they are told of, cost little, and nobody else notices. */
@PgCluster(replicas = 1)
class HostileServerIT {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    /** When everything has to be over that has connectTimeout, on a machine that is busy. */
    private static final Duration OVER = Duration.ofSeconds(5);

    private static final Duration LONG = Duration.ofSeconds(40);

    /** More than may be under way in the buffers of both sockets before a server notices that nobody reads: systems let them grow to 36 MiB. */
    private static final long BUFFERED = 64 << 20;

    /** What a replica answers. */
    private static final List<@Nullable String> HONEST = Arrays.asList(
            "t",
            "0/3000060",
            "1",
            "7577777777777777777",
            "on",
            "f",
            "17",
            null,
            null,
            "f",
            "18.6",
            "0/3000060",
            "1",
            null,
            "on",
            null,
            null);

    private final PostgresCluster cluster;
    private final Map<String, HostileServer> servers = new LinkedHashMap<>();

    HostileServerIT(PostgresCluster cluster) {
        this.cluster = cluster;
    }

    @AfterEach
    void closeServers() throws IOException {
        for (HostileServer server : servers.values()) {
            server.close();
        }
    }

    private HostileServer serve(String name, HostileServer.Script script) throws IOException {
        HostileServer server = new HostileServer(script);
        servers.put(name, server);
        return server;
    }

    private static SluiceConfigBuilder builder() {
        return SluiceConfig.builder()
                .name("it")
                .credentials("app", "app")
                .maximumPoolSize(4)
                .minimumIdle(1)
                .connectTimeout(CONNECT_TIMEOUT)
                .startupTimeout(Duration.ZERO)
                .driverProperty("prepareThreshold", "0")
                // Lets the driver say in its first packet who connects.
                .driverProperty("assumeMinServerVersion", "14");
    }

    /** The cluster, and beside it every server. */
    private SluiceConfig besideTheCluster() {
        SluiceConfigBuilder builder = builder();
        cluster.jdbcUrls().forEach(builder::node);
        servers.forEach((name, server) -> builder.node(name, server.url()));
        return builder.build();
    }

    private void assertOthersWork(SluiceDataSource dataSource) {
        await().atMost(LONG).ignoreExceptions().untilAsserted(() -> assertThat(transaction(dataSource, cluster))
                .isEqualTo(cluster.node("n1")));
        await().atMost(LONG).untilAsserted(() -> assertThat(readOnlyTransaction(dataSource, cluster))
                .isEqualTo(cluster.node("n2")));
        Topology now = dataSource.topology();
        await().until(() -> dataSource.topology().version() > now.version() + 3);
    }

    /** Connections to a server end by themselves and carry little, and what is said of it is one short line that no terminal obeys. */
    private void assertHarmless(String name, NodeStatus status) {
        HostileServer server = server(name);
        await(name).atMost(LONG).until(() -> server.past().size() >= 2);
        assertThat(server.past()).as(name).allSatisfy(past -> {
            assertThat(past.lasted()).isLessThan(OVER);
            assertThat(past.bytesSent()).isLessThan(BUFFERED);
        });
        assertRejected(name, status);
    }

    private static void assertRejected(String name, NodeStatus status) {
        assertThat(status.state()).as(name).isIn(NodeState.DOWN, NodeState.SUSPECT);
        assertThat(status.detail()).as(name).isNotNull().hasSizeLessThan(500).matches("[^\\p{Cntrl}\\u202e]+");
    }

    private HostileServer server(String name) {
        HostileServer server = servers.get(name);
        if (server == null) {
            throw new IllegalArgumentException(name);
        }
        return server;
    }

    private static void awaitVerdicts(SluiceDataSource dataSource) {
        await().atMost(LONG).until(() -> dataSource.topology().nodes().stream()
                .noneMatch(node -> node.state() == NodeState.UNKNOWN));
    }

    @Test
    void hostileNodes_allAtOnceBesideTheCluster_costLittleAndNobodyElseNotices() throws IOException {
        for (HostileLogin login : HostileLogin.values()) {
            serve("login-" + login, login);
        }
        for (HostileAnswer answer : HostileAnswer.values()) {
            serve("answer-" + answer, answer);
        }
        try (SluiceDataSource dataSource = SluiceDataSource.create(besideTheCluster())) {
            assertOthersWork(dataSource);
            awaitVerdicts(dataSource);
            for (String name : servers.keySet()) {
                assertHarmless(name, dataSource.topology().node(name));
            }
            assertOthersWork(dataSource);
        }
    }

    private static List<@Nullable String> but(int index, @Nullable String value) {
        List<@Nullable String> copy = new ArrayList<>(HONEST);
        copy.set(index, value);
        return copy;
    }

    private static List<@Nullable String> primaryBut(int index, @Nullable String value) {
        List<@Nullable String> copy = new ArrayList<>(HONEST);
        copy.set(0, "f");
        copy.set(4, "off");
        copy.set(13, "0/3000088");
        copy.set(15, "731");
        copy.set(16, "728");
        copy.set(index, value);
        return copy;
    }

    /** Answers to the probe that no server can mean. */
    private static List<List<@Nullable String>> absurd() {
        return List.of(
                but(1, "-1/0"),
                but(1, "FFFFFFFF/FFFFFFFF"),
                but(1, "FFFFFFFFFF/0"),
                but(1, "x".repeat(400_000)),
                but(2, "-1"),
                but(2, "4294967295"),
                primaryBut(2, "0"),
                primaryBut(2, "-2147483648"),
                primaryBut(1, null),
                but(3, "-"),
                but(3, "0"),
                but(4, null),
                but(6, "99999999999"),
                but(7, "{{{"),
                but(10, "99999999999999999999"),
                but(10, "x".repeat(900_000)),
                but(10, "18.6\u001b[2J"),
                but(10, null),
                but(11, "-1/0"),
                but(0, null),
                primaryBut(13, null),
                primaryBut(13, "-1/0"),
                but(14, null),
                Arrays.asList("t", "0/0"),
                List.of());
    }

    /** Without this, what is refused below could be refused for another reason than what is absurd in it. */
    @Test
    void honestAnswers_areTaken() throws IOException {
        for (List<@Nullable String> answers : List.of(HONEST, primaryBut(6, null))) {
            @Nullable String[] values = answers.toArray(String[]::new);
            HostileServer server = serve("honest-" + values[0], session -> {
                session.admit();
                session.answerProbes(values);
            });
            try (SluiceDataSource dataSource = SluiceDataSource.create(
                    builder().node("honest", server.url()).minimumIdle(0).build())) {
                await().atMost(LONG).untilAsserted(() -> assertThat(
                                dataSource.topology().node("honest").state())
                        .isEqualTo(NodeState.UP));
            }
        }
    }

    @Test
    void absurdAnswers_allAtOnceBesideTheCluster_areRejectedAndTheMonitorLives() throws IOException {
        List<List<@Nullable String>> answers = absurd();
        for (int i = 0; i < answers.size(); i++) {
            @Nullable String[] values = answers.get(i).toArray(String[]::new);
            serve("absurd-" + i, session -> {
                session.admit();
                session.answerProbes(values);
            });
        }
        try (SluiceDataSource dataSource = SluiceDataSource.create(besideTheCluster())) {
            awaitVerdicts(dataSource);
            for (String name : servers.keySet()) {
                assertRejected(name, dataSource.topology().node(name));
            }
            assertOthersWork(dataSource);
        }
    }

    /** Serves the monitor as a primary does, and everybody else as told. */
    private record ForTheMonitorOnly(HostileServer.Script script) implements HostileServer.Script {
        @Override
        public void play(WireSession session) throws IOException, InterruptedException {
            session.startup();
            if (!session.application().equals("it monitor")) {
                script.play(session);
                return;
            }
            session.admit();
            session.answerProbes(primaryBut(6, null).toArray(String[]::new));
        }
    }

    private static boolean fails(SluiceDataSource dataSource) {
        assertThatThrownBy(() -> {
                    try (Connection connection = dataSource.getConnection();
                            Statement statement = connection.createStatement()) {
                        statement.execute("SELECT 1");
                    }
                })
                .isInstanceOf(SQLException.class);
        return true;
    }

    @Test
    void poolsLogins_hostileWhileProbesAreServed_areOverInTimeAndCloseIsBounded() throws Exception {
        List<SluiceDataSource> dataSources = new ArrayList<>();
        List<Background<Boolean>> calls = new ArrayList<>();
        for (HostileLogin login : HostileLogin.values()) {
            HostileServer server = serve("pool-" + login, new ForTheMonitorOnly(login));
            SluiceDataSource dataSource = SluiceDataSource.create(builder()
                    .node("hostile", server.url())
                    .failoverTimeout(Duration.ofSeconds(1))
                    .connectionTimeout(Duration.ofSeconds(1))
                    .build());
            dataSources.add(dataSource);
            calls.add(Background.start("call-" + login, () -> fails(dataSource)));
        }
        try {
            for (Background<Boolean> call : calls) {
                assertThat(call.result()).isTrue();
            }
            for (Map.Entry<String, HostileServer> entry : servers.entrySet()) {
                await(entry.getKey()).atMost(LONG).until(() -> !past(entry.getValue())
                        .isEmpty());
                assertThat(past(entry.getValue())).as(entry.getKey()).allSatisfy(past -> {
                    assertThat(past.lasted()).isLessThan(OVER);
                    assertThat(past.bytesSent()).isLessThan(BUFFERED);
                });
            }
            // Floods keep the machine busy, so a probe may be late: each server has to be seen up, not all in one
            // moment.
            for (SluiceDataSource dataSource : dataSources) {
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(dataSource.topology().node("hostile"))
                                .extracting(NodeStatus::state)
                                .as("%s", dataSource.topology().summary())
                                .isEqualTo(NodeState.UP));
            }
        } finally {
            List<Background<Boolean>> closings = new ArrayList<>();
            for (SluiceDataSource dataSource : dataSources) {
                closings.add(Background.start("close", () -> {
                    dataSource.close();
                    return true;
                }));
            }
            for (Background<Boolean> closing : closings) {
                assertThat(closing.result()).isTrue();
            }
        }
    }

    @Test
    void password_askedForInClear_isSentUnlessRequireAuthForbidsIt() throws IOException {
        List<String> caught = new CopyOnWriteArrayList<>();
        HostileServer.Script thief = session -> {
            session.startup();
            session.message('R', 3);
            caught.add(session.receive('p'));
        };
        SluiceConfigBuilder careless =
                builder().node("hostile", serve("careless", thief).url()).minimumIdle(0);
        try (SluiceDataSource dataSource = SluiceDataSource.create(careless.build())) {
            await().until(() -> !caught.isEmpty());
            assertThat(caught.get(0)).startsWith("app");
            assertThat(dataSource.topology().primary()).isNull();
        }
        caught.clear();
        HostileServer server = serve("careful", thief);
        SluiceConfigBuilder careful =
                builder().node("hostile", server.url()).driverProperty("requireAuth", "scram-sha-256");
        try (SluiceDataSource dataSource = SluiceDataSource.create(careful.build())) {
            await().until(() -> server.past().size() >= 2);
            assertThat(caught).isEmpty();
            assertRejected("careful", dataSource.topology().node("hostile"));
        }
    }

    /** What the pool's connections came to. */
    private static List<HostileServer.Past> past(HostileServer server) {
        return server.past().stream()
                .filter(past -> !past.application().equals("it monitor"))
                .toList();
    }
}
