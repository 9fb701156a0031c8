// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spring.boot.autoconfigure;

import io.pgsluice.StartupException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells what to look at when no node answered. */
final class StartupFailureAnalyzer extends AbstractFailureAnalyzer<StartupException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StartupException cause) {
        return new FailureAnalysis(
                "The data source could not be started: " + cause.getMessage(),
                "Check pgsluice.nodes, spring.datasource.username and spring.datasource.password, and that the servers accept"
                        + " connections from here. To start without them, set pgsluice.startup-timeout=0s.",
                cause);
    }
}
