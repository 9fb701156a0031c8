// SPDX-License-Identifier: Apache-2.0
/** What the measuring needs of pgsluice's inside. */
@NullMarked
package io.pgsluice.internal.topology;

import org.jspecify.annotations.NullMarked;
