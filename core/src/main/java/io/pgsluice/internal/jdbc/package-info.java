// SPDX-License-Identifier: Apache-2.0
/** The JDBC shell: logical connections and statements, and the physical ones they are bound to. */
@NullMarked
package io.pgsluice.internal.jdbc;

import org.jspecify.annotations.NullMarked;
