// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import java.time.Duration;

/** Shows the run while it goes on. Confined to one thread at a time. */
interface Display {
    /** How often there is something new to show. */
    Duration interval();

    /** Shows a snapshot. */
    void show(Snapshot snapshot);

    /** Leaves the output as it was found. */
    default void end() {}
}
