// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.ConsistencyLevel;
import io.pgsluice.ReplicaFallback;
import io.pgsluice.RouteReason;
import io.pgsluice.SluiceConfig;
import io.pgsluice.SluiceConfigBuilder;
import io.pgsluice.internal.topology.ClusterView;
import io.pgsluice.internal.topology.Node;
import io.pgsluice.internal.topology.Views;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a thread must see, and where the router sends it with that. */
class FreshnessTest {
    private static final long MILLI = 1_000_000;

    /** Close to the end of the clock's range: instants compare by their difference. */
    private static final long START = Long.MAX_VALUE - 50 * MILLI;

    private static final RouteRequest READ =
            new RouteRequest(RouteReason.READ_ONLY_TRANSACTION, Connection.TRANSACTION_READ_COMMITTED, 0);

    private final Node primary = new Node(0, "n1", "n1:1", new NoPool());
    private final Node a = new Node(1, "n2", "n2:1", new NoPool());
    private final Node b = new Node(2, "n3", "n3:1", new NoPool());
    private final List<Node> nodes = List.of(primary, a, b);
    private final AtomicLong clock = new AtomicLong(START);
    private @Nullable ConsistencyLevel ofConnection;

    private final ConnectionFreshness connection = new ConnectionFreshness() {
        @Override
        public @Nullable ConsistencyLevel level() {
            return ofConnection;
        }
    };

    private SluiceConfigBuilder builder() {
        return SluiceConfig.builder()
                .node("n1", "jdbc:postgresql://n1/app")
                .node("n2", "jdbc:postgresql://n2/app")
                .node("n3", "jdbc:postgresql://n3/app")
                .credentials("app", "app")
                .loadBalancer(new RoundRobin(0))
                .ticker(clock::get);
    }

    private final SluiceConfig config = builder().build();
    private final Freshness freshness = new Freshness(config);
    private final Router router = new Router(config, nodes);

    private static long at(long millis) {
        return START + millis * MILLI;
    }

    private static long[] at(long one, long other) {
        return new long[] {at(one), at(other)};
    }

    private ClusterView proven(long freshA, long freshB) {
        return Views.proven(
                primary, List.of(a, b), at(freshA, freshB), at(freshA, freshB), new long[2], at(-100, -100), false);
    }

    private @Nullable Route route(ClusterView view) {
        return router.route(READ, view, null, clock.get(), freshness.need(connection, view));
    }

    private static Node node(@Nullable Route route) {
        return Objects.requireNonNull(route).node();
    }

    private static @Nullable RouteReason reason(@Nullable Route route) {
        return route == null ? null : route.reason();
    }

    private void write(ClusterView view) {
        freshness.wrote(connection, view, null);
    }

    @Test
    void need_nothingWritten_isNone() {
        assertThat(freshness.need(connection, proven(0, 0))).isNull();
    }

    @Test
    void read_afterAWrite_takesOnlyAReplicaThatIsProvenToShowIt() {
        clock.set(at(10));
        write(proven(0, 0));
        assertThat(reason(route(proven(9, 9)))).isEqualTo(RouteReason.NO_PROVEN_REPLICA);
        assertThat(node(route(proven(9, 9)))).isEqualTo(primary);
        for (int i = 0; i < 4; i++) {
            assertThat(node(route(proven(9, 10)))).isEqualTo(b);
        }
        assertThat(reason(route(proven(10, 10)))).isEqualTo(RouteReason.READ_ONLY_TRANSACTION);
    }

    @Test
    void read_replicasTooFarBehindInAnyCase_isAFallback() {
        clock.set(at(10));
        write(proven(0, 0));
        clock.set(at(5_000));
        assertThat(reason(route(proven(0, 0)))).isEqualTo(RouteReason.NO_ELIGIBLE_REPLICA);
    }

    @Test
    void read_noFallbackToThePrimary_isNobodysUntilAReplicaIsProven() {
        Router strict =
                new Router(builder().replicaFallback(ReplicaFallback.WAIT).build(), nodes);
        clock.set(at(10));
        write(proven(0, 0));
        ClusterView view = proven(9, 9);
        Need need = freshness.need(connection, view);
        assertThat(strict.route(READ, view, null, clock.get(), need)).isNull();
        assertThat(strict.isAwaited(READ, view, clock.get(), need)).isTrue();
    }

    @Test
    void write_acknowledgedBeforeItsFlush_mustBeProvenAsAWhole() {
        clock.set(at(10));
        connection.begins(true);
        write(proven(0, 0));
        ClusterView flushed =
                Views.proven(primary, List.of(a, b), at(20, 20), at(5, 15), new long[2], at(-100, -100), false);
        for (int i = 0; i < 4; i++) {
            assertThat(node(route(flushed))).isEqualTo(b);
        }
    }

    @Test
    void write_beforeTheServersSettingWasKnown_isMeasuredByWhatItTurnedOutToBe() {
        clock.set(at(10));
        write(proven(0, 0));
        ClusterView late =
                Views.proven(primary, List.of(a, b), at(20, 20), at(5, 5), new long[2], at(-100, -100), true);
        assertThat(reason(route(late))).isEqualTo(RouteReason.NO_PROVEN_REPLICA);
    }

