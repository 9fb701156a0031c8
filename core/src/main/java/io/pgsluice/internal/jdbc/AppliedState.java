// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a physical connection stands apart from a fresh one. */
final class AppliedState {
    /** The count of changes that {@link SessionState} had seen when it was applied last. */
    int changes;

    boolean autoCommit = true;
    boolean readOnly;
    /** Whether the session was made read only on the server. */
    boolean sessionReadOnly;
    /** Zero for the default. */
    int isolation;
    /** Zero for the default. */
    int holdability;
    /** Negative for the default. */
    int networkTimeout = -1;

    @Nullable
    Map<String, Class<?>> typeMap;

    /** The settings that the session is believed to have; an empty text for one that is to be told anew. */
    Map<String, String> settings = Map.of();
    /** The names of all settings that it may have been told since it was lent; null for none. */
    private @Nullable Set<String> touched;

    /** What to put back before the connection goes to the pool. */
    @Nullable
    Map<String, Class<?>> typeMapBefore;
    /** The holdability to put back, zero for none. */
    int holdabilityBefore;
    /** The network timeout to put back, negative for none. */
    int networkTimeoutBefore = -1;

    /** Notes that the connection is like a fresh one again. */
    void reset() {
        changes = 0;
        autoCommit = true;
        readOnly = false;
        sessionReadOnly = false;
        isolation = 0;
        holdability = 0;
        networkTimeout = -1;
        typeMap = null;
        settings = Map.of();
        touched = null;
        typeMapBefore = null;
        holdabilityBefore = 0;
        networkTimeoutBefore = -1;
    }

    /** Notes the names of settings before the server gets to know of them. */
    void touch(Collection<String> names) {
        if (!names.isEmpty()) {
            if (touched == null) {
                touched = new LinkedHashSet<>();
            }
            touched.addAll(names);
        }
    }

    /** The names of all settings that the session may have been told since it was lent. */
    Set<String> touched() {
        return touched == null ? Set.of() : touched;
    }

    /** Notes that the server may have undone what it was told, or not have got it: it will be told anew. */
    void doubt() {
        if (touched != null) {
            Map<String, String> doubtful = new HashMap<>();
            touched.forEach(name -> doubtful.put(name, ""));
            settings = doubtful;
        }
    }
}
