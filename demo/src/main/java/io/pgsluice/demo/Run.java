// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import io.pgsluice.NodeStatus;
import io.pgsluice.SluiceConfig;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PostgresCluster;
import java.sql.SQLException;
import java.time.Duration;

/** The load and the script on a cluster that has started, from the first transaction to the audit. */
final class Run {
    private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(10);

    private final Options options;
    private final PostgresCluster cluster;

    Run(Options options, PostgresCluster cluster) {
        this.options = options;
        this.cluster = cluster;
    }

    /** Connections that one node needs when it serves everybody. */
    static int poolSize(Options options) {
        return options.writers() + options.readers() + 1;
    }

    Outcome execute(Display display) throws SQLException, InterruptedException {
        Schema.create(cluster.primary());
        Script.replicateSynchronously(cluster);
        cluster.awaitCaughtUp();
        RunClock clock = new RunClock();
        EventLog events = new EventLog(clock);
        Routing routing = new Routing(clock);
        SluiceConfig config = config(routing, events);
        try (SluiceDataSource dataSource = SluiceDataSource.create(config)) {
            routing.startWith(dataSource.topology());
            for (NodeStatus node : dataSource.topology().nodes()) {
                boolean primary = node.name().equals(cluster.primary().name());
                routing.await(node.name(), !primary, SETTLE_TIMEOUT);
            }
            try (Workload workload =
                    new Workload(options, dataSource, config.maxReplicaLag(), routing, events, clock)) {
                Script script = new Script(cluster, workload.writes(), routing, events, clock, options.seconds());
                Observer observer = new Observer(dataSource, workload, script, events, clock, options.seconds());
                workload.start();
                Milestones milestones;
                try (Screen screen = new Screen(display, observer)) {
                    screen.start();
                    milestones = script.run();
                    workload.stop();
                }
                Audit audit = Audit.of(cluster, workload.writes());
                return new Outcome(
                        options, config, cluster.version(), workload, milestones, audit, dataSource.topology());
            }
        }
    }

    private SluiceConfig config(Routing routing, EventLog events) {
        var builder = SluiceConfig.builder()
                .name("demo")
                .credentials(PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD)
                .maximumPoolSize(poolSize(options))
                .listener(routing)
                .listener(new Narrator(events));
        cluster.jdbcUrls().forEach(builder::node);
        return builder.build();
    }
}
