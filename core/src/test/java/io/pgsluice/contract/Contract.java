// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Plays scenarios on both sides and compares what they saw. Every scenario gets a connection and closes what it opens, except the
 * connection; afterwards pgsluice must have all physical connections back, as clean as new ones.
 */
@ExtendWith(Servers.Provider.class)
abstract class Contract {
    /** A property that changes nothing but the pool. */
    private static final Map<String, String> APART = Map.of("cleanupSavepoints", "false");

    private @Nullable Servers servers;
    private @Nullable Comparison comparison;

    @BeforeEach
    final void begin(Servers shared, TestInfo info) {
        servers = shared;
        comparison = new Comparison(getClass().getSimpleName() + "."
                + info.getTestMethod().map(Method::getName).orElseThrow());
    }

    @AfterEach
    final void end() {
        comparison().assertNothingUnexplained();
    }

    final Servers servers() {
        return Objects.requireNonNull(servers);
    }

    private Comparison comparison() {
        return Objects.requireNonNull(comparison);
    }

    /** Plays a scenario that may write. */
    final void onPrimary(Scenario scenario) throws Exception {
        play(Access.ON_PRIMARY, Map.of(), scenario);
    }

    /** Plays a scenario that needs a standby. */
    final void onReplica(Scenario scenario) throws Exception {
        play(Access.ON_REPLICA, Map.of(), scenario);
    }

    /** Plays a scenario that only reads. */
    final void everywhere(Scenario scenario) throws Exception {
        onPrimary(scenario);
        onReplica(scenario);
    }

    /** Plays a scenario with a property of the driver. */
    final void onPrimaryWith(String property, String value, Scenario scenario) throws Exception {
        play(Access.ON_PRIMARY, Map.of(property, value), scenario);
    }

    /** Plays a scenario that leaves something in a session which no one can take back, on connections that no other test gets. */
    final void apart(Scenario scenario) throws Exception {
        play(Access.ON_PRIMARY, APART, scenario);
    }

    /** Plays a scenario that takes long on one way of each kind. */
    final void onceEach(Scenario scenario) throws Exception {
        play(EnumSet.of(Access.PRIMARY_MOVED, Access.REPLICA), Map.of(), scenario);
    }

    private void play(Set<Access> all, Map<String, String> properties, Scenario scenario) throws Exception {
        for (Access access : all) {
            Transcript expected = play(Side.DRIVER, access, properties, scenario);
            Transcript actual = play(Side.SLUICE, access, properties, scenario);
            int inUse = servers().inUse(properties);
            actual.note("(connections in use)", () -> inUse);
            expected.note("(connections in use)", () -> 0);
            for (boolean readOnly : new boolean[] {access.readOnly(), !access.readOnly()}) {
                Map<String, String> left = servers().leftBehind(readOnly, properties);
                String key = readOnly == access.readOnly() ? "(left to the next)" : "(left elsewhere)";
                actual.note(key, () -> left);
                expected.note(key, Map::of);
            }
            if (comparison().differs(access, expected, actual)) {
                comparison().addPool(access, play(Side.POOL, access, properties, scenario));
            }
        }
    }

    private Transcript play(Side side, Access access, Map<String, String> properties, Scenario scenario)
            throws Exception {
        if (!access.readOnly()) {
            servers().refill();
        }
        Transcript transcript = new Transcript(side);
        try (Connection connection = servers().connect(side, access.readOnly(), properties)) {
            access.prepare(connection);
            scenario.play(connection, transcript);
        } catch (Exception e) {
            if (side == Side.DRIVER) {
                throw e;
            }
            transcript.ended(e);
        }
        return transcript;
    }

    /** Plays a scenario with a data source. */
    final void onDataSource(DataSourceScenario scenario) throws Exception {
        Transcript expected = new Transcript(Side.DRIVER);
        scenario.play(servers().dataSource(Side.DRIVER), expected);
        Transcript actual = new Transcript(Side.SLUICE);
        scenario.play(servers().dataSource(Side.SLUICE), actual);
        if (comparison().differs(Access.PRIMARY, expected, actual)) {
            Transcript pool = new Transcript(Side.POOL);
            scenario.play(servers().dataSource(Side.POOL), pool);
            comparison().addPool(Access.PRIMARY, pool);
        }
    }

    /** What an application does with a data source, and what it notices. */
    @FunctionalInterface
    interface DataSourceScenario {
        void play(DataSource dataSource, Transcript seen) throws Exception;
    }

    /** A second connection that may write, of the same side. */
    final Connection another(Transcript seen) throws SQLException {
        return servers().connect(seen.side(), false, Map.of());
    }

    /** The same, within {@link #apart}. */
    final Connection anotherApart(Transcript seen) throws SQLException {
        return servers().connect(seen.side(), false, APART);
    }
}
