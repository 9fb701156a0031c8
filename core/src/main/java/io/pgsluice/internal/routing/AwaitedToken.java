// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import io.pgsluice.ConsistencyToken;

/**
 * A token that must be read after.
 *
 * @param token the token
 * @param sinceNanos when it was first known here: a node that was asked later can tell of it
 */
public record AwaitedToken(ConsistencyToken token, long sinceNanos) {}