    @Test
    void level_bounded_countsFromTheBeginOfTheTransaction() {
        ofConnection = ConsistencyLevel.boundedStaleness(Duration.ofMillis(30));
        clock.set(at(40));
        assertThat(node(route(proven(9, 10)))).isEqualTo(b);
        clock.set(at(41));
        assertThat(reason(route(proven(9, 10)))).isEqualTo(RouteReason.NO_PROVEN_REPLICA);
    }

    @Test
    void scope_readOnOneReplica_isNotFollowedByAnOlderOne() {
        Scope scope = freshness.open();
        ClusterView view = proven(0, 0);
        clock.set(at(10));
        Route taken = Objects.requireNonNull(route(view));
        Node first = taken.node();
        freshness.ran(taken);
        Node other = first.equals(a) ? b : a;
        for (int i = 0; i < 4; i++) {
            assertThat(node(route(view))).isEqualTo(first);
        }
        RouteRequest elsewhere = READ.avoiding(first.index());
        assertThat(reason(router.route(elsewhere, view, null, clock.get(), freshness.need(connection, view))))
                .isEqualTo(RouteReason.NO_PROVEN_REPLICA);
        ClusterView later = proven(10, 10);
        assertThat(node(router.route(elsewhere, later, null, clock.get(), freshness.need(connection, later))))
                .isEqualTo(other);
        freshness.close(scope);
        assertThat(freshness.need(connection, view)).isNull();
    }

    @Test
    void scope_replicaThatMayHaveGoneBack_mustBeProvenLikeAnother() {
        Scope scope = freshness.open();
        clock.set(at(10));
        ClusterView view = proven(0, 0);
        freshness.ran(Objects.requireNonNull(route(view)));
        clock.set(at(30));
        ClusterView restarted =
                Views.proven(primary, List.of(a, b), at(9, 9), at(9, 9), new long[2], at(20, 20), false);
        assertThat(reason(route(restarted))).isEqualTo(RouteReason.NO_PROVEN_REPLICA);
        freshness.close(scope);
    }

    @Test
    void scope_readOnThePrimary_isFollowedByAReplicaThatIsProvenSince() {
        Scope scope = freshness.open();
        Scope inner = freshness.open();
        freshness.require(inner, Requirements::onPrimary);
        clock.set(at(10));
        freshness.ran(Objects.requireNonNull(route(proven(0, 0))));
        freshness.close(inner);
        assertThat(reason(route(proven(9, 9)))).isEqualTo(RouteReason.NO_PROVEN_REPLICA);
        assertThat(node(route(proven(9, 10)))).isEqualTo(b);
        freshness.close(scope);
    }

    @Test
    void scope_readsOfBothReplicas_mustBothBeShown() {
        Scope scope = freshness.open();
        ClusterView onA = Views.proven(
                primary, List.of(a), new long[] {at(0)}, new long[] {at(0)}, new long[1], new long[] {at(-100)}, false);
        ClusterView onB = Views.proven(
                primary,
                List.of(b),
                new long[] {at(12)},
                new long[] {at(12)},
                new long[1],
                new long[] {at(-100)},
                false);
        clock.set(at(10));
        freshness.ran(Objects.requireNonNull(route(onA)));
        clock.set(at(20));
        freshness.ran(Objects.requireNonNull(route(onB)));
        assertThat(reason(route(proven(15, 9)))).as("b shows less than a did").isEqualTo(RouteReason.NO_PROVEN_REPLICA);
        assertThat(node(route(proven(15, 10)))).isEqualTo(b);
        assertThat(node(route(proven(20, 9)))).isEqualTo(a);
        freshness.close(scope);
    }

    @Test
    void node_whoseConnectionsAreYoungerThanItsSample_isNoneInThatPicture() {
        clock.set(at(10));
        write(proven(0, 0));
        ClusterView view = proven(10, 10);
        Need need = freshness.need(connection, view);
        Objects.requireNonNull(need).tooYoung(a.index(), view);
        for (int i = 0; i < 4; i++) {
            assertThat(node(router.route(READ, view, null, clock.get(), need))).isEqualTo(b);
        }
        need.tooYoung(b.index(), view);
        assertThat(reason(router.route(READ, view, null, clock.get(), need))).isEqualTo(RouteReason.NO_PROVEN_REPLICA);
        ClusterView next = proven(11, 11);
        assertThat(reason(router.route(READ, next, null, clock.get(), need)))
                .isEqualTo(RouteReason.READ_ONLY_TRANSACTION);
    }

    @Test
    void marks_ofSeveralWrites_onlyMoveForward() {
        WriteMark mark = new WriteMark();
        mark.note(at(20), false);
        mark.note(at(10), false);
        assertThat(mark.flushed()).isEqualTo(at(20));
        assertThat(mark.mayBeUnflushed()).isFalse();
        mark.note(at(60), true);
        assertThat(mark.latest()).isEqualTo(at(60));
    }
}
