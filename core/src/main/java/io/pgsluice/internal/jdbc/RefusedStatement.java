// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of a statement that a replica refused as a write: which, and where it was called. */
final class RefusedStatement {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterLeaseBroker.class);

    /** A constant in quotes or dollars, to its end or to that of the text. */
    private static final Pattern CONSTANT = Pattern.compile("'(?:[^']|'')*(?:'|$)|\\$\\w*\\$.*", Pattern.DOTALL);

    /** How much of a statement a log shows. */
    private static final int SHOWN_CHARS = 200;

    private RefusedStatement() {}

    static void warn(String dataSource, @Nullable String sql) {
        LOG.warn(
                "{} - a replica refused a statement as a write, and the primary ran it: from now on it runs there at once. Don't"
                        + " declare its transaction read-only, or write /* pgsluice:primary */ into it (sql={}, at={})",
                dataSource,
                shown(sql == null ? "" : sql),
                callSite());
    }

    /** The beginning of a statement, without what its constants say. */
    private static String shown(String sql) {
        String begin = sql.length() > SHOWN_CHARS ? sql.substring(0, SHOWN_CHARS) + "…" : sql;
        return CONSTANT.matcher(begin).replaceAll("'?'").replaceAll("\\s+", " ");
    }

    /** Where the application called. */
    private static String callSite() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> !frame.getClassName().startsWith("io.pgsluice.internal."))
                        .findFirst()
                        .map(frame -> frame.toStackTraceElement().toString())
                        .orElse("unknown"));
    }
}
