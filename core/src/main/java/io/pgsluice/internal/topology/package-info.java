// SPDX-License-Identifier: Apache-2.0
/** Knowing the cluster: probes, node states, freshness and the choice of the primary. */
@NullMarked
package io.pgsluice.internal.topology;

import org.jspecify.annotations.NullMarked;
