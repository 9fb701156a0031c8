// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

/** What a read does whose {@link ConsistencyToken} can't be honoured. */
public enum UnknownToken {
    /** It runs on the primary, for {@link RouteReason#UNKNOWN_TOKEN}. */
    PRIMARY,
    /** It fails with {@link ConsistencyTokenException}. */
    FAIL
}
