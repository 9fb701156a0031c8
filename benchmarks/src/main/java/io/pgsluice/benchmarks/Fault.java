// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.testkit.PostgresNode;
import java.util.Locale;

/** How a cluster loses its primary. */
enum Fault {
    /** SIGKILL. */
    CRASH {
        @Override
        void strike(PostgresNode primary) {
            primary.kill();
        }
    },
    /** SIGSTOP: connections stay open and nothing answers. */
    FREEZE {
        @Override
        void strike(PostgresNode primary) {
            primary.freeze();
        }
    },
    /** Packets vanish. */
    PARTITION {
        @Override
        void strike(PostgresNode primary) {
            primary.partition();
        }
    },
    /** A fast shutdown, which an operator asked for. */
    SWITCHOVER {
        @Override
        void strike(PostgresNode primary) {
            primary.stop();
        }
    };

    abstract void strike(PostgresNode primary);

    /** What it is called in tables. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
