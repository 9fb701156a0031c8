// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import io.pgsluice.testkit.PostgresClusterException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Under which user the servers run. PostgreSQL refuses to run as root, so a JVM that is root starts them as {@code
 * postgres} or {@code nobody}, or, where no command can change the user, in a user namespace without privileges.
 */
public final class RunAs {
    /** Names one way (setpriv, chroot, unshare) instead of trying all of them. */
    public static final String PROPERTY = "pgsluice.testkit.runAs";

    private static final List<String> USERS = List.of("postgres", "nobody");

    private final String name;
    private final List<String> serverPrefix;
    private final List<String> ownerPrefix;
    private final @Nullable Integer uid;
    private final @Nullable Integer gid;

    private RunAs(
            String name,
            List<String> serverPrefix,
            List<String> ownerPrefix,
            @Nullable Integer uid,
            @Nullable Integer gid) {
        this.name = name;
        this.serverPrefix = serverPrefix;
        this.ownerPrefix = ownerPrefix;
        this.uid = uid;
        this.gid = gid;
    }

    /** Finds the way that can use both directories: the first for writing, the second for reading. */
    public static RunAs detect(Path writable, Path readable) {
        if (!Commands.run(List.of("id", "-u")).output().strip().equals("0")) {
            return new RunAs("self", List.of(), List.of(), null, null);
        }
        String wanted = System.getProperty(PROPERTY, "");
        List<String> tried = new ArrayList<>();
        for (RunAs candidate : candidates()) {
            if (candidate.name.startsWith(wanted)) {
                String problem = candidate.problem(writable, readable);
                if (problem == null) {
                    return candidate;
                }
                tried.add(candidate.name + ": " + problem);
            }
        }
        throw new PostgresClusterException("PostgreSQL does not run as root, and no other user could be taken. Run the "
                + "tests as another user, install setpriv (util-linux), or allow user namespaces; the directories "
                + writable + " and " + readable + " must be open to that user (set java.io.tmpdir otherwise). Tried: "
                + tried);
    }

    private static List<RunAs> candidates() {
        List<RunAs> found = new ArrayList<>();
        for (String user : USERS) {
            Commands.Result ids = Commands.run(List.of("sh", "-c", "id -u " + user + " && id -g " + user));
            if (ids.ok()) {
                String[] lines = ids.output().strip().split("\\s+", -1);
                int uid = Integer.parseInt(lines[0]);
                int gid = Integer.parseInt(lines[1]);
                found.add(as(
                        "setpriv-" + user, uid, gid, "setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups"));
                found.add(
                        as("chroot-" + user, uid, gid, "chroot", "--userspec=+" + uid + ":+" + gid, "--groups=", "/"));
            }
        }
        found.add(new RunAs("unshare", List.of("unshare", "-U"), List.of(), null, null));
        return found;
    }

    private static RunAs as(String name, int uid, int gid, String... prefix) {
        return new RunAs(name, List.of(prefix), List.of(prefix), uid, gid);
    }

    private @Nullable String problem(Path writable, Path readable) {
        Path probe = null;
        try {
            probe = Files.createTempDirectory(writable, "pgsluice-probe-");
            give(probe);
            Commands.Result result = Commands.run(server(
                    "sh", "-c", "test $(id -u) != 0 && : >\"$1/f\" && ls \"$2\" >&2", "sh", probe + "", readable + ""));
            return result.ok()
                    ? null
                    : "exit code " + result.exitCode() + " " + result.output().strip();
        } catch (IOException e) {
            return String.valueOf(e);
        } finally {
            if (probe != null) {
                Trees.deleteQuietly(probe);
            }
        }
    }

    /** A name that tells this way from others, usable in a file name. */
    public String name() {
        return name;
    }

    /** The command as the server's user runs it. */
    public List<String> server(String... command) {
        return prefixed(serverPrefix, command);
    }

    /** The command as a user that may signal the servers and remove their files and shared memory. */
    List<String> owner(String... command) {
        return prefixed(ownerPrefix, command);
    }

    private static List<String> prefixed(List<String> prefix, String... command) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(List.of(command));
        return all;
    }

    /** Makes the server's user the owner of the directory and of all in it. */
    public void give(Path tree) throws IOException {
        if (uid == null || gid == null) {
            return;
        }
        Integer owner = uid;
        Integer group = gid;
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                return own(directory);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return own(file);
            }

            private FileVisitResult own(Path path) throws IOException {
                Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
