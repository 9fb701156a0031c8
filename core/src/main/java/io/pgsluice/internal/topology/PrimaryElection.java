// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.NodeState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the node that is written to among those that say they are not in recovery; a pure function.
 *
 * <pre>
 * claims on the highest timeline   that timeline, compared with the last accepted one   answer
 * none                             any                                                  no primary
 * one                              higher or the same                                   that node
 * several                          higher or the same                                   the one that standbys stream from, else the
 *                                                                                       last accepted one, else none: split brain
 * any                              lower                                                none, unless the last holder is seen following
 *                                                                                       it as a standby: the cluster went back
 * </pre>
 *
 * A claim counts only with the cluster's own system_identifier and if transactions start read-write there. A node that is
 * {@link NodeState#SUSPECT} keeps the place that it has, but cannot win one. A losing claim is an event only if it was made after
 * the winner was accepted: what a node said before its successor was promoted is merely old.
 */
final class PrimaryElection {
    /** No node. */
    static final int NOBODY = -1;

    /** What has to be told besides the choice. */
    enum Notice {
        NONE,
        /** A claim was refused. */
        SPLIT_BRAIN,
        /** The accepted timeline is lower than one accepted before. */
        WENT_BACK
    }

    /**
     * The choice.
     *
     * @param primary index of the accepted node, or {@link #NOBODY}
     * @param term what to remember
     * @param fenced indexes of the nodes whose claim was refused
     * @param notice what kind of event this is
     * @param message the event in words, null for none
     */
    record Outcome(
            int primary,
            Term term,
            List<Integer> fenced,
            Notice notice,
            @Nullable String message) {}

    private record Claim(int index, Sample sample) {}

    private PrimaryElection() {}

    static Outcome elect(List<NodeHealth> nodes, List<String> names, Term term, int incumbent) {
        List<Claim> claims = claims(nodes, term, incumbent);
        if (claims.isEmpty()) {
            return new Outcome(NOBODY, term, List.of(), Notice.NONE, null);
        }
        int highest = claims.stream()
                .mapToInt(claim -> claim.sample().timeline())
                .max()
                .orElseThrow();
        List<Claim> best = claims.stream()
                .filter(claim -> claim.sample().timeline() == highest)
                .toList();
        if (highest < term.timeline()) {
            return lowerTimeline(nodes, names, term, claims, best);
        }
        Claim winner = winner(best, incumbent);
        if (winner == null) {
            String message = "several nodes claim to be primary on timeline " + highest
                    + " and no standby tells which is right: " + describe(best, names) + "; none is written to";
            return new Outcome(NOBODY, term, claims.stream().map(Claim::index).toList(), Notice.SPLIT_BRAIN, message);
        }
        return accepted(winner, claims, names, term, Notice.SPLIT_BRAIN, null);
    }

    private static Outcome lowerTimeline(
            List<NodeHealth> nodes, List<String> names, Term term, List<Claim> claims, List<Claim> best) {
        int timeline = best.get(0).sample().timeline();
        String holder = names.get(term.holder());
        if (follows(nodes.get(term.holder()), timeline)) {
            Claim winner = winner(best, NOBODY);
            if (winner != null) {
                String message = "the cluster went back from timeline " + term.timeline() + " to " + timeline + ": "
                        + holder + " follows " + names.get(winner.index())
                        + " now; writes acknowledged on the higher timeline are gone";
                return accepted(winner, claims, names, term, Notice.WENT_BACK, message);
            }
        }
        String message = describe(best, names) + " on timeline " + timeline + " is not written to: " + holder
                + " was primary on timeline " + term.timeline() + " and is only out of sight";
        return new Outcome(NOBODY, term, claims.stream().map(Claim::index).toList(), Notice.SPLIT_BRAIN, message);
    }

    private static Outcome accepted(
            Claim winner,
            List<Claim> claims,
            List<String> names,
            Term before,
            Notice notice,
            @Nullable String message) {
        Sample sample = winner.sample();
        boolean known = before.timeline() == sample.timeline() && before.holder() == winner.index();
        Term term = known
                ? before
                : new Term(sample.systemIdentifier(), sample.timeline(), winner.index(), sample.receivedNanos());
        List<Claim> refused = claims.stream()
                .filter(claim -> claim.index() != winner.index())
                .filter(claim -> claim.sample().sentNanos() - term.sinceNanos() > 0)
                .toList();
        List<Integer> fenced = refused.stream().map(Claim::index).toList();
        if (message != null) {
            return new Outcome(winner.index(), term, fenced, notice, message);
        }
        if (refused.isEmpty()) {
            return new Outcome(winner.index(), term, fenced, Notice.NONE, null);
        }
        String text = "refused as primary: " + describe(refused, names) + "; writes go to " + names.get(winner.index())
                + " (timeline " + sample.timeline() + ", " + sample.standbys() + " standbys)";
        return new Outcome(winner.index(), term, fenced, notice, text);
    }

    private static List<Claim> claims(List<NodeHealth> nodes, Term term, int incumbent) {
        List<Claim> claims = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            NodeHealth node = nodes.get(i);
            Sample sample = node.sample();
            boolean answers = node.state() == NodeState.UP || (node.state() == NodeState.SUSPECT && i == incumbent);
            if (answers
                    && sample != null
                    && !sample.inRecovery()
                    && sample.writable()
                    && (term.systemIdentifier() == 0 || sample.systemIdentifier() == term.systemIdentifier())) {
                claims.add(new Claim(i, sample));
            }
        }
        return claims;
    }

    private static @Nullable Claim winner(List<Claim> best, int incumbent) {
        if (best.size() == 1) {
            return best.get(0);
        }
        List<Claim> corroborated =
                best.stream().filter(claim -> claim.sample().standbys() > 0).toList();
        if (corroborated.size() == 1) {
            return corroborated.get(0);
        }
        return best.stream()
                .filter(claim -> claim.index() == incumbent)
                .findFirst()
                .orElse(null);
    }

    private static boolean follows(NodeHealth holder, int timeline) {
        Sample sample = holder.sample();
        return holder.state() == NodeState.UP
                && sample != null
                && sample.inRecovery()
                && sample.receiverAttached()
                && (sample.timeline() == 0 || sample.timeline() <= timeline);
    }

    private static String describe(List<Claim> claims, List<String> names) {
        return String.join(
                ", ",
                claims.stream()
                        .map(claim -> names.get(claim.index()) + " (timeline "
                                + claim.sample().timeline() + ", "
                                + claim.sample().standbys() + " standbys)")
                        .toList());
    }
}
