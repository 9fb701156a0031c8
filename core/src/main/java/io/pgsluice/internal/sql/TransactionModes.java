// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import org.jspecify.annotations.Nullable;

/**
 * What a BEGIN says of its transaction.
 *
 * @param readOnly READ ONLY or READ WRITE, null if not said
 * @param isolation a constant of {@link java.sql.Connection}, 0 if not said
 */
public record TransactionModes(@Nullable Boolean readOnly, int isolation) {}
