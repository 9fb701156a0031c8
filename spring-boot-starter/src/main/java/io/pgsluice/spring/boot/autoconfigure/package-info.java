// SPDX-License-Identifier: Apache-2.0
/** What makes {@code io.pgsluice.SluiceDataSource} the data source of a Spring Boot application. */
@NullMarked
package io.pgsluice.spring.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
