// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit;

import io.pgsluice.testkit.internal.Disk;
import io.pgsluice.testkit.internal.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** The certificate that all servers of a cluster show. */
final class ServerCertificate {
    private ServerCertificate() {}

    /** Issues it by a new authority and adds the settings with which the servers use it. */
    static CertificateAuthority issue(Workspace workspace, Map<String, String> settings) {
        Path directory = workspace.directory().resolve("tls");
        try {
            Files.createDirectory(directory);
            CertificateAuthority authority = CertificateAuthority.create(directory);
            authority.issueServer("server", List.of(PostgresNode.HOST));
            Path key = directory.resolve("server.key");
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            workspace.giveToServer(key);
            settings.put("ssl", "on");
            settings.put("ssl_ca_file", authority.rootCertificate().toString());
            settings.put("ssl_cert_file", directory.resolve("server.crt").toString());
            settings.put("ssl_key_file", key.toString());
            return authority;
        } catch (IOException e) {
            throw Disk.failure("cannot write the certificates of a cluster", e);
        }
    }
}
