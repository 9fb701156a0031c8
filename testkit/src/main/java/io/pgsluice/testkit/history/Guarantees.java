// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.time.Duration;

/**
 * What is promised, and so what the checker takes for a violation.
 *
 * @param durable whether acknowledged writes survive every promotion, as with synchronous replication; else those that lie behind a fork
 *     may be lost
 * @param staleness how old an answer of a read-only transaction may be
 * @param settle how long after an outage the staleness still counts from before it
 * @param readYourWrites whether a read-only transaction sees what its session wrote before; reads that are not declared read-only
 *     always must
 * @param monotonicReads whether the read-only transactions of a session never go back in time; reads that are not declared
 *     read-only never may
 * @param exceptions which exceptions may surface
 * @param exceptionsPerDisturbance how many exceptions a session may see for each loss in one disturbance
 */
public record Guarantees(
        boolean durable,
        Duration staleness,
        Duration settle,
        boolean readYourWrites,
        boolean monotonicReads,
        ExceptionRules exceptions,
        int exceptionsPerDisturbance) {}
