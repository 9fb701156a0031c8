// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.pgsluice.benchmarks;

import org.jspecify.annotations.NullMarked;
