// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.chaos;

/**
 * One fault of a plan, with its times in milliseconds.
 *
 * @param kind what is done
 * @param before how long the load runs undisturbed first
 * @param length how long the fault lasts, or, before a promotion, how long a failover manager takes to notice
 * @param zombie how long the old primary runs on its old timeline before it rejoins; 0 if it comes back clean
 * @param replica which replica, as an index
 * @param repointLate whether the other replica is pointed to the new primary only after the old one has rejoined
 */
public record Step(FaultKind kind, int before, int length, int zombie, int replica, boolean repointLate) {
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(kind.name()).append(" for ").append(length).append(" ms");
        if (zombie > 0) {
            text.append(", zombie for ").append(zombie).append(" ms");
        }
        if (repointLate) {
            text.append(", re-pointed late");
        }
        return text.toString();
    }
}
