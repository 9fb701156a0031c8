// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.RouteReason;
import io.pgsluice.internal.routing.RouteRequest;
import io.pgsluice.internal.sql.RouteHint;
import io.pgsluice.internal.sql.StatementInfo;
import io.pgsluice.internal.sql.TransactionModes;
import io.pgsluice.internal.topology.Node;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction asks of its node, told from the session state and its first statement.
 *
 * @param readOnly whether it is declared read-only
 * @param harmless whether it does nothing that would be wrong to do twice
 * @param request the same for the router, if there is no more to say
 */
@SuppressWarnings("EnumOrdinal") // indexes a table made from the same enum
record Demand(boolean readOnly, boolean harmless, RouteRequest request) {
    /** Isolation levels are powers of two up to 8, or 0. */
    private static final int ISOLATIONS = 9;
    /** One object for each demand there can be. */
    private static final Demand[] ALL = new Demand[RouteReason.values().length * ISOLATIONS * 4];

    static {
        for (RouteReason wanted : RouteReason.values()) {
            for (int isolation = 0; isolation < ISOLATIONS; isolation++) {
                RouteRequest request = new RouteRequest(wanted, isolation, 0);
                for (int flags = 0; flags < 4; flags++) {
                    ALL[index(wanted, isolation) + flags] = new Demand((flags & 2) != 0, (flags & 1) != 0, request);
                }
            }
        }
    }

    private static int index(RouteReason wanted, int isolation) {
        return (wanted.ordinal() * ISOLATIONS + isolation) * 4;
    }

    private static Demand of(RouteReason wanted, int isolation, boolean readOnly, boolean harmless) {
        return ALL[index(wanted, isolation) + (readOnly ? 2 : 0) + (harmless ? 1 : 0)];
    }

    /**
     * What a statement asks for that begins a transaction.
     *
     * @param onlyReads whether its text is all that it does: rows of an updatable result set may be changed later
     */
    static Demand of(StatementInfo info, SessionState state, boolean onlyReads) {
        TransactionModes modes = info.begins();
        Boolean said = modes == null ? null : modes.readOnly();
        boolean readOnly = said == null ? state.readOnly() : said;
        RouteReason wanted = wanted(
                info,
                readOnly,
                state.autoCommit() && modes == null,
                onlyReads && state.defaults.routesAutocommitReads());
        int isolation = modes == null || modes.isolation() == 0 ? state.isolation() : modes.isolation();
        boolean harmless = readOnly || (onlyReads && state.autoCommit() && info.isRead());
        return of(wanted, isolation, readOnly, harmless);
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

    /** Whether only the primary will do. */
    boolean forPrimary() {
        return !request.readsFromReplica();
    }

    /** What the router is asked. */
    RouteRequest request(long avoid, @Nullable Node prefer, boolean confirms) {
        return avoid == 0 && prefer == null && !confirms
                ? request
                : new RouteRequest(request.wanted(), request.isolation(), avoid, prefer, confirms);
    }

    /** The same after a replica has refused the first statement as a write. */
    Demand afterRefusal() {
        RouteReason primary = readOnly ? RouteReason.PRIMARY_ONLY_STATEMENT : RouteReason.READ_WRITE_TRANSACTION;
        return of(primary, request.isolation(), readOnly, readOnly);
    }
}
