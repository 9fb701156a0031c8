// SPDX-License-Identifier: Apache-2.0
/** The data source as an application sees it, on real clusters. */
@NullMarked
package io.pgsluice.it;

import org.jspecify.annotations.NullMarked;
