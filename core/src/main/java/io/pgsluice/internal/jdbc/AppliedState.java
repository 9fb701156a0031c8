// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import java.util.HashMap;
import java.util.Map;
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

    /** The settings that the session was told, within the open transaction if there is one. */
    Map<String, String> settings = Map.of();
    /** Those that a rollback leaves. */
    Map<String, String> settingsBefore = Map.of();

    /** What to put back before the connection goes to the pool. */
    @Nullable
    Map<String, Class<?>> typeMapBefore;
    /** The holdability to put back, zero for none. */
    int holdabilityBefore;
    /** The network timeout to put back, negative for none. */
    int networkTimeoutBefore = -1;

    void committed() {
        settingsBefore = settings;
    }

    void rolledBack() {
        settings = settingsBefore;
    }

    /** Notes that the server may have undone what it was told: it will be told anew, and be put back all the same. */
    void doubt() {
        if (!settings.isEmpty()) {
            Map<String, String> doubtful = new HashMap<>(settings);
            doubtful.replaceAll((name, sql) -> "");
            settings = doubtful;
            settingsBefore = doubtful;
        }
    }
}
