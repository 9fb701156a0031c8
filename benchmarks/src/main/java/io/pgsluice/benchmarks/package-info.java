// SPDX-License-Identifier: Apache-2.0
/** What pgsluice costs, how it fails over and how it grows, beside candidates of other modules. */
@NullMarked
package io.pgsluice.benchmarks;

import org.jspecify.annotations.NullMarked;
