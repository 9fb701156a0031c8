// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

/** String constants of PostgreSQL that mean the same whatever {@code standard_conforming_strings} says. */
final class SqlLiterals {
    private SqlLiterals() {}

    static String quoted(String value) {
        String doubled = value.replace("'", "''");
        return value.indexOf('\\') < 0 ? "'" + doubled + "'" : " E'" + doubled.replace("\\", "\\\\") + "'";
    }

    /** The value of a constant that {@link #quoted} made. */
    static String unquoted(String literal) {
        int begin = literal.indexOf('\'');
        String value = literal.substring(begin + 1, literal.length() - 1).replace("''", "'");
        return begin == 0 ? value : value.replace("\\\\", "\\");
    }
}
