// SPDX-License-Identifier: Apache-2.0
/** What Micrometer shows of a data source. */
@NullMarked
package io.pgsluice.micrometer;

import org.jspecify.annotations.NullMarked;
