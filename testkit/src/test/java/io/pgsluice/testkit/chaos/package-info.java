// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.pgsluice.testkit.chaos;

import org.jspecify.annotations.NullMarked;
