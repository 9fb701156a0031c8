// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final AtomicLong transactions = new AtomicLong(1_000);
    private double random = 0.5;

    private RetryBudget budget(int percent, long connections) {
        return new RetryBudget(percent, connections, nanos::get, transactions::get, () -> random);
    }

    private static int takeAll(RetryBudget budget) {
        int taken = 0;
        while (budget.take()) {
            taken++;
        }
        return taken;
    }

    @Test
    void take_new_givesTwoForEachConnection() {
        RetryBudget budget = budget(20, 30);
        assertThat(takeAll(budget)).isEqualTo(60);
        assertThat(budget.granted()).isEqualTo(60);
        assertThat(budget.refused()).isEqualTo(1);
    }

    @Test
    void take_afterTransactions_givesTheirShare() {
        RetryBudget budget = budget(20, 30);
        takeAll(budget);
        transactions.addAndGet(100);
        assertThat(takeAll(budget)).isEqualTo(20);
        transactions.addAndGet(3);
        assertThat(takeAll(budget)).isZero();
        transactions.addAndGet(2);
        assertThat(takeAll(budget)).isEqualTo(1);
    }

    @Test
    void take_afterTime_givesThoseOfTheConnectionsWithinASecond() {
        RetryBudget budget = budget(20, 30);
        takeAll(budget);
        nanos.addAndGet(Duration.ofMillis(500).toNanos());
        assertThat(takeAll(budget)).isEqualTo(30);
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        transactions.addAndGet(1_000_000);
        assertThat(takeAll(budget)).as("no more than a full bucket").isEqualTo(60);
    }

    @Test
    void take_zeroPercent_givesNone() {
        RetryBudget budget = budget(0, 30);
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        transactions.addAndGet(1_000_000);
        assertThat(takeAll(budget)).isZero();
    }

    @Test
    void take_everythingFailsForLong_boundsAttemptsByTheShare() {
        RetryBudget budget = budget(20, 10);
        int attempts = 0;
        for (int i = 0; i < 100_000; i++) {
            transactions.incrementAndGet();
            nanos.addAndGet(Duration.ofNanos(100_000).toNanos());
            attempts += budget.take() ? 1 : 0;
        }
        assertThat(attempts).isBetween(20_000, 20_000 + 10 * 20 + 20);
    }

    @Test
    void take_manyThreads_givesNoMoreThanThereAre() throws InterruptedException {
        RetryBudget budget = budget(20, 500);
        CountDownLatch go = new CountDownLatch(1);
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                try {
                    go.await();
                    for (int n = 0; n < 200; n++) {
                        budget.take();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            threads[i].start();
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(budget.granted()).isEqualTo(1_000);
        assertThat(budget.refused()).isEqualTo(600);
    }

    @Test
    void pauseNanos_laterAttempts_areSpreadFurther() {
        RetryBudget budget = budget(20, 10);
        assertThat(budget.pauseNanos(1)).isEqualTo(2_500_000);
        assertThat(budget.pauseNanos(2)).isEqualTo(5_000_000);
        random = 0;
        assertThat(budget.pauseNanos(2)).isZero();
    }
}
