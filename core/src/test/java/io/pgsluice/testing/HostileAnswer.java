// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testing;

import java.io.IOException;

/** What a server can do instead of answering a probe. */
public enum HostileAnswer implements HostileServer.Script {
    SILENCE {
        @Override
        public void play(WireSession session) throws IOException {
            session.admit();
            session.awaitProbe();
            session.beSilent();
        }
    },
    ONE_BYTE_NOW_AND_THEN {
        @Override
        public void play(WireSession session) throws IOException, InterruptedException {
            session.admit();
            session.awaitProbe();
            session.raw((byte) 'N', (byte) 0, (byte) 0, (byte) 0x7f, (byte) 0xff);
            while (true) {
                session.drip((byte) 'x');
            }
        }
    },
    ENDLESS_NOTICES {
        @Override
        public void play(WireSession session) throws IOException {
            session.admit();
            session.awaitProbe();
            while (true) {
                session.message('N', "SNOTICE", "M" + "x".repeat(4096), new byte[] {0});
            }
        }
    },
    ENDLESS_ROWS {
        @Override
        public void play(WireSession session) throws IOException {
            session.admit();
            session.awaitProbe();
            while (true) {
                session.message('D', (short) 1, 4096, new byte[4096]);
            }
        }
    },
    FIELD_OF_HALF_A_GIGABYTE {
        @Override
        public void play(WireSession session) throws IOException {
            session.admit();
            session.awaitProbe();
            session.message('D', (short) 11, 1 << 29);
            while (true) {
                session.raw(new byte[8192]);
            }
        }
    },
    END_IN_THE_MIDDLE {
        @Override
        public void play(WireSession session) throws IOException {
            session.admit();
            session.awaitProbe();
            session.raw((byte) 'D', (byte) 0);
        }
    }
}
