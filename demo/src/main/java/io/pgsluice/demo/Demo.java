// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresClusterException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** The command line: starts a cluster, runs the script under load, prints what came of it. */
public final class Demo {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final Options options;
    private final Path log;
    /** Progress; standard output belongs to the JSON object where one is wanted. */
    private final PrintStream out;

    private Demo(Options options, Path log) {
        this.options = options;
        this.log = log;
        this.out = options.json() ? System.err : System.out;
    }

    /**
     * Runs the demo and ends the JVM with 0 if every check holds, 1 if not, 2 for arguments that make no sense.
     *
     * @param arguments see {@code --help}
     * @throws IOException if the log file cannot be made
     */
    public static void main(String... arguments) throws IOException {
        System.exit(run(arguments));
    }

    private static int run(String... arguments) throws IOException {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (UsageException e) {
            System.err.println("demo.sh: " + e.getMessage() + "; see --help");
            return USAGE;
        }
        if (options.help()) {
            System.out.print(Options.USAGE);
            return OK;
        }
        return new Demo(options, Logs.toFile()).run();
    }

    private int run() {
        out.println("Starting a PostgreSQL cluster with " + options.replicas() + " replicas; the log is in " + log);
        try (PostgresCluster cluster = start()) {
            out.println("PostgreSQL " + cluster.version() + " is up: "
                    + cluster.primary().name()
                    + " is the primary; its commits wait for a replica, and the replica that received the most WAL"
                    + " will be promoted");
            Report report = new Report(new Run(options, cluster).execute(display()));
            out.println();
            out.print(report.text());
            out.println(report.passed() ? "All checks hold." : "At least one check FAILED.");
            if (options.keep()) {
                tellUrls(cluster);
            }
            if (options.json()) {
                System.out.println(report.json());
            }
            if (options.keep()) {
                awaitUser();
            }
            return report.passed() ? OK : FAILED;
        } catch (SQLException | PostgresClusterException | ScriptException e) {
            LoggerFactory.getLogger(Demo.class).error("the run failed", e);
            System.err.println("The run failed: " + e.getMessage() + " (the log is in " + log + ")");
            return FAILED;
        } catch (InterruptedException e) {
            System.err.println("The run was interrupted: " + e.getMessage());
            return FAILED;
        }
    }

    private PostgresCluster start() {
        return PostgresCluster.builder()
                .replicas(options.replicas())
                .setting("max_connections", Integer.toString(Run.poolSize(options) + 50))
                .build();
    }

    private Display display() {
        if (options.json() || !Terminal.isThere()) {
            return new PlainDisplay(out);
        }
        TableDisplay table = new TableDisplay(out, Terminal.wantsColour());
        Runtime.getRuntime().addShutdownHook(new Thread(table::end, "demo-cursor"));
        return table;
    }

    private void tellUrls(PostgresCluster cluster) {
        out.println("The cluster stays up; user " + PostgresCluster.APP_USER + ", password "
                + PostgresCluster.APP_PASSWORD + ":");
        cluster.nodes()
                .forEach(node -> out.println("  " + node.name()
                        + (node == cluster.primary() ? " primary  " : " replica  ") + node.jdbcUrl()));
        out.println("Enter or Ctrl-C ends it.");
    }

    /** Returns at the Enter key; without a keyboard the user ends the process. */
    private static void awaitUser() throws InterruptedException {
        try {
            int key = System.in.read();
            while (key != '\n' && key >= 0) {
                key = System.in.read();
            }
            if (key == '\n') {
                return;
            }
        } catch (IOException noKeyboard) {
            // Then as at its end.
        }
        new CountDownLatch(1).await();
    }
}
