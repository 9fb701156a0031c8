// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import io.pgsluice.testkit.PostgresClusterException;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Makes X.509 certificates with elliptic keys, which the JDK can read but not make. Immutable. */
public final class CertificateSigner {
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);
    private static final Duration VALIDITY = Duration.ofDays(3650);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String name;
    private final KeyPair keys;
    private final Certificate certificate;

    private CertificateSigner(String name, KeyPair keys) throws GeneralSecurityException {
        this.name = name;
        this.keys = keys;
        this.certificate = certify(name, keys, extension(BASIC_CONSTRAINTS, true, Der.sequence(Der.trueValue())));
    }

    /** A certificate and its key. */
    public record Issued(Certificate certificate, PrivateKey key) {}

    /** Makes an authority with a key and a certificate of its own. */
    public static CertificateSigner create(String name) {
        try {
            return new CertificateSigner(name, newKeys());
        } catch (GeneralSecurityException e) {
            throw new PostgresClusterException("cannot make a certificate authority", e);
        }
    }

    /** The authority's own certificate. */
    public Certificate certificate() {
        return certificate;
    }

    /** A certificate for a subject, and for the names and IPv4 addresses of its hosts, which may be none. */
    public Issued issue(String subject, List<String> hosts) {
        try {
            KeyPair subjectKeys = newKeys();
            byte[][] extensions = hosts.isEmpty()
                    ? new byte[0][]
                    : new byte[][] {extension(SUBJECT_ALTERNATIVE_NAME, false, alternativeNames(hosts))};
            return new Issued(certify(subject, subjectKeys, extensions), subjectKeys.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new PostgresClusterException("cannot make a certificate for " + subject, e);
        }
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private Certificate certify(String subject, KeyPair subjectKeys, byte[]... extensions)
            throws GeneralSecurityException {
        Instant now = Instant.now();
        byte[] algorithm = Der.sequence(Der.oid(ECDSA_WITH_SHA256));
        List<byte[]> fields = new ArrayList<>(List.of(
                Der.tagged(0, true, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(120, RANDOM).setBit(120)),
                algorithm,
                distinguishedName(name),
                Der.sequence(Der.time(now.minus(CLOCK_SKEW)), Der.time(now.plus(VALIDITY))),
                distinguishedName(subject),
                subjectKeys.getPublic().getEncoded()));
        if (extensions.length > 0) {
            fields.add(Der.tagged(3, true, Der.sequence(extensions)));
        }
        byte[] content = Der.sequence(fields.toArray(byte[][]::new));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(content);
        byte[] encoded = Der.sequence(content, algorithm, Der.bits(signature.sign()));
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    private static byte[] distinguishedName(String commonName) {
        return Der.sequence(Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.text(commonName))));
    }

    private static byte[] extension(String identifier, boolean critical, byte[] content) {
        return critical
                ? Der.sequence(Der.oid(identifier), Der.trueValue(), Der.octets(content))
                : Der.sequence(Der.oid(identifier), Der.octets(content));
    }

    private static byte[] alternativeNames(List<String> hosts) {
        return Der.sequence(
                hosts.stream().map(CertificateSigner::alternativeName).toArray(byte[][]::new));
    }

    private static byte[] alternativeName(String host) {
        if (!host.matches("\\d+(\\.\\d+){3}")) {
            return Der.tagged(DNS_NAME, false, host.getBytes(StandardCharsets.US_ASCII));
        }
        byte[] address = new byte[4];
        String[] parts = host.split("\\.", -1);
        for (int i = 0; i < address.length; i++) {
            address[i] = (byte) Integer.parseInt(parts[i]);
        }
        return Der.tagged(IP_ADDRESS, false, address);
    }

    /** The certificate as text. */
    public static String pem(Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new PostgresClusterException("cannot encode a certificate", e);
        }
    }

    /** The key as text. */
    public static String pem(PrivateKey key) {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + type + "-----\n";
    }
}
