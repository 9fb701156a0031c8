// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

/** How a probe ended. */
sealed interface Observation {

    /** The server answered. */
    record Answered(Sample sample) implements Observation {}

    /** The server cannot be there: connection refused or reset, or it says that it takes no sessions. */
    record Refused(String detail) implements Observation {}

    /** Something answered, but not the probe: wrong credentials, no free connection slot, a failing query. */
    record Rejected(String detail) implements Observation {}

    /** Nothing came back within the probe's deadline. */
    record Missed(String detail) implements Observation {}
}
