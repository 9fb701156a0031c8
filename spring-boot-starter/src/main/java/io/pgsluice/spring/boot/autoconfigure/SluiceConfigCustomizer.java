// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spring.boot.autoconfigure;

import io.pgsluice.SluiceConfigBuilder;

/**
 * Changes the configuration of the auto-configured data source in code, after the properties were applied. Beans of this type
 * are called in their order.
 */
@FunctionalInterface
public interface SluiceConfigCustomizer {

    /**
     * Changes the configuration.
     *
     * @param builder the configuration so far
     */
    void customize(SluiceConfigBuilder builder);
}
