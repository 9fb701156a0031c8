// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.internal.topology.Instants;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SessionWritesTest {
    private final AtomicLong now = new AtomicLong();

    private SessionWrites writes(long maximum) {
        return new SessionWrites(Duration.ofSeconds(10), maximum, now::get);
    }

    @Test
    void of_anotherKey_isNothing() {
        SessionWrites writes = writes(10);
        writes.note("alice", 5, false);
        assertThat(writes.of("alice").flushed()).isEqualTo(5);
        assertThat(writes.of("bob").isEmpty()).isTrue();
    }

    @Test
    void of_expiredKey_isTheLastWriteOfThoseForgotten() {
        SessionWrites writes = writes(10);
        writes.note("alice", 5, false);
        writes.note("bob", 6, true);
        now.set(Duration.ofSeconds(11).toNanos());
        writes.note("carol", now.get(), false);
        assertThat(writes.of("alice").flushed()).isEqualTo(5);
        assertThat(writes.of("alice").whole()).isEqualTo(6);
        assertThat(writes.of("carol").whole()).isEqualTo(Instants.NEVER);
    }

    @Test
    void of_keyForgottenForLackOfSpace_hasAtLeastItsOwnWrite() {
        SessionWrites writes = writes(3);
        for (int i = 1; i <= 100; i++) {
            writes.note(i, i, false);
        }
        for (int i = 1; i <= 100; i++) {
            assertThat(writes.of(i).flushed()).isGreaterThanOrEqualTo(i);
        }
    }
}
