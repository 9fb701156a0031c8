// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the scanner has found so far. Confined to one thread. */
final class Findings {
    StatementKind kind = StatementKind.EMPTY;
    boolean read;

    @Nullable
    String primaryOnly;

    @Nullable
    TransactionModes begins;

    final List<SettingChange> settings = new ArrayList<>(0);
    boolean unknownSetting;
    final Set<SessionEffect> effects = EnumSet.noneOf(SessionEffect.class);

    @Nullable
    String savepoint;

    boolean combinable;

    @Nullable
    RouteHint hint;

    @Nullable
    String unknownHint;

    final List<String> unknownFunctions = new ArrayList<>(0);
}
