// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import io.pgsluice.RouteDecision;
import io.pgsluice.RouteReason;
import io.pgsluice.internal.topology.Node;

/** A chosen node and why; one object for each pair, made when the node is. */
public record Route(Node node, RouteReason reason, RouteDecision decision) {}
