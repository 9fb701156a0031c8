// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

/**
 * What the script measured, in nanoseconds.
 *
 * @param drain from the request to pause a replica's replay until no new read went there
 * @param back from the request to resume it until reads could go there again
 * @param failover from the end of the promotion until the first write on the new primary was acknowledged
 * @param outage from the kill until that write
 * @param rejoined from the first copied byte until the old primary took reads as a replica
 * @param promoted the name of the new primary
 */
record Milestones(long drain, long back, long failover, long outage, long rejoined, String promoted) {}
