// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Texts that are made to take long, or much memory. With {@code -Dpgsluice.hostile.length=10000000} it says how much. */
class HostileTextTest {
    private static final String LENGTH_PROPERTY = "pgsluice.hostile.length";
    private static final int LENGTH = Integer.getInteger(LENGTH_PROPERTY, 1_000_000);

    /** What is linear takes a hundredth of that; what is quadratic would take hours. */
    private static final long MOST_NANOS_PER_CHARACTER = 1000;

    private static final int STACK = 128 * 1024;

    @Test
    void hostileTexts_takeTimeLinearToTheirLength_andLittleMemory() throws JMException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        StringBuilder table =
                new StringBuilder("\n| text | characters | ms | allocated, KiB |\n|---|---:|---:|---:|\n");
        for (Map.Entry<String, String> each : HostileTexts.of(LENGTH).entrySet()) {
            String name = each.getKey();
            String text = each.getValue();
            Scanner.scan(text);
            long bytes = allocatedBytes();
            long nanos = threads.getCurrentThreadCpuTime();
            Scanner.scan(text);
            nanos = threads.getCurrentThreadCpuTime() - nanos;
            bytes = allocatedBytes() - bytes;
            assertThat(text.length()).as(name).isBetween(LENGTH / 2, LENGTH + LENGTH / 100);
            assertThat(nanos).as(name).isLessThan(text.length() * MOST_NANOS_PER_CHARACTER);
            assertThat(bytes).as(name).isLessThan(8L * text.length() + 100_000);
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %d | %,d |%n",
                    name,
                    text.length(),
                    TimeUnit.NANOSECONDS.toMillis(nanos),
                    bytes / 1024));
        }
        if (System.getProperty(LENGTH_PROPERTY) != null) {
            System.out.println(table);
        }
    }

    @Test
    void hostileTexts_inASmallStack_doNotOverflowIt() throws InterruptedException {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Map<String, String> texts = HostileTexts.of(100_000);
        Thread thread = new Thread(null, () -> texts.values().forEach(Scanner::scan), "small-stack", STACK);
        thread.setUncaughtExceptionHandler((t, e) -> thrown.set(e));
        thread.start();
        thread.join();
        assertThat(thrown.get()).isNull();
    }

    @Test
    void hostileTexts_cutOffAnywhere_areScanned() {
        for (String text : HostileTexts.of(2000).values()) {
            for (int end = 0; end <= Math.min(text.length(), 200); end++) {
                String head = text.substring(0, end);
                String tail = text.substring(text.length() - end);
                assertThatCode(() -> Scanner.scan(head)).as(head).doesNotThrowAnyException();
                assertThatCode(() -> Scanner.scan(tail)).as(tail).doesNotThrowAnyException();
            }
        }
    }

    /** What this thread has allocated, for which the JVM's own interface would have to be named in the module. */
    private static long allocatedBytes() throws JMException {
        Object bytes = ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
                        "getThreadAllocatedBytes",
                        new Object[] {Thread.currentThread().getId()},
                        new String[] {long.class.getName()});
        return (Long) bytes;
    }
}
