// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

/**
 * Where a transaction runs, and why.
 *
 * @param node the node's name
 * @param reason why it was chosen
 */
public record RouteDecision(String node, RouteReason reason) {}
