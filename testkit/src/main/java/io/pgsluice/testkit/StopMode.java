// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit;

/** How a server is told to stop. */
public enum StopMode {
    /** Sessions end with 57P01, a checkpoint is written, standbys receive all WAL first. */
    FAST("INT"),
    /** Sessions end with 57P02 at once and nothing is written: the next start recovers as after a crash. */
    IMMEDIATE("QUIT");

    private final String signal;

    StopMode(String signal) {
        this.signal = signal;
    }

    /** The name of the signal that the server's main process gets. */
    public String signal() {
        return signal;
    }
}
