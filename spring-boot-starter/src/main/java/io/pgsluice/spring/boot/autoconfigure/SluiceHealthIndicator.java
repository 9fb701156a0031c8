// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spring.boot.autoconfigure;

import io.pgsluice.Eligibility;
import io.pgsluice.NodeState;
import io.pgsluice.NodeStatus;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * The health of a cluster: DOWN without any usable node, else UP, with {@code degraded} and the reasons in its details where
 * not all is well. Reads memory only. Safe for use by multiple threads.
 */
public final class SluiceHealthIndicator extends AbstractHealthIndicator {
    private final SluiceDataSource dataSource;

    /**
     * Makes an indicator.
     *
     * @param dataSource the data source to tell about
     */
    public SluiceHealthIndicator(SluiceDataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        Topology topology = dataSource.topology();
        NodeStatus primary = topology.primary();
        List<String> reasons = reasons(topology);
        if (dataSource.isPaused()) {
            reasons.add("paused");
        }
        if (primary == null && topology.eligibleReplicas().isEmpty()) {
            builder.down();
        } else {
            builder.up();
        }
        builder.withDetail("primary", primary == null ? "none" : primary.name());
        builder.withDetail("paused", dataSource.isPaused());
        builder.withDetail("degraded", !reasons.isEmpty());
        if (!reasons.isEmpty()) {
            builder.withDetail("reasons", reasons);
        }
        Map<String, Object> nodes = new LinkedHashMap<>();
        topology.nodes().forEach(node -> nodes.put(node.name(), details(node)));
        builder.withDetail("nodes", nodes);
    }

    private static List<String> reasons(Topology topology) {
        List<String> reasons = new ArrayList<>();
        NodeStatus primary = topology.primary();
        if (primary == null) {
            reasons.add("no primary");
        }
        if (topology.eligibleReplicas().isEmpty() && topology.nodes().size() > 1) {
            reasons.add("no eligible replica");
        }
        for (NodeStatus node : topology.nodes()) {
            boolean isPrimary = primary != null && primary.name().equals(node.name());
            if (!isPrimary && node.eligibility() != Eligibility.ELIGIBLE) {
                reasons.add(node.name() + ": " + node.eligibility().text());
            }
        }
        return reasons;
    }

    private static Map<String, Object> details(NodeStatus node) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("address", node.address());
        details.put("role", node.role());
        details.put("state", node.state());
        details.put("eligibility", node.eligibility());
        if (node.lag() != null && node.state() == NodeState.UP) {
            details.put("lag", node.lag().toMillis() + "ms");
        }
        if (node.detail() != null) {
            details.put("detail", node.detail());
        }
        return details;
    }
}
