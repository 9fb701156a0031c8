// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import org.jspecify.annotations.Nullable;

/** Names of settings, and what a change of them means for the session. */
final class Settings {
    static final String ROLE = "role";
    static final String SESSION_AUTHORIZATION = "session_authorization";
    static final String TIME_ZONE = "timezone";
    static final String SEARCH_PATH = "search_path";
    static final String SYNCHRONOUS_COMMIT = "synchronous_commit";
    static final String CLIENT_ENCODING = "client_encoding";
    static final String XML_OPTION = "xmloption";

    /** A statement that is longer is not carried. */
    static final int LONGEST_STATEMENT = 8192;

    private Settings() {}

    /** Notes a change that has been made in the session. True if it can be carried. */
    static boolean changed(Findings findings, SettingChange change) {
        switch (change.name()) {
            case "transaction_isolation", "transaction_read_only", "transaction_deferrable" -> {
                return false;
            }
            case "default_transaction_isolation",
                    "default_transaction_read_only",
                    "default_transaction_deferrable",
                    "seed" -> {
                findings.effect(SessionEffect.SESSION_DEFAULTS);
                return false;
            }
            default -> {
                findings.setting(change);
                return true;
            }
        }
    }

    /** The setting that a plain literal names; null if it may be written in another way. */
    static @Nullable String literalName(String sql, int start, int end) {
        if (end - start < 3 || end - start > Names.LONGEST || sql.charAt(start) != '\'') {
            return null;
        }
        for (int i = start + 1; i < end - 1; i++) {
            char c = sql.charAt(i);
            if (c != '.' && (c >= 0x80 || WordTable.fold(c) == 0)) {
                return null;
            }
        }
        return Names.lowerCase(sql, start + 1, end - 1);
    }
}
