// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import static io.pgsluice.testkit.history.Outcome.ACKNOWLEDGED;
import static io.pgsluice.testkit.history.Outcome.IN_DOUBT;
import static io.pgsluice.testkit.history.Outcome.ROLLED_BACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransactionRollbackException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of violation is found, and nothing else is taken for one. */
class HistoryCheckerTest {
    private static final Position P10 = new Position(1, 10);
    private static final Position P20 = new Position(1, 20);
    private static final Position P30 = new Position(1, 30);
    private static final Position SECOND = new Position(2, 40);

    static Stream<Arguments> wrong() {
        return Stream.of(
                wrong(
                        "an acknowledged row is gone",
                        ViolationKind.LOST_WRITE,
                        new Story().append(1, 0, 1, ACKNOWLEDGED, P10)),
                wrong(
                        "gone though it was committed before the fork",
                        ViolationKind.LOST_WRITE,
                        new Story()
                                .append(1, 0, 1, ACKNOWLEDGED, P10)
                                .append(2, 2, 3, ACKNOWLEDGED, P20)
                                .there(2)
                                .fork(20)),
                wrong(
                        "gone behind the fork, with synchronous replication",
                        ViolationKind.LOST_WRITE,
                        new Story().durable().append(1, 0, 1, ACKNOWLEDGED, P30).fork(20)),
                wrong(
                        "gone on the last timeline",
                        ViolationKind.LOST_WRITE,
                        new Story().append(1, 0, 1, ACKNOWLEDGED, SECOND).fork(20)),
                wrong(
                        "an increment is gone",
                        ViolationKind.LOST_WRITE,
                        new Story()
                                .increment(1, 0, 1, ACKNOWLEDGED, P10)
                                .increment(1, 2, 3, ACKNOWLEDGED, P20)
                                .counted(1)),
                wrong(
                        "the counter is lower at the end",
                        ViolationKind.LOST_WRITE,
                        new Story().increment(1, 0, 1, ACKNOWLEDGED, P10).counted(0)),
                wrong(
                        "a row is there twice",
                        ViolationKind.DUPLICATED_WRITE,
                        new Story().append(1, 0, 1, ACKNOWLEDGED, P10).there(1, 1)),
                wrong(
                        "a row in doubt is there twice",
                        ViolationKind.DUPLICATED_WRITE,
                        new Story().append(1, 0, 1, IN_DOUBT, null).there(1, 1)),
                wrong(
                        "an increment counts twice",
                        ViolationKind.DUPLICATED_WRITE,
                        new Story().increment(2, 0, 1, ACKNOWLEDGED, P10).counted(2)),
                wrong(
                        "an increment in doubt counts twice",
                        ViolationKind.DUPLICATED_WRITE,
                        new Story().increment(0, 0, 1, IN_DOUBT, null).counted(2)),
                wrong(
                        "rolled back and there",
                        ViolationKind.PHANTOM_WRITE,
                        new Story().append(1, 0, 1, ROLLED_BACK, null).there(1)),
                wrong("never written", ViolationKind.PHANTOM_WRITE, new Story().there(7)),
                wrong(
                        "a read of more increments than there were",
                        ViolationKind.PHANTOM_WRITE,
                        new Story().increment(0, 0, 1, ROLLED_BACK, null).readCounter(1, 5)),
                wrong(
                        "half of a transaction",
                        ViolationKind.HALF_APPLIED,
                        new Story()
                                .append(List.of(1L, 2L), 0, 1, ACKNOWLEDGED, P10)
                                .there(1)),
                wrong(
                        "half of a transaction in doubt",
                        ViolationKind.HALF_APPLIED,
                        new Story()
                                .append(List.of(1L, 2L), 0, 1, IN_DOUBT, null)
                                .there(2)),
                wrong(
                        "a write on the old timeline after one on the new",
                        ViolationKind.SPLIT_BRAIN,
                        new Story()
                                .append(1, 0, 1, ACKNOWLEDGED, SECOND)
                                .append(2, 2, 3, ACKNOWLEDGED, P30)
                                .there(1)
                                .fork(20)),
                wrong(
                        "a read older than the bound",
                        ViolationKind.STALE_READ,
                        new Story()
                                .increment(1, 0, 1, ACKNOWLEDGED, P10)
                                .readCounter(0, 1_002)
                                .counted(1)),
                wrong(
                        "a read older than the bound before an outage",
                        ViolationKind.STALE_READ,
                        new Story()
                                .increment(1, 0, 1, ACKNOWLEDGED, P10)
                                .outage(1_100, 9_000)
                                .readCounter(0, 5_000)
                                .counted(1)),
                wrong(
                        "an own row is not seen",
                        ViolationKind.OWN_WRITE_NOT_SEEN,
                        new Story()
                                .append(1, 0, 1, ACKNOWLEDGED, P10)
                                .readOwn(1, 0, 0, 2, P20)
                                .there(1)),
                wrong(
                        "an own increment is not seen",
                        ViolationKind.OWN_WRITE_NOT_SEEN,
                        new Story()
                                .increment(1, 0, 1, ACKNOWLEDGED, P10)
                                .readOwn(0, 0, 0, 2, P20)
                                .counted(1)),
                wrong(
                        "an own row behind a coming fork is not seen before it",
                        ViolationKind.OWN_WRITE_NOT_SEEN,
                        new Story()
                                .append(1, 0, 1, ACKNOWLEDGED, P20)
                                .readOwn(1, 0, 0, 2, P30)
                                .fork(15)),
                wrong(
                        "an own row is not seen on a replica, where that is promised",
                        ViolationKind.OWN_WRITE_NOT_SEEN,
                        new Story()
                                .readYourWrites()
                                .append(1, 0, 1, ACKNOWLEDGED, P10)
                                .readOwnReadOnly(1, 0, 0, 2)
                                .there(1)),
                wrong(
                        "a counter goes back on the primary",
                        ViolationKind.BACKWARD_READ,
                        new Story()
                                .increment(0, 0, 1, IN_DOUBT, null)
                                .readOwn(0, 0, 1, 2, P10)
                                .readOwn(0, 0, 0, 4, P20)),
                wrong(
                        "a counter goes back on replicas, where that is promised not to happen",
                        ViolationKind.BACKWARD_READ,
                        new Story()
                                .monotonicReads()
                                .increment(1, 0, 1, ACKNOWLEDGED, P10)
                                .readCounter(1, 2)
                                .readCounter(0, 4)
                                .counted(1)),
                wrong(
                        "a counter goes back over a promotion with synchronous replication",
                        ViolationKind.BACKWARD_READ,
                        new Story()
                                .durable()
                                .increment(0, 0, 1, IN_DOUBT, null)
                                .readOwn(0, 0, 1, 2, P10)
                                .fork(20)
                                .readOwn(0, 0, 0, 4, SECOND)),
                wrong("a wrong sum in a snapshot", ViolationKind.BROKEN_TOTAL, new Story().readTotal(99, 0)),
                wrong("a wrong sum at the end", ViolationKind.BROKEN_TOTAL, new Story().total(101)),
                wrong("a read-write transaction on a replica", ViolationKind.MISROUTED, new Story().misrouted(0)),
                wrong(
                        "a replica has a row less",
                        ViolationKind.REPLICA_DIFFERS,
                        new Story().append(1, 0, 1, ACKNOWLEDGED, P10).there(1).replica()),
                wrong(
                        "an exception out of the blue",
                        ViolationKind.UNEXPECTED_EXCEPTION,
                        new Story().failed(OperationKind.APPEND, Phase.FIRST_STATEMENT, lost("08007"), 0, 1)),
                wrong(
                        "an exception for a read by one statement",
                        ViolationKind.UNEXPECTED_EXCEPTION,
                        new Story()
                                .disturbance(0, 9)
                                .failed(OperationKind.READ_COUNTERS, Phase.FIRST_STATEMENT, lost("08006"), 0, 1)),
                wrong(
                        "an exception that does not tell",
                        ViolationKind.UNEXPECTED_EXCEPTION,
                        new Story()
                                .disturbance(0, 9)
                                .failed(OperationKind.TRANSFER, Phase.COMMIT, lost("08006"), 0, 1)),
                wrong(
                        "two exceptions in one disturbance",
                        ViolationKind.REPEATED_EXCEPTION,
                        new Story()
                                .disturbance(0, 9)
                                .failed(OperationKind.TRANSFER, Phase.COMMIT, lost("08007"), 0, 1)
                                .failed(OperationKind.TRANSFER, Phase.COMMIT, lost("08007"), 2, 3)));
    }

