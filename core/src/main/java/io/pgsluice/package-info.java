// SPDX-License-Identifier: Apache-2.0
/**
 * The API: a JDBC {@code DataSource} that sends writes to the primary of a PostgreSQL cluster and read-only transactions to
 * its fresh replicas.
 */
@NullMarked
package io.pgsluice;

import org.jspecify.annotations.NullMarked;
