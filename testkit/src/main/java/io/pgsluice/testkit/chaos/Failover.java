// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.chaos;

/**
 * How long a promotion took to be of use.
 *
 * @param kind what it was part of
 * @param synchronous whether commits waited for a replica
 * @param nanos from its end to the first write that was acknowledged on its timeline
 */
public record Failover(FaultKind kind, boolean synchronous, long nanos) {}
