// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.pgsluice.demo;

import org.jspecify.annotations.NullMarked;
