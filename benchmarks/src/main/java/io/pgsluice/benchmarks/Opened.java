// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import java.util.List;
import javax.sql.DataSource;

/**
 * A candidate that is open.
 *
 * @param dataSource what writes go to, and read-only transactions too where the candidate splits them
 * @param reads what read-only transactions go to; the same but for pools of their own
 * @param switchover what an operator's switchover is wrapped in
 * @param resources what is closed with it, the last first
 */
public record Opened(DataSource dataSource, DataSource reads, Switchover switchover, List<AutoCloseable> resources)
        implements AutoCloseable {
    /** How a candidate is told of a planned switchover. */
    @FunctionalInterface
    public interface Switchover {
        /** Does it. */
        void around(Step step) throws Exception;

        /** What the operator does. */
        @FunctionalInterface
        interface Step {
            /** Does it. */
            void run() throws Exception;
        }
    }

    /** One data source for all, which is not told of a switchover. */
    public static Opened of(DataSource dataSource, AutoCloseable... resources) {
        return new Opened(dataSource, dataSource, Switchover.Step::run, List.of(resources));
    }

    @Override
    public void close() {
        for (int i = resources.size() - 1; i >= 0; i--) {
            try {
                resources.get(i).close();
            } catch (Exception e) {
                throw new IllegalStateException("not closed: " + resources.get(i), e);
            }
        }
    }
}
