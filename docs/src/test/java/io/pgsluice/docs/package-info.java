// SPDX-License-Identifier: Apache-2.0
/** The examples of the documentation, and checks of its pages. */
@NullMarked
package io.pgsluice.docs;

import org.jspecify.annotations.NullMarked;
