// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SharedDataSourcesTest {
    private static final SharedDataSources.Key KEY = new SharedDataSources.Key("jdbc:pgsluice://h1/app", Map.of());

    private final Opener opener = new Opener();
    private final SharedDataSources shared = new SharedDataSources(opener);

    /** Opens sources that count, and that refuse when told to. */
    static final class Opener implements SharedDataSources.Opener {
        final AtomicInteger opened = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();
        final CountDownLatch openNow = new CountDownLatch(1);
        volatile boolean slow;
        volatile @Nullable SQLException openFails;
        volatile @Nullable SQLException connectFails;
        final List<SluiceConfig> configs = new CopyOnWriteArrayList<>();

        @Override
        public SharedDataSources.Source open(SluiceConfig given) throws SQLException {
            configs.add(given);
            if (slow) {
                try {
                    openNow.await();
                } catch (InterruptedException e) {
                    throw new SQLException(e);
                }
            }
            SQLException refused = openFails;
            if (refused != null) {
                throw refused;
            }
            opened.incrementAndGet();
            return new SharedDataSources.Source() {
                @Override
                public Connection getConnection(Runnable onClose) throws SQLException {
                    SQLException failure = connectFails;
                    if (failure != null) {
                        throw failure;
                    }
                    return connection(onClose);
                }

                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            };
        }

        private static Connection connection(Runnable onClose) {
            return (Connection) Proxy.newProxyInstance(
                    Opener.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("close")) {
                            onClose.run();
                        }
                        return null;
                    });
        }
    }

    private Connection connect(SharedDataSources.Key key) throws SQLException {
        return shared.connect(key, () -> Configs.builder().build());
    }

    @Test
    void connect_sameKey_sharesUntilTheLastCloses() throws SQLException {
        Connection first = connect(KEY);
        Connection second = connect(KEY);
        assertThat(opener.opened).hasValue(1);

        first.close();
        first.close();
        assertThat(opener.closed).hasValue(0);

        second.close();
        assertThat(opener.closed).hasValue(1);
        assertThat(shared.size()).isZero();

        connect(KEY).close();
        assertThat(opener.opened).hasValue(2);
        assertThat(opener.closed).hasValue(2);
    }

    @Test
    void connect_otherUrlOrProperties_opensAnother() throws SQLException {
        try (Connection one = connect(KEY);
                Connection two = connect(new SharedDataSources.Key(KEY.url(), Map.of("user", "b")));
                Connection three = connect(new SharedDataSources.Key("jdbc:pgsluice://h2/app", Map.of()))) {
            assertThat(List.of(one, two, three)).hasSize(3);
            assertThat(shared.size()).isEqualTo(3);
        }
        assertThat(opener.closed).hasValue(3);
    }

    @Test
    void connect_openFails_leavesNothingBehind() throws SQLException {
        opener.openFails = new SQLException("no", "08001");
        assertThatThrownBy(() -> connect(KEY)).isSameAs(opener.openFails);
        assertThat(shared.size()).isZero();

        opener.openFails = null;
        connect(KEY).close();
        assertThat(opener.closed).hasValue(1);
    }

    @Test
    void connect_connectionFails_closesWhatNobodyUses() throws SQLException {
        opener.connectFails = new SQLException("no", "08001");
        assertThatThrownBy(() -> connect(KEY)).isSameAs(opener.connectFails);

        assertThat(opener.closed).hasValue(1);
        assertThat(shared.size()).isZero();
    }

    @Test
    void connect_whileAnotherOpens_waitsAndShares() throws Exception {
        opener.slow = true;
        List<Future<Connection>> waiting = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int i = 0; i < 4; i++) {
                waiting.add(threads.submit(() -> connect(KEY)));
            }
            opener.openNow.countDown();
            for (Future<Connection> connection : waiting) {
                connection.get().close();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(threads.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        assertThat(opener.closed).hasValue(opener.opened.get());
        assertThat(shared.size()).isZero();
    }

    @Test
    void connect_interruptedWhileAnotherOpens_givesUpAlone() throws Exception {
        opener.slow = true;
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<Connection> first = threads.submit(() -> connect(KEY));
            while (shared.size() == 0) {
                Thread.onSpinWait();
            }
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> connect(KEY))
                    .isInstanceOf(SQLException.class)
                    .hasMessage("interrupted while waiting for jdbc:pgsluice://h1/app to open")
                    .hasCauseInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();

            opener.openNow.countDown();
            first.get().close();
        } finally {
            threads.shutdownNow();
        }
        assertThat(opener.opened).hasValue(1);
        assertThat(opener.closed).hasValue(1);
    }
}
