// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** What a run is told: {@code --quick}, and options of a name and a value. Confined to one thread at a time. */
final class Settings {
    private final Map<String, String> options = new LinkedHashMap<>();
    private final TreeSet<String> known = new TreeSet<>(List.of("quick", "directory", "only"));

    /** Reads the options of a command line; what else stands there are the parts. */
    static Settings parse(List<String> args, List<String> parts) {
        Settings settings = new Settings();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.equals("--quick")) {
                settings.options.put("quick", "true");
            } else if (arg.startsWith("--") && i + 1 < args.size()) {
                settings.options.put(arg.substring(2), args.get(++i));
            } else {
                parts.add(arg);
            }
        }
        return settings;
    }

    /** The same with an option more. */
    Settings with(String option, String value) {
        options.put(option, value);
        return this;
    }

    boolean quick() {
        return options.containsKey("quick");
    }

    /** Whether all is as it is when nothing is said, so that the results are fit to be kept. */
    boolean usual() {
        return options.isEmpty();
    }

    String text(String option, String otherwise) {
        known.add(option);
        return options.getOrDefault(option, otherwise);
    }

    /** A whole number: what is given, else the short one for a quick run, else the usual one. */
    int number(String option, int usual, int quick) {
        return Integer.parseInt(text(option, Integer.toString(quick() ? quick : usual)));
    }

    /** Whole numbers, separated by commas. */
    List<Integer> numbers(String option, String usual, String quick) {
        return Arrays.stream(text(option, quick() ? quick : usual).split(",", -1))
                .map(Integer::valueOf)
                .toList();
    }

    /** The candidates whose names contain what {@code --only} says, and the one that the others are compared with. */
    List<Candidate> chosen(List<Candidate> candidates) {
        String only = text("only", "").toLowerCase(Locale.ROOT);
        return candidates.stream()
                .filter(candidate -> candidate.name().equals(OwnCandidates.BASE)
                        || candidate.name().toLowerCase(Locale.ROOT).contains(only))
                .toList();
    }

    /** Throws if an option was given that nobody asked for. */
    void checkKnown() {
        TreeSet<String> unknown = new TreeSet<>(options.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown options " + unknown + ", known are " + known);
        }
    }
}
