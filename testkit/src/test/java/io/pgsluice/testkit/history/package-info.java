// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.pgsluice.testkit.history;

import org.jspecify.annotations.NullMarked;
