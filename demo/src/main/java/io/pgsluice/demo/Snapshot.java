// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import io.pgsluice.NodeStatus;
import java.util.List;

/**
 * What there is to show at one moment.
 *
 * @param nanos the moment
 * @param seconds how long the run was asked to take
 * @param phase what the script does
 * @param nodes one row a node
 * @param workload the totals
 * @param events all events so far
 */
record Snapshot(
        long nanos, int seconds, String phase, List<Row> nodes, Workload workload, List<EventLog.Event> events) {

    /** What one node does. */
    record Row(NodeStatus status, long readsPerSecond, long writesPerSecond, int inUse) {}
}
