// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import org.jspecify.annotations.Nullable;

/** What one thread must see through one data source. Confined to that thread, but for its writes, which a captured scope shares. */
final class ThreadFreshness {
    /** What it has committed. */
    final WriteMark writes = new WriteMark();

    /** What its next read must see; used again for each. */
    final Need need = new Need();

    /** The innermost open scope. */
    @Nullable
    Scope scope;
}
