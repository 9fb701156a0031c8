// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be right when every node was asked for the first time. */
final class StartupCheck {
    private static final Logger LOG = LoggerFactory.getLogger(SluiceDataSource.class);

    private StartupCheck() {}

    static void check(SluiceConfig config, Topology topology) {
        List<NodeStatus> answering = topology.nodes().stream()
                .filter(node -> node.systemIdentifier() != 0)
                .toList();
        if (answering.isEmpty()) {
            throw new StartupException(
                    config.name() + " - none of the " + topology.nodes().size()
                            + " nodes answered within startupTimeout="
                            + config.startupTimeout().toMillis()
                            + " ms; check addresses, credentials and pg_hba.conf, or set startupTimeout=0s to start without: "
                            + topology.summary());
        }
        NodeStatus first = answering.get(0);
        for (NodeStatus other : answering) {
            if (other.systemIdentifier() != first.systemIdentifier()) {
                throw new InvalidConfigurationException(
                        "node." + other.name(),
                        other.address(),
                        config.name() + " - the nodes belong to different clusters: " + first.name() + " ("
                                + first.address() + ") has system_identifier " + first.systemIdentifier() + ", "
                                + other.name() + " (" + other.address() + ") has " + other.systemIdentifier()
                                + "; list only servers that replicate from one another");
            }
        }
        for (NodeStatus node : topology.nodes()) {
            if (node.systemIdentifier() == 0) {
                LOG.warn(
                        "{} - {} did not answer at the start and is used when it does: {}",
                        config.name(),
                        node.name(),
                        node.summary());
            }
        }
        if (topology.primary() == null) {
            LOG.warn(
                    "{} - no primary at the start; writes wait for one (failoverTimeout={} ms): {}",
                    config.name(),
                    config.failoverTimeout().toMillis(),
                    topology.summary());
        }
    }
}
