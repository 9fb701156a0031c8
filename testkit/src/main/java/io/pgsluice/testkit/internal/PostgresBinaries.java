// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import io.pgsluice.testkit.PostgresClusterException;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The programs of one PostgreSQL server.
 *
 * @param home the directory that holds {@code bin/postgres} and {@code bin/initdb}
 * @param version the server's version, such as {@code 18.6}
 */
record PostgresBinaries(Path home, String version) {
    /** Directories with jars of server binaries, separated as in a class path. */
    static final String DIRECTORIES_PROPERTY = "pgsluice.testkit.binaries";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+(?:\\.\\d+)?)");

    /** The program of that name. */
    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    int major() {
        return Integer.parseInt(version.substring(0, (version + ".").indexOf('.')));
    }

    /** The server installed in a directory. */
    static PostgresBinaries installed(Path home) {
        for (String program : List.of("postgres", "initdb")) {
            if (!Files.isExecutable(home.resolve("bin").resolve(program))) {
                throw new PostgresClusterException("no program bin/" + program + " in " + home
                        + ": name the directory above the server's bin, such as /usr/lib/postgresql/18");
            }
        }
        PostgresBinaries unknown = new PostgresBinaries(home, "0");
        Commands.Result result = Commands.run(List.of(unknown.program("postgres"), "-V"), "", Duration.ofSeconds(20));
        Matcher matcher = VERSION.matcher(result.output());
        if (!result.ok() || !matcher.find()) {
            throw new PostgresClusterException("the server in " + home + " does not run here (exit code "
                    + result.exitCode() + "): " + result.output().strip()
                    + ". On a distribution with musl libc add the artifact whose name ends with -alpine.");
        }
        return new PostgresBinaries(home, matcher.group(1));
    }

    /** Finds the newest server of a major version and unpacks it, once for each user. */
    static PostgresBinaries find(int major, CacheDirectory cache) throws IOException {
        Platform platform = Platform.current();
        for (BinaryArchive archive : candidates(major, platform)) {
            PostgresBinaries binaries = unpack(archive, platform, cache);
            if (binaries.major() == major) {
                return binaries;
            }
        }
        throw new PostgresClusterException("No PostgreSQL " + major + " server found for " + platform.artifact()
                + ". Looked on the class path, in -D" + DIRECTORIES_PROPERTY + " ("
                + System.getProperty(DIRECTORIES_PROPERTY, "not set") + ") and in the local Maven repositories "
                + repositories() + ". Add to the pom: " + platform.dependency(major) + ", or run: "
                + platform.command(major) + ", or name an installed server with builder().postgresHome(path).");
    }

    private static List<BinaryArchive> candidates(int major, Platform platform) throws IOException {
        List<BinaryArchive> found = new ArrayList<>();
        List<BinaryArchive> onClassPath = new ArrayList<>();
        ClassLoader loader = PostgresBinaries.class.getClassLoader();
        if (loader != null) {
            for (var url : Collections.list(loader.getResources(platform.archive()))) {
                onClassPath.add(new BinaryArchive(url));
            }
        }
        addMatching(found, onClassPath, major);
        for (Path directory : directories()) {
            addMatching(found, jars(directory, platform), major);
        }
        for (Path repository : repositories()) {
            List<BinaryArchive> inRepository = new ArrayList<>();
            Path artifact = repository.resolve(platform.repositoryPath());
            if (Files.isDirectory(artifact)) {
                try (DirectoryStream<Path> versions = Files.newDirectoryStream(artifact, major + ".*")) {
                    for (Path version : versions) {
                        inRepository.addAll(jars(version, platform));
                    }
                }
            }
            addMatching(found, inRepository, major);
        }
        return found;
    }

    private static void addMatching(List<BinaryArchive> found, List<BinaryArchive> archives, int major) {
        archives.stream()
                .filter(archive -> archive.major().orElse(major) == major)
                .sorted(Comparator.reverseOrder())
                .forEach(found::add);
    }

    private static List<BinaryArchive> jars(Path directory, Platform platform) throws IOException {
        List<BinaryArchive> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            String glob = platform.artifactId() + "-[0-9]*.jar";
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, glob)) {
                for (Path jar : jars) {
                    found.add(BinaryArchive.inJar(jar, platform));
                }
            }
        }
        return found;
    }

    private static List<Path> directories() {
        return paths(System.getProperty(DIRECTORIES_PROPERTY, ""));
    }

    private static Set<Path> repositories() {
        Set<Path> all = new LinkedHashSet<>();
        // The second is what Maven's test plugins tell the JVM they fork.
        all.addAll(paths(System.getProperty("maven.repo.local", "")));
        all.addAll(paths(System.getProperty("localRepository", "")));
        all.add(Path.of(System.getProperty("user.home", ""), ".m2", "repository"));
        return all;
    }

    private static List<Path> paths(String list) {
        List<Path> paths = new ArrayList<>();
        for (String path : list.split(File.pathSeparator, -1)) {
            if (!path.isBlank()) {
                paths.add(Path.of(path));
            }
        }
        return paths;
    }

    private static PostgresBinaries unpack(BinaryArchive archive, Platform platform, CacheDirectory cache)
            throws IOException {
        Path home = cache.get(archive.key(platform), directory -> {
            Stopwatch stopwatch = new Stopwatch();
            archive.unpack(directory);
            LOG.info("PostgreSQL {} unpacked in {} ms", archive.version(), stopwatch.millis());
        });
        return installed(home);
    }
}
