// SPDX-License-Identifier: Apache-2.0
/** Transactions that leave a marker, so that what became of a COMMIT without an answer can be told. */
@NullMarked
package io.pgsluice.internal.transactions;

import org.jspecify.annotations.NullMarked;
