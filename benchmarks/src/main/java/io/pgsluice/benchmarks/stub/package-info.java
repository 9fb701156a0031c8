// SPDX-License-Identifier: Apache-2.0
/** A driver without a server, which answers at once. */
@NullMarked
package io.pgsluice.benchmarks.stub;

import org.jspecify.annotations.NullMarked;
