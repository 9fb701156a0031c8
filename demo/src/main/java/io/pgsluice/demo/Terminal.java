// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Whether standard output is a terminal, and how large it is. */
final class Terminal {
    /** Set by demo.sh: the JVM cannot tell on every version. */
    private static final String PROPERTY = "pgsluice.demo.terminal";

    private static final Size USUAL = new Size(24, 80);
    private static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(2);

    record Size(int rows, int columns) {}

    private Size size = USUAL;
    private long asked = System.nanoTime() - ASK_NANOS;

    static boolean isThere() {
        String term = System.getenv("TERM");
        return Boolean.getBoolean(PROPERTY) && term != null && !term.equals("dumb");
    }

    static boolean wantsColour() {
        return System.getenv("NO_COLOR") == null;
    }

    /** The size as of a moment ago: windows are resized. */
    Size size() {
        if (System.nanoTime() - asked >= ASK_NANOS) {
            asked = System.nanoTime();
            size = ask();
        }
        return size;
    }

    private static Size ask() {
        try {
            Process process = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            List<Integer> numbers = answer.strip()
                    .lines()
                    .flatMap(line -> List.of(line.split(" ", 2)).stream())
                    .map(Integer::valueOf)
                    .toList();
            return numbers.size() == 2 && numbers.get(0) > 0 && numbers.get(1) > 0
                    ? new Size(numbers.get(0), numbers.get(1))
                    : USUAL;
        } catch (IOException | NumberFormatException e) {
            return USUAL;
        }
    }
}
