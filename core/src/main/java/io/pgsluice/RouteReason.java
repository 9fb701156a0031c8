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
    /** The transaction was declared read-only, but no replica was eligible: a fallback. */
    NO_ELIGIBLE_REPLICA(Role.PRIMARY);

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
