// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.util.List;

/**
 * What the checker found.
 *
 * @param violations what is wrong; empty if all is right
 * @param lostByReplication acknowledged writes that are gone because their commit lies behind a fork: the price of asynchronous
 *     replication, no violation
 */
public record Verdict(List<Violation> violations, List<Operation> lostByReplication) {}
