// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** What a server can do instead of letting somebody in. */
public enum HostileLogin implements HostileServer.Script {
    SILENCE {
        @Override
        public void play(WireSession session) throws IOException {
            session.beSilent();
        }
    },
    GARBAGE {
        @Override
        public void play(WireSession session) throws IOException {
            byte[] garbage = new byte[8192];
            new Random(1).nextBytes(garbage);
            session.startup();
            while (true) {
                session.raw(garbage);
            }
        }
    },
    ANOTHER_PROTOCOL {
        @Override
        public void play(WireSession session) throws IOException {
            session.raw("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    },
    TLS_THAT_IS_NONE {
        @Override
        public void play(WireSession session) throws IOException {
            session.raw((byte) 'S');
            while (true) {
                session.raw(new byte[1024]);
            }
        }
    },
    LENGTH_OF_TWO_GIGABYTES {
        @Override
        public void play(WireSession session) throws IOException {
            session.startup();
            session.raw((byte) 'E', (byte) 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff);
            while (true) {
                session.raw(new byte[8192]);
            }
        }
    },
    NEGATIVE_LENGTH {
        @Override
        public void play(WireSession session) throws IOException {
            session.startup();
            session.raw((byte) 'E', (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff);
            session.beSilent();
        }
    },
    ONE_BYTE_NOW_AND_THEN {
        @Override
        public void play(WireSession session) throws IOException, InterruptedException {
            session.startup();
            session.raw((byte) 'E', (byte) 0, (byte) 0, (byte) 0x7f, (byte) 0xff);
            while (true) {
                session.drip((byte) 'x');
            }
        }
    },
    ENDLESS_REQUESTS_FOR_THE_PASSWORD {
        @Override
        public void play(WireSession session) throws IOException {
            session.startup();
            while (true) {
                session.message('R', 5, 1);
                session.receive('p');
            }
        }
    },
    A_THOUSAND_MILLION_ROUNDS_OF_HASHING {
        @Override
        public void play(WireSession session) throws IOException {
            session.startup();
            session.message('R', 10, "SCRAM-SHA-256", new byte[] {0});
            String first = session.receive('p');
            String nonce = first.substring(first.indexOf("r=") + 2);
            session.message('R', 11, ("r=" + nonce + "x,s=AAAA,i=1000000000").getBytes(StandardCharsets.US_ASCII));
            session.beSilent();
        }
    },
    ENDLESS_NOTICES {
        @Override
        public void play(WireSession session) throws IOException {
            session.startup();
            session.message('R', 0);
            while (true) {
                session.message('N', "SNOTICE", "M" + "x".repeat(4096), new byte[] {0});
            }
        }
    },
    ENDLESS_PARAMETERS {
        @Override
        public void play(WireSession session) throws IOException {
            session.startup();
            session.message('R', 0);
            for (int i = 0; ; i++) {
                session.message('S', "p" + i, "x".repeat(4096));
            }
        }
    },
    PARAMETERS_THAT_ARE_NONE {
        @Override
        public void play(WireSession session) throws IOException {
            session.startup();
            session.message('R', 0);
            session.message('S', "TimeZone", "Nowhere/Land\u001b[31m");
            session.message('S', "server_version_num", "many");
            session.beSilent();
        }
    },
    END_IN_THE_MIDDLE {
        @Override
        public void play(WireSession session) throws IOException {
            session.startup();
            session.raw((byte) 'R', (byte) 0);
        }
    },
    ERROR_WITH_ORDERS_FOR_THE_TERMINAL {
        @Override
        public void play(WireSession session) throws IOException {
            session.startup();
            session.message(
                    'E',
                    "SFATAL",
                    "C28P01",
                    "M\u001b[2Jno\u202ething" + "y".repeat(100_000) + "\n2026-01-01 ERROR forged",
                    new byte[] {0});
        }
    }
}
