// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.internal.sql.Scanner;
import io.pgsluice.internal.sql.StatementCache;
import io.pgsluice.internal.sql.StatementInfo;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a statement of two hundred characters costs to be understood: scanned, and found in the cache. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = OverheadBenchmark.COMPILE_FIRST)
public class ClassifierBenchmark {
    /** Enough characters for all of the statements. */
    private static final int CACHED = 1 << 20;

    /** Statements such as applications and their frameworks write. */
    public enum Text {
        /** A join with an aggregate. */
        SELECT("""
                select o.id, o.status, o.created_at, c.name, sum(l.price * l.quantity) from orders o join customer c on \
                c.id = o.customer_id join order_line l on l.order_id = o.id where o.status = ? group by o.id, c.name"""),
        /** One row with its generated key. */
        INSERT("""
                insert into orders (id, customer_id, status, created_at, updated_at, total, currency, note) values (default, ?, \
                'open', current_timestamp, current_timestamp, ?, 'EUR', ?) on conflict (id) do nothing returning id"""),
        /** Optimistic locking. */
        UPDATE("""
                update orders set status = ?, total = ?, note = ?, updated_at = current_timestamp, version = version + 1 where \
                id = ? and version = ? and status in ('open', 'paid', 'sent') and deleted_at is null and tenant = ?""");

        private final String sql;

        Text(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }
    }

    /** The statement. */
    @Param
    public Text text = Text.SELECT;

    private String sql = "";
    private final StatementCache cache = new StatementCache(CACHED);

    /** Checks the length and fills the cache. */
    @Setup
    public void start() {
        sql = text.sql();
        if (sql.length() < 190 || sql.length() > 215) {
            throw new IllegalStateException(text + " has " + sql.length() + " characters");
        }
        for (Text each : Text.values()) {
            cache.of(each.sql());
        }
    }

    /** The scanner alone. */
    @Benchmark
    public StatementInfo scanned() {
        return Scanner.scan(sql);
    }

    /** A statement that has been seen before. */
    @Benchmark
    public StatementInfo cached() {
        return cache.of(sql);
    }
}
