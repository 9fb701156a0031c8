// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.Role;
import io.pgsluice.RouteReason;
import io.pgsluice.internal.sql.RouteHint;
import io.pgsluice.internal.sql.StatementInfo;
import io.pgsluice.internal.sql.TransactionModes;

/**
 * What a transaction asks of its node, told from the session state and its first statement.
 *
 * @param readOnly whether it is declared read-only
 * @param wanted where it should run, and why
 * @param isolation its isolation level, as in {@link java.sql.Connection}
 * @param harmless whether it does nothing that would be wrong to do twice
 */
record Demand(boolean readOnly, RouteReason wanted, int isolation, boolean harmless) {

    static Demand of(StatementInfo info, SessionState state, boolean routesAutocommitReads) {
        TransactionModes modes = info.begins();
        Boolean said = modes == null ? null : modes.readOnly();
        boolean readOnly = said == null ? state.readOnly() : said;
        RouteReason wanted = wanted(info, readOnly, state.autoCommit() && modes == null, routesAutocommitReads);
        int isolation = modes == null || modes.isolation() == 0 ? state.isolation() : modes.isolation();
        boolean harmless = readOnly || wanted.role() == Role.REPLICA || (state.autoCommit() && info.isRead());
        return new Demand(readOnly, wanted, isolation, harmless);
    }

    private static RouteReason wanted(
            StatementInfo info, boolean readOnly, boolean statementAlone, boolean routesAutocommitReads) {
        boolean replicaWouldDo = !info.isPrimaryLearned() && StatementEffects.primaryOnly(info) == null;
        if (readOnly) {
            if (info.hint() == RouteHint.PRIMARY) {
                return RouteReason.PRIMARY_HINT;
            }
            return replicaWouldDo ? RouteReason.READ_ONLY_TRANSACTION : RouteReason.PRIMARY_ONLY_STATEMENT;
        }
        if (replicaWouldDo && statementAlone) {
            if (info.hint() == RouteHint.REPLICA) {
                return RouteReason.REPLICA_HINT;
            }
            if (routesAutocommitReads && info.isRead() && info.hint() == null) {
                return RouteReason.AUTOCOMMIT_READ;
            }
        }
        return RouteReason.READ_WRITE_TRANSACTION;
    }

    /** The same after a replica has refused the first statement as a write. */
    Demand afterRefusal() {
        RouteReason primary = readOnly ? RouteReason.PRIMARY_ONLY_STATEMENT : RouteReason.READ_WRITE_TRANSACTION;
        return new Demand(readOnly, primary, isolation, readOnly);
    }
}
