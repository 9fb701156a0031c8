// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An immutable picture of all nodes at one moment. Safe for use by multiple threads.
 *
 * @param version counts the pictures of one data source, from 0
 * @param nodes all nodes in the order of their configuration (which means nothing)
 * @param primary the node that is written to, null while there is none
 */
public record Topology(
        long version, List<NodeStatus> nodes, @Nullable NodeStatus primary) {

    /**
     * Makes a picture; the list is copied.
     *
     * @param version counts the pictures of one data source, from 0
     * @param nodes all nodes
     * @param primary the node that is written to, or null
     */
    public Topology {
        nodes = List.copyOf(nodes);
    }

    /**
     * Lists the replicas that take read-only transactions.
     *
     * @return the eligible nodes, possibly none
     */
    public List<NodeStatus> eligibleReplicas() {
        return nodes.stream()
                .filter(node -> node.eligibility() == Eligibility.ELIGIBLE)
                .toList();
    }

    /**
     * Looks a node up.
     *
     * @param name the node's configured name
     * @return its status
     * @throws IllegalArgumentException if there is no such node
     */
    public NodeStatus node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no node '" + name + "' among " + names()));
    }

    /**
     * Says in one line what every node is and why it is or is not used.
     *
     * @return the nodes' summaries, separated by semicolons
     */
    public String summary() {
        return nodes.stream().map(NodeStatus::summary).collect(Collectors.joining("; "));
    }

    private List<String> names() {
        return nodes.stream().map(NodeStatus::name).toList();
    }
}
