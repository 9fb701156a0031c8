// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import io.pgsluice.Eligibility;
import io.pgsluice.NodeStatus;
import io.pgsluice.Topology;
import io.pgsluice.spi.SluiceListener;
import org.jspecify.annotations.Nullable;

/** Turns what the data source tells into events. */
final class Narrator implements SluiceListener {
    private final EventLog events;

    Narrator(EventLog events) {
        this.events = events;
    }

    @Override
    public void nodeStateChanged(NodeStatus before, NodeStatus after) {
        events.add(EventLog.Source.PGSLUICE, after.name() + " is " + after.state() + ", was " + before.state());
    }

    @Override
    public void eligibilityChanged(NodeStatus before, NodeStatus after) {
        if (after.eligibility() == Eligibility.ELIGIBLE) {
            events.add(EventLog.Source.PGSLUICE, after.name() + " takes reads");
        } else if (before.eligibility() == Eligibility.ELIGIBLE) {
            events.add(
                    EventLog.Source.PGSLUICE,
                    after.name() + " takes no new reads (" + after.eligibility().text() + ")");
        }
    }

    @Override
    public void primaryChanged(@Nullable NodeStatus before, @Nullable NodeStatus after) {
        events.add(
                EventLog.Source.PGSLUICE,
                after == null ? "no primary" : "primary is " + after.name() + " on timeline " + after.timeline());
    }

    @Override
    public void splitBrain(Topology topology, String message) {
        events.add(EventLog.Source.PGSLUICE, message);
    }

    @Override
    public void timelineWentBack(Topology topology, String message) {
        events.add(EventLog.Source.PGSLUICE, message);
    }
}
