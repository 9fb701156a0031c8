// SPDX-License-Identifier: Apache-2.0
/** Helpers of tests. */
@NullMarked
package io.pgsluice.testing;

import org.jspecify.annotations.NullMarked;
