// SPDX-License-Identifier: Apache-2.0
/** The default connection pools. */
@NullMarked
package io.pgsluice.internal.pool;

import org.jspecify.annotations.NullMarked;
