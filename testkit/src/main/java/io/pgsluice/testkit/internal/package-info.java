// SPDX-License-Identifier: Apache-2.0
/** How the test cluster works inside; not for use by applications. */
@NullMarked
package io.pgsluice.testkit.internal;

import org.jspecify.annotations.NullMarked;
