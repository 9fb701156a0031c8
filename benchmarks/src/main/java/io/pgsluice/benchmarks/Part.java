// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import java.util.List;

/** One of the things that are measured. */
interface Part {
    /** What it is called on the command line, and its files. */
    String name();

    /** Measures. */
    List<Row> measure(Settings settings) throws Exception;

    /** What was measured, to read. */
    String markdown(List<Row> rows);

    /** The chart. */
    Chart chart(List<Row> rows);
}
