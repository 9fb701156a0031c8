// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** The few of ASN.1's distinguished encoding rules that a certificate needs; each method answers one encoded value. */
final class Der {
    private static final int BOOLEAN = 0x01;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int UTF8_STRING = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int CONTEXT = 0x80;
    private static final int CONSTRUCTED = 0x20;
    private static final int SHORTEST_LONG_FORM = 0x80;
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    static byte[] sequence(byte[]... values) {
        return value(SEQUENCE, values);
    }

    static byte[] set(byte[]... values) {
        return value(SET, values);
    }

    /** A value of a type that the context tells by a number. */
    static byte[] tagged(int number, boolean constructed, byte[]... values) {
        return value(CONTEXT | number | (constructed ? CONSTRUCTED : 0), values);
    }

    static byte[] trueValue() {
        return value(BOOLEAN, new byte[] {(byte) 0xff});
    }

    static byte[] integer(BigInteger number) {
        return value(INTEGER, number.toByteArray());
    }

    static byte[] bits(byte[] content) {
        return value(BIT_STRING, new byte[] {0}, content);
    }

    static byte[] octets(byte[] content) {
        return value(OCTET_STRING, content);
    }

    static byte[] text(String text) {
        return value(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
    }

    /** An instant before 2050. */
    static byte[] time(Instant instant) {
        return value(UTC_TIME, UTC.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    /** An object identifier as in {@code 2.5.4.3}. */
    static byte[] oid(String dotted) {
        List<Integer> arcs = new ArrayList<>();
        for (String arc : dotted.split("\\.", -1)) {
            arcs.add(Integer.valueOf(arc));
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(arcs.get(0) * 40 + arcs.get(1));
        for (int arc : arcs.subList(2, arcs.size())) {
            for (int shift = 28; shift > 0; shift -= 7) {
                if (arc >> shift != 0) {
                    content.write(0x80 | ((arc >> shift) & 0x7f));
                }
            }
            content.write(arc & 0x7f);
        }
        return value(OBJECT_IDENTIFIER, content.toByteArray());
    }

    private static byte[] value(int type, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : contents) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        encoded.write(type);
        int length = content.size();
        if (length < SHORTEST_LONG_FORM) {
            encoded.write(length);
        } else {
            byte[] digits = BigInteger.valueOf(length).toByteArray();
            int from = digits[0] == 0 ? 1 : 0;
            encoded.write(SHORTEST_LONG_FORM | (digits.length - from));
            encoded.write(digits, from, digits.length - from);
        }
        encoded.writeBytes(content.toByteArray());
        return encoded.toByteArray();
    }
}