    static Stream<Arguments> right() {
        return Stream.of(
                right("nothing", new Story()),
                right(
                        "a row in doubt that is there",
                        new Story().append(1, 0, 1, IN_DOUBT, null).there(1)),
                right("a row in doubt that is not there", new Story().append(1, 0, 1, IN_DOUBT, null)),
                right("a row rolled back", new Story().append(1, 0, 1, ROLLED_BACK, null)),
                right(
                        "an increment in doubt that takes effect late",
                        new Story()
                                .increment(0, 0, 1, IN_DOUBT, null)
                                .increment(1, 2, 3, ACKNOWLEDGED, P10)
                                .increment(3, 4, 5, ACKNOWLEDGED, P20)
                                .counted(3)),
                right(
                        "a transaction on the old timeline that began before one ended on the new",
                        new Story()
                                .append(1, 0, 3, ACKNOWLEDGED, SECOND)
                                .append(2, 2, 4, ACKNOWLEDGED, P10)
                                .append(3, 5, 6, ACKNOWLEDGED, SECOND)
                                .there(1, 2, 3)
                                .fork(20)),
                right(
                        "a read within the bound",
                        new Story()
                                .increment(1, 0, 1, ACKNOWLEDGED, P10)
                                .readCounter(0, 1_000)
                                .counted(1)),
                right(
                        "a read within the bound before an outage",
                        new Story()
                                .increment(1, 200, 201, ACKNOWLEDGED, P10)
                                .outage(1_100, 9_000)
                                .readCounter(0, 9_050)
                                .counted(1)),
                right(
                        "an own row not seen on a replica",
                        new Story()
                                .append(1, 0, 1, ACKNOWLEDGED, P10)
                                .readOwnReadOnly(1, 0, 0, 2)
                                .there(1)),
                right(
                        "replicas out of step",
                        new Story()
                                .increment(1, 0, 1, ACKNOWLEDGED, P10)
                                .readCounter(1, 2)
                                .readCounter(0, 4)
                                .counted(1)),
                right(
                        "a counter that goes back over a promotion with asynchronous replication",
                        new Story()
                                .increment(0, 0, 1, IN_DOUBT, null)
                                .readOwn(0, 0, 1, 2, P30)
                                .fork(20)
                                .readOwn(0, 0, 0, 4, SECOND)),
                right(
                        "one exception for each of two disturbances",
                        new Story()
                                .disturbance(0, 4)
                                .disturbance(5, 9)
                                .failed(OperationKind.TRANSFER, Phase.COMMIT, lost("08007"), 0, 1)
                                .failed(OperationKind.TRANSFER, Phase.LATER_STATEMENT, rolledBack(), 6, 7)),
                right(
                        "a driver's exception, where that is allowed",
                        new Story()
                                .exceptions(ExceptionRules.DRIVER)
                                .disturbance(0, 9)
                                .failed(OperationKind.TRANSFER, Phase.COMMIT, lost("08006"), 0, 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void check_ofAWrongHistory_findsWhatIsWrong(String name, ViolationKind kind, Story story) {
        assertThat(story.verdict().violations())
                .as(name)
                .extracting(Violation::kind)
                .containsOnly(kind);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("right")
    void check_ofARightHistory_findsNothing(String name, Story story) {
        assertThat(story.verdict().violations()).as(name).isEmpty();
        assertThat(story.verdict().lostByReplication()).as(name).isEmpty();
    }

    @Test
    void wrong_histories_coverEveryKind() {
        Set<Object> kinds = wrong().map(arguments -> arguments.get()[1]).collect(Collectors.toSet());
        assertThat(kinds).containsExactlyInAnyOrderElementsOf(Arrays.asList(ViolationKind.values()));
        assertThat(EnumSet.allOf(ViolationKind.class)).hasSameSizeAs(kinds);
    }

    @Test
    void check_rowBehindTheFork_isLostByReplicationAndNoViolation() {
        Verdict verdict = new Story()
                .append(1, 0, 1, ACKNOWLEDGED, P10)
                .append(2, 2, 3, ACKNOWLEDGED, P30)
                .append(3, 4, 5, ACKNOWLEDGED, SECOND)
                .there(1, 3)
                .fork(20)
                .verdict();
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.lostByReplication())
                .extracting(Operation::effect)
                .containsExactly(new Effect.Rows(List.of(2L)));
    }

    @Test
    void check_commitThatMayLieBehindTheFork_isLostByReplicationAndNoViolation() {
        Verdict verdict = new Story()
                .append(1, 0, 9, ACKNOWLEDGED, P10)
                .append(2, 1, 2, ACKNOWLEDGED, P20)
                .there(2)
                .fork(20)
                .verdict();
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.lostByReplication()).hasSize(1);
    }

    @Test
    void check_incrementsBehindTheFork_areLostByReplicationAndCountedAnew() {
        Verdict verdict = new Story()
                .increment(1, 0, 1, ACKNOWLEDGED, P10)
                .increment(2, 2, 3, ACKNOWLEDGED, P20)
                .increment(3, 4, 5, ACKNOWLEDGED, P30)
                .fork(20)
                .readOwn(0, 0, 1, 6, SECOND)
                .increment(2, 8, 9, ACKNOWLEDGED, SECOND)
                .counted(2)
                .verdict();
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.lostByReplication()).hasSize(2);
    }

    private static Arguments wrong(String name, ViolationKind kind, Story story) {
        return arguments(name, kind, story);
    }

    private static Arguments right(String name, Story story) {
        return arguments(name, story);
    }

    private static SQLException lost(String state) {
        return new SQLNonTransientConnectionException("lost", state);
    }

    private static SQLException rolledBack() {
        return new SQLTransactionRollbackException("rolled back", "40001");
    }
}
