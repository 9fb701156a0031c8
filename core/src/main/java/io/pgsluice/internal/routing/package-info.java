// SPDX-License-Identifier: Apache-2.0
/** The one place that decides where a transaction runs. */
@NullMarked
package io.pgsluice.internal.routing;

import org.jspecify.annotations.NullMarked;
