// SPDX-License-Identifier: Apache-2.0
/** What an application may implement itself: load balancing, pools, listeners, time. */
@NullMarked
package io.pgsluice.spi;

import org.jspecify.annotations.NullMarked;
