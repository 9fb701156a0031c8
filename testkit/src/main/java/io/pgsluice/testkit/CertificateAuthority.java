// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit;

import io.pgsluice.testkit.internal.CertificateSigner;
import io.pgsluice.testkit.internal.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signs certificates for tests: its own, and those of a cluster with TLS. A second one is what a client trusts by mistake. Keys are
 * new each time, of the curve P-256, and valid for ten years. Safe for use by multiple threads.
 */
public final class CertificateAuthority {
    /** The password of the files that {@link #issueClient} makes. */
    public static final String CLIENT_FILE_PASSWORD = "client-file-password";

    private final Path directory;
    private final CertificateSigner signer;
    private final Path rootCertificate;

    private CertificateAuthority(Path directory, CertificateSigner signer) throws IOException {
        this.directory = directory;
        this.signer = signer;
        this.rootCertificate = directory.resolve("root.crt");
        Files.writeString(rootCertificate, CertificateSigner.pem(signer.certificate()));
    }

    /** Makes one whose files go into an existing directory. */
    public static CertificateAuthority create(Path directory) {
        try {
            return new CertificateAuthority(directory, CertificateSigner.create("pgsluice test authority"));
        } catch (IOException e) {
            throw Disk.failure("cannot write the root certificate to " + directory, e);
        }
    }

    /** The file of its own certificate, in PEM: what {@code sslrootcert} names. */
    public Path rootCertificate() {
        return rootCertificate;
    }

    /**
     * Issues a server's certificate and key, {@code <name>.crt} and {@code <name>.key} in PEM, in the directory.
     *
     * @param hosts names and IPv4 addresses that the server answers under
     */
    public void issueServer(String name, List<String> hosts) {
        CertificateSigner.Issued issued = signer.issue(name, hosts);
        try {
            Files.writeString(directory.resolve(name + ".crt"), CertificateSigner.pem(issued.certificate()));
            Files.writeString(directory.resolve(name + ".key"), CertificateSigner.pem(issued.key()));
        } catch (IOException e) {
            throw Disk.failure("cannot write a certificate to " + directory, e);
        }
    }

    /**
     * Issues a client's certificate and key as one PKCS #12 file: what {@code sslkey} names, with
     * {@code sslpassword=}{@value #CLIENT_FILE_PASSWORD}. The server knows the role by it, without another password, if the role is
     * a member of the role {@code certificate_login}.
     */
    public Path issueClient(String role) {
        return issueClient(role, CLIENT_FILE_PASSWORD);
    }

    /** As {@link #issueClient(String)}, with another password of the file. */
    public Path issueClient(String role, String filePassword) {
        CertificateSigner.Issued issued = signer.issue(role, List.of());
        Path file = directory.resolve(role + ".p12");
        char[] password = filePassword.toCharArray();
        try (var out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            // "user" is the name that pgjdbc looks for.
            store.setKeyEntry("user", issued.key(), password, new @Nullable Certificate[] {
                issued.certificate(), signer.certificate()
            });
            store.store(out, password);
        } catch (IOException e) {
            throw Disk.failure("cannot write " + file, e);
        } catch (GeneralSecurityException e) {
            throw new PostgresClusterException("cannot make " + file, e);
        }
        return file;
    }
}
