// SPDX-License-Identifier: Apache-2.0
/** What lies under the driver: sockets that can be cut. */
@NullMarked
package io.pgsluice.internal.net;

import org.jspecify.annotations.NullMarked;
