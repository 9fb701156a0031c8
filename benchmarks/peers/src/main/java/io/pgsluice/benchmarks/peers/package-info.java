// SPDX-License-Identifier: Apache-2.0
/** What a user would pick instead of pgsluice, opened as its documentation recommends. */
@NullMarked
package io.pgsluice.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
