// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

/**
 * One thing that is wrong.
 *
 * @param kind what
 * @param description which operation, what was expected, what was found
 */
public record Violation(ViolationKind kind, String description) {}
