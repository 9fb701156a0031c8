// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** What happened, in order: the script's steps and what the data source noticed. Safe for use by multiple threads. */
final class EventLog {
    /** Whose word an event is. */
    enum Source {
        SCRIPT,
        PGSLUICE,
        WORKER
    }

    record Event(long nanos, Source source, String text) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s  %-8s  %s",
                    RunClock.text(nanos),
                    source.name().toLowerCase(Locale.ROOT),
                    text);
        }
    }

    private final RunClock clock;
    private final List<Event> events = new CopyOnWriteArrayList<>();

    EventLog(RunClock clock) {
        this.clock = clock;
    }

    void add(Source source, String text) {
        events.add(new Event(clock.now(), source, text.strip().replaceAll("\\s+", " ")));
    }

    /** All events so far; the list grows while it is held, but not while it is iterated. */
    List<Event> all() {
        return Collections.unmodifiableList(events);
    }
}
