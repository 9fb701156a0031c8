// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

/** The roles and databases of a test cluster. */
public final class Names {
    public static final String SUPERUSER = "postgres";
    public static final String SUPERUSER_DATABASE = "postgres";
    public static final String APP_USER = "app";
    public static final String APP_PASSWORD = "app";
    public static final String APP_DATABASE = "app";

    /** The application name of the testkit's own connections. */
    public static final String CONTROL = "pgsluice-testkit";

    private Names() {}
}
