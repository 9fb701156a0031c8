// SPDX-License-Identifier: Apache-2.0
/** Writers and readers on a real cluster that goes through a lagging replica and the loss of its primary. */
@NullMarked
package io.pgsluice.demo;

import org.jspecify.annotations.NullMarked;
