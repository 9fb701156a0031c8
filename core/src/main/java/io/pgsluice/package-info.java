// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.pgsluice;

import org.jspecify.annotations.NullMarked;
