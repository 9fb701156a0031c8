// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one side let a scenario see, line by line. What is known about JDBC and the driver is asserted on the driver's side only: the
 * other one is compared with it.
 */
final class Transcript {
    static final String END = "(end)";

    private final Side side;
    private final Map<String, String> lines = new LinkedHashMap<>();

    Transcript(Side side) {
        this.side = side;
    }

    /** A call that answers something. */
    @FunctionalInterface
    interface Call {
        @Nullable
        Object get() throws Exception;
    }

    /** A call that answers nothing. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    Side side() {
        return side;
    }

    Map<String, String> lines() {
        return lines;
    }

    /** Writes down what a call answers, or how it fails. */
    void note(String key, Call call) {
        write(key, outcome(call));
    }

    /** The same, of a call whose answer is known. */
    void is(String key, @Nullable Object expected, Call call) {
        String outcome = outcome(call);
        write(key, outcome);
        if (side == Side.DRIVER) {
            assertThat(outcome).as(key).isEqualTo(render(expected));
        }
    }

    /** Writes down that a call succeeds, or how it fails. */
    void does(String key, Action action) {
        write(key, outcome(done(action)));
    }

    /** The same, of a call that must succeed. */
    void succeeds(String key, Action action) {
        is(key, "done", done(action));
    }

    /** Writes down how a call fails, which must be with this SQLSTATE. */
    void fails(String key, String sqlState, Action action) {
        String outcome = outcome(done(action));
        write(key, outcome);
        if (side == Side.DRIVER) {
            assertThat(outcome).as(key).contains("(" + sqlState + ")");
        }
    }

    /** Writes down what ended a scenario early. */
    void ended(Throwable failure) {
        write(END, Rendering.of(failure));
    }

    private static Call done(Action action) {
        return () -> {
            action.run();
            return "done";
        };
    }

    private static String outcome(Call call) {
        try {
            return render(call.get());
        } catch (Exception e) {
            return Rendering.of(e);
        }
    }

    private static String render(@Nullable Object value) {
        try {
            return Rendering.of(value);
        } catch (Exception e) {
            return "unreadable: " + Rendering.of(e);
        }
    }

    private void write(String key, String outcome) {
        String free = key;
        for (int i = 2; lines.containsKey(free); i++) {
            free = key + " #" + i;
        }
        lines.put(free, outcome);
    }
}
