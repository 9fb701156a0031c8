// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

/**
 * A time in which exceptions are to be expected.
 *
 * @param name what happened
 * @param start the instant before it began
 * @param end the instant when everything was as usual again
 * @param losses how often a thread may lose its session by it: more than once where sessions are ended one by one
 */
public record Disturbance(String name, long start, long end, int losses) {
    boolean overlaps(Operation operation) {
        return operation.start() <= end && operation.end() >= start;
    }
}
