// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import java.util.Locale;

/** Tells what the text of a statement does. */
public final class Scanner {
    private Scanner() {}

    /** What the text says. Never throws. */
    public static StatementInfo scan(String sql) {
        Findings findings = new Findings();
        String text = sql.strip();
        int end = 0;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        String word = text.substring(0, end).toUpperCase(Locale.ROOT);
        findings.kind = switch (word) {
            case "" -> text.isEmpty() ? StatementKind.EMPTY : StatementKind.OTHER;
            case "SELECT", "VALUES", "TABLE", "SHOW" -> StatementKind.READ;
            case "INSERT", "UPDATE", "DELETE", "MERGE" -> StatementKind.WRITE;
            case "BEGIN" -> StatementKind.BEGIN;
            case "COMMIT", "END" -> StatementKind.COMMIT;
            case "ROLLBACK", "ABORT" -> StatementKind.ROLLBACK;
            default -> StatementKind.OTHER;
        };
        if (findings.kind == StatementKind.BEGIN) {
            findings.begins = new TransactionModes(null, 0);
        }
        return new StatementInfo(findings);
    }
}
