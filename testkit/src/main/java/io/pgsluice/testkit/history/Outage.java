// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

/**
 * A time without a primary that the application could reach. Staleness does not grow in it: nothing is written.
 *
 * @param start the instant before the primary was lost
 * @param end the instant when one could be reached again
 */
public record Outage(long start, long end) {}
