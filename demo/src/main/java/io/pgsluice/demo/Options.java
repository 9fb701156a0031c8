// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The arguments of a run.
 *
 * @param seconds how long the script takes at least
 * @param writers threads that insert
 * @param readers threads that read
 * @param replicas replicas at the start
 * @param json whether the last line of the output is one JSON object
 * @param keep whether the cluster stays up until the user ends it
 * @param help whether only the usage is asked for
 */
record Options(int seconds, int writers, int readers, int replicas, boolean json, boolean keep, boolean help) {
    static final int MINIMUM_SECONDS = 12;
    static final int MAXIMUM_SECONDS = 3600;
    static final int MAXIMUM_THREADS = 64;
    static final int MINIMUM_REPLICAS = 2;
    static final int MAXIMUM_REPLICAS = 8;

    static final String USAGE = """
            Usage: ./demo.sh [options]

            Starts an embedded PostgreSQL cluster, lets writers and readers run through pgsluice while a replica falls
            behind and the primary is killed, and checks that nothing was lost.

              --seconds N    how long the run takes, 12 to 3600 (default 30); the script's phases stretch with it
              --writers N    threads that insert, one transaction per row, 1 to 64 (default 4)
              --readers N    threads of read-only transactions, 1 to 64 (default 8)
              --replicas N   replicas at the start, 2 to 8 (default 2)
              --json         print one JSON object as the last line of stdout, progress on stderr
              --keep         leave the cluster up after the run and print the URLs to connect to
              --help         print this text

            Exit code: 0 if every check holds, 1 if one does not, 2 for arguments that make no sense.
            """;

    static Options parse(String... arguments) throws UsageException {
        int seconds = 30;
        int writers = 4;
        int readers = 8;
        int replicas = 2;
        boolean json = false;
        boolean keep = false;
        boolean help = false;
        Deque<String> rest = split(arguments);
        while (!rest.isEmpty()) {
            String option = rest.removeFirst();
            switch (option) {
                case "--seconds" -> seconds = number(option, rest, 1, MAXIMUM_SECONDS);
                case "--writers" -> writers = number(option, rest, 1, MAXIMUM_THREADS);
                case "--readers" -> readers = number(option, rest, 1, MAXIMUM_THREADS);
                case "--replicas" -> replicas = number(option, rest, 0, MAXIMUM_REPLICAS);
                case "--json" -> json = true;
                case "--keep" -> keep = true;
                case "--help", "-h" -> help = true;
                default -> throw new UsageException("unknown argument '" + option + "'");
            }
        }
        if (seconds < MINIMUM_SECONDS) {
            throw new UsageException(
                    "--seconds " + seconds + " is too short: pausing a replica, killing the primary and"
                            + " taking it back need at least " + MINIMUM_SECONDS + " seconds");
        }
        if (replicas < MINIMUM_REPLICAS) {
            throw new UsageException("--replicas " + replicas + " is too few: the script needs two, one to be promoted"
                    + " and one that reads go on with meanwhile");
        }
        return new Options(seconds, writers, readers, replicas, json, keep, help);
    }

    /** The arguments with {@code --name=value} taken apart. */
    private static Deque<String> split(String... arguments) throws UsageException {
        Deque<String> parts = new ArrayDeque<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (argument.startsWith("--") && equals > 0) {
                String name = argument.substring(0, equals);
                if (List.of("--json", "--keep", "--help").contains(name)) {
                    throw new UsageException(name + " takes no value: '" + argument + "'");
                }
                parts.add(name);
                parts.add(argument.substring(equals + 1));
            } else {
                parts.add(argument);
            }
        }
        return parts;
    }

    private static int number(String option, Deque<String> rest, int least, int most) throws UsageException {
        String value = rest.pollFirst();
        if (value == null) {
            throw new UsageException(option + " needs a number");
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UsageException(option + " needs a number, not '" + value + "'");
        }
        throw new UsageException(option + " " + value + " is out of range: " + least + " to " + most);
    }
}
