// SPDX-License-Identifier: Apache-2.0
/** A JDBC data source for PostgreSQL clusters with streaming replication. */
module io.pgsluice {
    requires transitive java.sql;
    requires com.github.benmanes.caffeine;
    requires com.zaxxer.hikari;
    requires java.management;
    requires org.postgresql.jdbc;
    requires org.slf4j;
    requires static com.google.errorprone.annotations;
    requires static transitive micrometer.core;
    requires static transitive org.jspecify;

    exports io.pgsluice;
    exports io.pgsluice.micrometer;
    exports io.pgsluice.spi;
    // The driver makes its sockets by a class's name.
    exports io.pgsluice.internal.net to
            org.postgresql.jdbc;

    provides java.sql.Driver with
            io.pgsluice.SluiceDriver;
}
