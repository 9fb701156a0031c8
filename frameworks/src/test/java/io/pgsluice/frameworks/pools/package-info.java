// SPDX-License-Identifier: Apache-2.0
/** pgsluice over and under other connection pools, on a real cluster. */
@NullMarked
package io.pgsluice.frameworks.pools;

import org.jspecify.annotations.NullMarked;
