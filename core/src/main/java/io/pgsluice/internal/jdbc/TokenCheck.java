// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.ConsistencyToken;
import io.pgsluice.ConsistencyTokenException;
import io.pgsluice.ConsistencyTokenException.Reason;
import io.pgsluice.SluiceConfig;
import io.pgsluice.UnknownToken;
import io.pgsluice.internal.routing.AwaitedToken;
import io.pgsluice.internal.routing.Need;
import io.pgsluice.internal.topology.ClusterView;
import io.pgsluice.internal.topology.LogState;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the tokens of a read into a position that a replica must have replayed, or into what is to be done if there is none. */
final class TokenCheck {
    private final SluiceConfig config;
    /** Whether it must be known before a read runs on the primary. */
    private final boolean refuses;

    TokenCheck(SluiceConfig config) {
        this.config = config;
        this.refuses = config.unknownToken() == UnknownToken.FAIL;
    }

    /**
     * Looks up every token of a need; false if something is not known yet, and the nodes must be asked anew.
     *
     * @throws ConsistencyTokenException 55000 if one can't be honoured, and the configuration says so
     */
    boolean areKnown(Need need, ClusterView view) throws SQLException {
        List<AwaitedToken> tokens = need.tokens();
        for (int i = 0; i < tokens.size(); i++) {
            if (!isKnown(need, tokens.get(i), view.log())) {
                return false;
            }
        }
        return true;
    }

    private boolean isKnown(Need need, AwaitedToken awaited, @Nullable LogState log) throws SQLException {
        if (log == null) {
            return false;
        }
        ConsistencyToken token = awaited.token();
        switch (log.of(token.systemIdentifier(), token.timeline(), token.lsn().value(), awaited.sinceNanos())) {
            case KNOWN -> need.reach(LogState.comparable(token.lsn().value()));
            case AHEAD -> {
                need.reach(LogState.comparable(token.lsn().value()));
                return !refuses;
            }
            case UNDECIDED -> {
                return false;
            }
            case ELSEWHERE -> refuse(need, token, Reason.OTHER_SYSTEM, log);
            case CUT_OFF -> refuse(need, token, Reason.LOST, log);
            case UNKNOWN -> refuse(need, token, Reason.UNKNOWN, log);
        }
        return true;
    }

    private void refuse(Need need, ConsistencyToken token, Reason reason, LogState log) throws SQLException {
        if (refuses) {
            throw new ConsistencyTokenException(
                    config.name() + " - a consistency token can't be honoured: " + describe(reason) + " (token=" + token
                            + ", system=" + Long.toHexString(log.systemIdentifier()) + ", timeline=" + log.timeline()
                            + ")",
                    reason,
                    token);
        }
        need.unknownToken();
    }

    private static String describe(Reason reason) {
        return switch (reason) {
            case OTHER_SYSTEM -> "it is of another cluster";
            case LOST -> "what it stands for was lost in a failover";
            case UNKNOWN -> "no node knows of its place in the log";
        };
    }
}
