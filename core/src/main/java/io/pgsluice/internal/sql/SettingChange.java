// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import org.jspecify.annotations.Nullable;

/**
 * A change of a session setting that can be made in another session just as well.
 *
 * @param name the setting in lower case: {@code search_path}, {@code role}, {@code session_authorization}, {@code app.tenant_id};
 *     {@link #ALL} for all of them
 * @param sql the statement that makes the change, without comments and semicolon; null if the session's default comes back
 */
public record SettingChange(String name, @Nullable String sql) {
    /**
     * Name that stands for all settings but {@code role} and {@code session_authorization}, which RESET ALL leaves alone. DISCARD ALL is two changes:
     * {@code session_authorization}, which takes the role with it, and this.
     */
    public static final String ALL = "*";
}
