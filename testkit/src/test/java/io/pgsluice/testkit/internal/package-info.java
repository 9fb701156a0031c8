// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.pgsluice.testkit.internal;

import org.jspecify.annotations.NullMarked;
