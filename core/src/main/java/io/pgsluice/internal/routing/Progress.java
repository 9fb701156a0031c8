// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

/**
 * How far scopes have got that belong together: what was committed in them, and what their reads have shown. Shared by the threads that a scope is taken to.
 *
 * @param writes what was committed
 * @param reads what was read
 */
record Progress(WriteMark writes, ReadMarks reads) {}
