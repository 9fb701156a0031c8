// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Set;

/** What was done with a connection before a scenario gets it: on both sides the same. */
enum Access {
    /** Nothing: pgsluice holds no physical connection yet. */
    PRIMARY(false, false, false),
    /** A statement was run. */
    PRIMARY_USED(false, true, false),
    /** A statement was run read-only, which pgsluice does on a replica. */
    PRIMARY_MOVED(false, false, true),
    /** It was declared read-only. */
    REPLICA(true, false, false),
    /** It was declared read-only, and a statement was run. */
    REPLICA_USED(true, true, false),
    /** A statement was run on the primary before. */
    REPLICA_MOVED(true, false, true);

    static final Set<Access> ON_PRIMARY = EnumSet.of(PRIMARY, PRIMARY_USED, PRIMARY_MOVED);
    static final Set<Access> ON_REPLICA = EnumSet.of(REPLICA, REPLICA_USED, REPLICA_MOVED);

    private final boolean readOnly;
    private final boolean used;
    private final boolean moved;

    Access(boolean readOnly, boolean used, boolean moved) {
        this.readOnly = readOnly;
        this.used = used;
        this.moved = moved;
    }

    /** Whether the scenario's own statements are read-only. */
    boolean readOnly() {
        return readOnly;
    }

    void prepare(Connection connection) throws SQLException {
        if (moved) {
            connection.setReadOnly(!readOnly);
            use(connection);
        }
        if (readOnly || moved) {
            connection.setReadOnly(readOnly);
        }
        if (used) {
            use(connection);
        }
    }

    private static void use(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT 1")) {
            row.next();
        }
    }
}
