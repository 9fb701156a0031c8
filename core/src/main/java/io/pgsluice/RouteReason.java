// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

/** Why a transaction runs where it runs. */
public enum RouteReason {
    /** The transaction was not declared read-only. */
    READ_WRITE_TRANSACTION(Role.PRIMARY),
    /** SERIALIZABLE does not exist on a hot standby (it answers SQLSTATE 0A000). */
    SERIALIZABLE_ISOLATION(Role.PRIMARY),
    /** The transaction was declared read-only and a fresh replica was there. */
    READ_ONLY_TRANSACTION(Role.REPLICA),
    /** The transaction was declared read-only, or may read from a replica for another reason, but no replica was eligible: a fallback. */
    NO_ELIGIBLE_REPLICA(Role.PRIMARY),
    /**
     * The transaction was declared read-only, but its first statement acts on one server ({@code pg_advisory_lock}, {@code LISTEN}), or
     * a replica has refused the same text before (SQLSTATE 25006).
     */
    PRIMARY_ONLY_STATEMENT(Role.PRIMARY),
    /** The statement says {@code pgsluice:primary} in a comment. */
    PRIMARY_HINT(Role.PRIMARY),
    /** The statement says {@code pgsluice:replica} in a comment, with autocommit on. */
    REPLICA_HINT(Role.REPLICA),
    /** A statement that only reads, with autocommit on ({@code routeAutocommitReads}). */
    AUTOCOMMIT_READ(Role.REPLICA),
    /** The level is {@link ConsistencyLevel#STRONG}. */
    STRONG_CONSISTENCY(Role.PRIMARY),
    /** A {@link RoutingScope} is open that says {@code primary()}. */
    PRIMARY_SCOPE(Role.PRIMARY),
    /** Replicas were eligible, but none was proven to show all that the transaction must see. */
    NO_PROVEN_REPLICA(Role.PRIMARY),
    /** The transaction must see what stands before a {@link ConsistencyToken} that can't be honoured. */
    UNKNOWN_TOKEN(Role.PRIMARY);

    private final Role role;

    RouteReason(Role role) {
        this.role = role;
    }

    /**
     * Answers the role of the node that this reason leads to.
     *
     * @return {@link Role#PRIMARY} or {@link Role#REPLICA}
     */
    public Role role() {
        return role;
    }
}
