// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit;

import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A JUnit extension that fails every test which leaves a thread behind, as {@link ThreadLeaks} defines it, for test
 * classes without a cluster. {@link PgCluster} includes it.
 */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(LeakCheck.class);
    private static final Duration GRACE = Duration.ofSeconds(3);

    /** Made by JUnit. */
    public LeakCheck() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put(ThreadLeaks.class, ThreadLeaks.snapshot());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        ThreadLeaks before = context.getStore(NAMESPACE).remove(ThreadLeaks.class, ThreadLeaks.class);
        if (before != null && context.getExecutionException().isEmpty()) {
            before.assertNone(GRACE);
        }
    }
}
