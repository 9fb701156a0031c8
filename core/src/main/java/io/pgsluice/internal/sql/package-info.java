// SPDX-License-Identifier: Apache-2.0
/** What the text of a statement says of what it does, by PostgreSQL's lexical rules. */
@NullMarked
package io.pgsluice.internal.sql;

import org.jspecify.annotations.NullMarked;
