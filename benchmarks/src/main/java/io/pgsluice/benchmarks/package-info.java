// SPDX-License-Identifier: Apache-2.0
/** What pgsluice costs beside HikariCP alone. */
@NullMarked
package io.pgsluice.benchmarks;

import org.jspecify.annotations.NullMarked;
