// SPDX-License-Identifier: Apache-2.0
/**
 * A real PostgreSQL streaming-replication cluster inside a JUnit test, with faults as plain methods. Start with
 * {@link io.pgsluice.testkit.PgCluster} in a test class, or {@link io.pgsluice.testkit.PostgresCluster#builder()}
 * anywhere else.
 */
@NullMarked
package io.pgsluice.testkit;

import org.jspecify.annotations.NullMarked;
