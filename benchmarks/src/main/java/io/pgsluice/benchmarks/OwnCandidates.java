// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** What needs nothing but pgsluice's own dependencies. */
public final class OwnCandidates implements Candidates {
    /** The name of the one that the others' cost is compared with. */
    static final String BASE = "HikariCP alone";

    /** The name of the driver without a pool. */
    static final String BARE = "driver alone";

    /** The name of what this is about. */
    static final String SLUICE = "pgsluice";

    @Override
    public List<Candidate> everyday() {
        return List.of(
                new Plain(BARE, nodes -> Opened.of(new OnePerThread(nodes.physical(nodes.primary())))),
                new Plain(BASE, OwnCandidates::pool),
                new SluiceCandidate(SLUICE, SluiceCandidate::patient));
    }

    @Override
    public List<Candidate> failingOver() {
        return List.of(
                new MultiHostCandidate("pgjdbc multi-host", false),
                new MultiHostCandidate("pgjdbc multi-host, tuned", true),
                new SluiceCandidate(SLUICE, UnaryOperator.identity()),
                new SluiceCandidate(SLUICE + ", tuned", builder -> builder.probeInterval(Duration.ofMillis(200))
                        .probeTimeout(Duration.ofMillis(150))
                        .failoverProbeInterval(Duration.ofMillis(20))
                        .connectTimeout(Duration.ofSeconds(1))));
    }

    private static Opened pool(Nodes nodes) {
        HikariDataSource pool = Pools.of("alone", nodes.physical(nodes.primary()), nodes.poolSize());
        return Opened.of(pool, pool);
    }

    /** How a candidate without a router is opened. */
    @FunctionalInterface
    private interface Opening {
        Opened open(Nodes nodes);
    }

    /** A candidate that knows the primary only. */
    private record Plain(String name, Opening opening) implements Candidate {
        @Override
        public Opened open(Nodes nodes) {
            return opening.open(nodes);
        }

        @Override
        public boolean splits() {
            return false;
        }
    }
}
