// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.pgsluice.spring.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
