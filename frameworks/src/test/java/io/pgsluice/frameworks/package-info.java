// SPDX-License-Identifier: Apache-2.0
/** pgsluice under the frameworks that applications use, on a real cluster. */
@NullMarked
package io.pgsluice.frameworks;

import org.jspecify.annotations.NullMarked;
