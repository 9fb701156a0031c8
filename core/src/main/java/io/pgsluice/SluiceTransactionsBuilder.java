// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import io.pgsluice.internal.transactions.MarkerTable;
import io.pgsluice.internal.transactions.TransactionSettings;
import io.pgsluice.spi.Ticker;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Describes {@link SluiceTransactions}. Confined to one thread at a time. */
public final class SluiceTransactionsBuilder {
    private static final String DEFAULT_NAME = "transactions";
    /** Half of the retention is left to the clocks of servers; an execution and its questions must end well within the other half. */
    private static final int RETENTION_IN_TIMEOUTS = 8;

    private static final int CLEANINGS_IN_RETENTION = 10;
    private static final Duration LONGEST_CLEANING_INTERVAL = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final DataSource dataSource;
    private @Nullable String name;
    private String table = "public.pgsluice_transactions";
    private int isolation;
    private Duration timeout = Duration.ofSeconds(60);
    private int maxAttempts = 50;
    private Duration minBackoff = Duration.ofMillis(10);
    private Duration maxBackoff = Duration.ofSeconds(1);
    private Duration retention = Duration.ofHours(1);
    private Ticker ticker = Ticker.system();
    private InstantSource clock = InstantSource.system();

    SluiceTransactionsBuilder(DataSource dataSource) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
    }

    /**
     * Names it in messages, in the log and in the name of its thread.
     *
     * @param value a name; by default that of the {@link SluiceDataSource}, or {@code transactions}
     * @return this
     */
    public SluiceTransactionsBuilder name(String value) {
        this.name = Objects.requireNonNull(value, "name");
        return this;
    }

    /**
     * Names the table of markers. Applications may share one.
     *
     * @param value schema and table, of lower-case letters, digits and underscores; by default {@code public.pgsluice_transactions}
     * @return this
     */
    public SluiceTransactionsBuilder table(String value) {
        this.table = Objects.requireNonNull(value, "table");
        return this;
    }

    /**
     * Sets the isolation level of the transactions. A block may also set its own, before its first statement.
     *
     * @param level one of {@link Connection}'s {@code TRANSACTION_…}; by default that of the data source
     * @return this
     */
    public SluiceTransactionsBuilder isolation(int level) {
        this.isolation = level;
        return this;
    }

    /**
     * Sets for how long runs of a block begin. A run itself is not cut short. When a COMMIT brings no answer, what became of it is asked for as
     * long again.
     *
     * @param value more than a failover takes; by default one minute
     * @return this
     */
    public SluiceTransactionsBuilder timeout(Duration value) {
        this.timeout = value;
        return this;
    }

    /**
     * Sets how often a block runs at most.
     *
     * @param value from 1; by default 50
     * @return this
     */
    public SluiceTransactionsBuilder maxAttempts(int value) {
        this.maxAttempts = value;
        return this;
    }

    /**
     * Sets the pauses between runs: random, up to a limit that doubles with each.
     *
     * @param min the limit of the first pause; by default 10 ms
     * @param max the limit of all; by default one second
     * @return this
     */
    public SluiceTransactionsBuilder backoff(Duration min, Duration max) {
        this.minBackoff = min;
        this.maxBackoff = max;
        return this;
    }

    /**
     * Sets for how long a marker is kept, at least. Deciding about a commit in doubt ends at half of that: the rest is left to
     * servers whose clocks differ.
     *
     * @param value at least eight times the timeout; by default one hour
     * @return this
     */
    public SluiceTransactionsBuilder retention(Duration value) {
        this.retention = value;
        return this;
    }

    SluiceTransactionsBuilder clocks(Ticker newTicker, InstantSource newClock) {
        this.ticker = newTicker;
        this.clock = newClock;
        return this;
    }

    /**
     * Makes it, and starts the thread that deletes old markers. Nothing is asked of the data source.
     *
     * @return ready to run transactions, to be closed by the caller
     * @throws InvalidConfigurationException if a setting is wrong, or two contradict each other
     */
    public SluiceTransactions build() {
        check(isIsolation(isolation), "isolation", isolation, "must be one of Connection.TRANSACTION_…");
        check(isBetween(timeout, SHORTEST, LONGEST), "timeout", timeout, "must be from 1ms to 365d");
        check(maxAttempts >= 1, "maxAttempts", maxAttempts, "must be at least 1");
        check(isBetween(minBackoff, SHORTEST, LONGEST), "backoff", minBackoff, "must be from 1ms to 365d");
        check(
                isBetween(maxBackoff, minBackoff, LONGEST),
                "backoff",
                maxBackoff,
                "must be from the shortest, " + minBackoff + ", to 365d");
        check(isBetween(retention, SHORTEST, LONGEST), "retention", retention, "must be from 1ms to 365d");
        check(
                retention.compareTo(timeout.multipliedBy(RETENTION_IN_TIMEOUTS)) >= 0,
                "retention",
                retention,
                "must be at least eight times the timeout, which is " + timeout
                        + ", or markers may be deleted while they are asked for");
        markerTable();
        SluiceTransactions transactions = new SluiceTransactions(this);
        transactions.start();
        return transactions;
    }

    private static boolean isBetween(Duration value, Duration min, Duration max) {
        return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    }

    private static boolean isIsolation(int level) {
        return switch (level) {
            case 0,
                    Connection.TRANSACTION_READ_UNCOMMITTED,
                    Connection.TRANSACTION_READ_COMMITTED,
                    Connection.TRANSACTION_REPEATABLE_READ,
                    Connection.TRANSACTION_SERIALIZABLE -> true;
            default -> false;
        };
    }

    private void check(boolean holds, String setting, Object value, String what) {
        if (!holds) {
            throw new InvalidConfigurationException(
                    setting, String.valueOf(value), name() + " - " + setting + "=" + value + " " + what);
        }
    }

    String name() {
        if (name != null) {
            return name;
        }
        return dataSource instanceof SluiceDataSource sluice ? sluice.config().name() : DEFAULT_NAME;
    }

    DataSource dataSource() {
        return dataSource;
    }

    MarkerTable markerTable() {
        try {
            return MarkerTable.of(table, retention);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationException(
                    "table",
                    table,
                    name() + " - table=" + table
                            + " must be a schema and a table of lower-case letters, digits and underscores, such as public.markers");
        }
    }

    Duration cleaningInterval() {
        Duration part = retention.dividedBy(CLEANINGS_IN_RETENTION);
        return part.compareTo(LONGEST_CLEANING_INTERVAL) < 0 ? part : LONGEST_CLEANING_INTERVAL;
    }

    TransactionSettings settings() {
        return new TransactionSettings(
                name(),
                isolation,
                timeout.toNanos(),
                maxAttempts,
                minBackoff.toNanos(),
                maxBackoff.toNanos(),
                retention.toNanos(),
                ticker,
                clock);
    }
}
