// SPDX-License-Identifier: Apache-2.0
/**
 * The same calls on a connection of pgjdbc's own and on one of pgsluice's: what an application sees must be the same, and
 * {@link io.pgsluice.contract.Difference} lists every exception.
 */
@NullMarked
package io.pgsluice.contract;

import org.jspecify.annotations.NullMarked;
