// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A data source as JMX shows it, under {@code io.pgsluice:type=SluiceDataSource,name="…"}, if {@code registerMbeans} says so.
 * Attributes read memory only. Maps are keyed by the nodes' names. Safe for use by multiple threads.
 */
public interface SluiceDataSourceMXBean {

    /**
     * Answers the data source's name.
     *
     * @return the configured name
     */
    String getName();

    /**
     * Says in one line what every node is and why it is or is not used.
     *
     * @return {@link Topology#summary()}
     */
    String getTopology();

    /**
     * Names the node that is written to.
     *
     * @return its name, null while there is none
     */
    @Nullable
    String getPrimary();

    /**
     * Tells the role that each node last reported.
     *
     * @return {@link Role}s
     */
    Map<String, String> getRoles();

    /**
     * Tells whether each node answers.
     *
     * @return {@link NodeState}s
     */
    Map<String, String> getStates();

    /**
     * Tells whether each node takes reads, and if not, why.
     *
     * @return {@link Eligibility}s
     */
    Map<String, String> getEligibilities();

    /**
     * Tells how far each replica is behind; those are left out of which it is unknown.
     *
     * @return milliseconds, an upper bound
     */
    Map<String, Long> getLagMillis();

    /**
     * Counts the transactions routed to each node since the start.
     *
     * @return transactions
     */
    Map<String, Long> getTransactions();

    /**
     * Counts the pooled connections to each node that are in use.
     *
     * @return connections
     */
    Map<String, Integer> getConnectionsInUse();

    /**
     * Counts the pooled connections to each node that are not in use.
     *
     * @return connections
     */
    Map<String, Integer> getConnectionsIdle();

    /**
     * Counts how often the primary became another node.
     *
     * @return changes since the start
     */
    long getPrimaryChanges();

    /**
     * Counts the transactions that were run again.
     *
     * @return {@link SluiceDataSource#retries()}
     */
    long getRetries();

    /**
     * Counts the transactions that were not run again for lack of a budget.
     *
     * @return {@link SluiceDataSource#retriesRefused()}
     */
    long getRetriesRefused();

    /**
     * Counts the transactions that were lost with their sessions and told to the application.
     *
     * @return transactions since the start
     */
    long getTransactionsLost();

    /**
     * Counts the commits of which the application was told that their outcome is unknown.
     *
     * @return commits since the start
     */
    long getCommitsInDoubt();

    /**
     * Tells whether the data source is paused.
     *
     * @return true from {@link #pause} until {@link #resume}
     */
    boolean isPaused();

    /**
     * Counts the calls that a pause holds.
     *
     * @return calls at this moment
     */
    long getHeldCalls();

    /**
     * Counts the transactions that are open on the primary.
     *
     * @return transactions at this moment
     */
    int getOpenPrimaryTransactions();

    /**
     * Does what {@link SluiceDataSource#pause} does.
     *
     * @param maxWaitMillis how long to wait for open transactions to end
     * @return whether all have ended
     * @throws InterruptedException if the thread was interrupted; the data source stays paused
     */
    boolean pause(long maxWaitMillis) throws InterruptedException;

    /** Does what {@link SluiceDataSource#resume} does. */
    void resume();

    /**
     * Does what {@link SluiceDataSource#drain} does.
     *
     * @param node the node's name
     */
    void drain(String node);

    /**
     * Does what {@link SluiceDataSource#undrain} does.
     *
     * @param node the node's name
     */
    void undrain(String node);
}
