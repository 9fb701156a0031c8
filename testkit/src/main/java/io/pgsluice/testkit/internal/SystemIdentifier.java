// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.zip.CRC32C;

/**
 * Gives a copied, cleanly stopped data directory an identity of its own. The system identifier stands in the control
 * file, which a checksum covers, and in the first page of each WAL segment, which none does. Without this, all clusters
 * made from one template would pass for the same one.
 */
final class SystemIdentifier {
    private static final int SMALLEST_CONTROL_FILE = 200;
    private static final int LARGEST_CONTROL_FILE = 508;
    private static final int WAL_INFO_OFFSET = 2;
    private static final int WAL_LONG_HEADER = 2;
    private static final int WAL_IDENTIFIER_OFFSET = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SystemIdentifier() {}

    /** Writes a new system identifier; false, with nothing changed, where the control file has an unknown form. */
    static boolean renew(Path dataDirectory) throws IOException {
        Path controlPath = dataDirectory.resolve("global/pg_control");
        byte[] control = Files.readAllBytes(controlPath);
        int crcOffset = crcOffset(control);
        if (crcOffset < 0) {
            return false;
        }
        long old = fields(control).getLong(0);
        // The server makes it of the seconds since 1970 in the upper half and noise in the lower.
        long renewed = ((System.currentTimeMillis() / 1000) << 32) | (RANDOM.nextInt() & 0xFFFF_FFFFL);
        fields(control).putLong(0, renewed);
        fields(control).putInt(crcOffset, crc(control, crcOffset));
        Files.write(controlPath, control);
        try (DirectoryStream<Path> segments =
                Files.newDirectoryStream(dataDirectory.resolve("pg_wal"), "[0-9A-F]*[0-9A-F]")) {
            for (Path segment : segments) {
                renewSegment(segment, old, renewed);
            }
        }
        return true;
    }

    private static void renewSegment(Path segment, long old, long renewed) throws IOException {
        ByteBuffer header =
                ByteBuffer.allocate(WAL_IDENTIFIER_OFFSET + Long.BYTES).order(ByteOrder.nativeOrder());
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            boolean isLong = file.read(header, 0) == header.capacity()
                    && (header.getShort(WAL_INFO_OFFSET) & WAL_LONG_HEADER) != 0;
            if (isLong && header.getLong(WAL_IDENTIFIER_OFFSET) == old) {
                header.putLong(WAL_IDENTIFIER_OFFSET, renewed).rewind();
                file.write(header, 0);
            }
        }
    }

    private static ByteBuffer fields(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    /** The checksum is the last field, at an offset that differs between versions: the one where it fits. */
    private static int crcOffset(byte[] control) {
        for (int offset = SMALLEST_CONTROL_FILE; offset <= LARGEST_CONTROL_FILE; offset += Integer.BYTES) {
            if (fields(control).getInt(offset) == crc(control, offset)) {
                return offset;
            }
        }
        return -1;
    }

    private static int crc(byte[] control, int length) {
        CRC32C crc = new CRC32C();
        crc.update(control, 0, length);
        return (int) crc.getValue();
    }
}
