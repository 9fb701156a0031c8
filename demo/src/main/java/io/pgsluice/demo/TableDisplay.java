// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** Draws the table in place: each frame is one write that overwrites the one before, so that nothing flickers. */
final class TableDisplay implements Display {
    private static final String ESCAPE = "\u001b[";
    private static final String HIDE_CURSOR = ESCAPE + "?25l";
    private static final String SHOW_CURSOR = ESCAPE + "?25h";
    private static final String CLEAR_LINE = ESCAPE + "K";
    private static final String CLEAR_BELOW = ESCAPE + "J";
    private static final String RESET = ESCAPE + "0m";

    private final PrintStream out;
    private final boolean colour;
    private final Terminal terminal = new Terminal();
    private final ReentrantLock lock = new ReentrantLock();
    private int height;
    private boolean ended;

    TableDisplay(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    @Override
    public Duration interval() {
        return Duration.ofMillis(250);
    }

    @Override
    public void show(Snapshot snapshot) {
        Terminal.Size size = terminal.size();
        lock.lock();
        try {
            if (!ended) {
                draw(snapshot, size);
            }
        } finally {
            lock.unlock();
        }
    }

    private void draw(Snapshot snapshot, Terminal.Size size) {
        StringBuilder frame = new StringBuilder(HIDE_CURSOR);
        int up = Math.min(height, size.rows() - 1);
        if (up > 0) {
            frame.append(ESCAPE).append(up).append('A');
        }
        frame.append('\r');
        height = 0;
        for (Table.Line line : Table.of(snapshot, size)) {
            frame.append(code(line.style())).append(line.text());
            frame.append(colour ? RESET : "").append(CLEAR_LINE).append('\n');
            height++;
        }
        out.print(frame.append(CLEAR_BELOW));
        out.flush();
    }

    private String code(Table.Style style) {
        if (!colour) {
            return "";
        }
        return ESCAPE
                + switch (style) {
                    case PLAIN -> "0m";
                    case HEADING -> "1m";
                    case GOOD -> "32m";
                    case WARNING -> "33m";
                    case BAD -> "31m";
                    case DIM -> "2m";
                };
    }

    /** Shows the cursor again and draws no more; also called when the JVM ends. */
    @Override
    public void end() {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                out.print(SHOW_CURSOR);
                out.flush();
            }
        } finally {
            lock.unlock();
        }
    }
}
