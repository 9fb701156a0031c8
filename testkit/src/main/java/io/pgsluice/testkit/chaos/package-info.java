// SPDX-License-Identifier: Apache-2.0
/**
 * Faults by chance on a {@link io.pgsluice.testkit.PostgresCluster} under load, reproducible by a seed: start with
 * {@link io.pgsluice.testkit.chaos.ChaosRun}.
 */
@NullMarked
package io.pgsluice.testkit.chaos;

import org.jspecify.annotations.NullMarked;
