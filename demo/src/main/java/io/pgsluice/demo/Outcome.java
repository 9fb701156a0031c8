// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import io.pgsluice.SluiceConfig;
import io.pgsluice.Topology;

/**
 * A finished run.
 *
 * @param options what was asked for
 * @param config how the data source was set up
 * @param serverVersion the version of PostgreSQL
 * @param workload what the workers noted
 * @param milestones what the script measured
 * @param audit what the servers hold
 * @param topology how the data source saw the cluster at the end
 */
record Outcome(
        Options options,
        SluiceConfig config,
        String serverVersion,
        Workload workload,
        Milestones milestones,
        Audit audit,
        Topology topology) {}
