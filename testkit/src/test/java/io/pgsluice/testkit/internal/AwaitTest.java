// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgsluice.testkit.PostgresClusterException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
    @Test
    void until_conditionThatFailsFirst_triesAgain() {
        AtomicInteger calls = new AtomicInteger();
        Await.until(Duration.ofSeconds(5), () -> "third call", () -> {
            if (calls.incrementAndGet() < 3) {
                throw new IOException("not yet");
            }
            return true;
        });
        assertThat(calls).hasValue(3);
    }

    @Test
    void until_conditionThatNeverHolds_namesItAndTheLastReason() {
        assertThatThrownBy(() -> Await.until(Duration.ofMillis(20), () -> "rain", () -> {
                    throw new IOException("sunshine");
                }))
                .isInstanceOf(PostgresClusterException.class)
                .hasMessageContaining("not within 20 ms: rain (last answer: sunshine)")
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void until_interruptedThread_endsAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Await.until(Duration.ofSeconds(5), () -> "rain", () -> false))
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }
}
