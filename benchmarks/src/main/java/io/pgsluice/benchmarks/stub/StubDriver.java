// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks.stub;

/** Which driver the stub looks like. */
public enum StubDriver {
    /** pgjdbc: its connections tell of the transaction's state and of {@code in_hot_standby}. */
    PGJDBC,
    /** Any driver: its connections know no more than JDBC. */
    PLAIN
}
