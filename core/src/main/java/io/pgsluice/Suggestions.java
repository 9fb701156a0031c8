// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the names that a misspelt one may have meant. */
final class Suggestions {
    private static final int MOST = 3;

    /** No name is that long, and comparing costs time by length. */
    private static final int LONGEST = 100;

    private Suggestions() {}

    /** What to write instead of an unknown name. */
    static String remedy(String unknown, Collection<String> names) {
        List<String> closest = closest(unknown, names);
        return closest.isEmpty()
                ? "leave it out, or see the list of settings in docs/configuration.md"
                : "write " + String.join(" or ", closest);
    }

    /** The closest names first, three at most; none if all are far away. */
    static List<String> closest(String unknown, Collection<String> names) {
        if (unknown.length() > LONGEST) {
            return List.of();
        }
        String wanted = plain(unknown);
        return names.stream()
                .filter(name -> distance(wanted, plain(name)) <= farthest(wanted, plain(name)))
                .sorted(Comparator.<String>comparingInt(name -> distance(wanted, plain(name)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    /** Other spellings of the same name are at distance zero. */
    private static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String own = lower.startsWith("pgsluice.") ? lower.substring("pgsluice.".length()) : lower;
        return own.replaceFirst("^driver\\.", "").replaceAll("[-_. ]", "");
    }

    private static int farthest(String a, String b) {
        return a.isEmpty() ? -1 : Math.max(1, Math.max(a.length(), b.length()) / 3);
    }

    /** Levenshtein's edit distance. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
