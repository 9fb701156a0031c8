// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.InvalidConfigurationException;
import io.pgsluice.StartupException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

class FailureAnalyzersTest {

    @Test
    void contradiction_atTheStart_isExplained() {
        SluiceContexts.configured()
                .withPropertyValues("pgsluice.max-replica-lag=100ms", "pgsluice.probe-interval=200ms")
                .run(context -> {
                    FailureAnalysis analysis = analyze(Objects.requireNonNull(context.getStartupFailure()));
                    assertThat(analysis.getDescription()).contains("probeInterval=200ms", "maxReplicaLag=100ms");
                    assertThat(analysis.getAction()).startsWith("Correct the property pgsluice.");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "username, spring.datasource.username",
        "url, spring.datasource.url",
        "node.n1, pgsluice.nodes.n1",
        "driver.sslmode, pgsluice.driver.sslmode",
        "maxReplicaLag, pgsluice.max-replica-lag"
    })
    void setting_wrong_isNamedAsProperty(String setting, String property) {
        assertThat(analyze(new InvalidConfigurationException(setting, "", "wrong"))
                        .getAction())
                .isEqualTo("Correct the property " + property + ".");
    }

    @Test
    void start_withoutAnyNode_isExplained() {
        SluiceContexts.configured()
                .withPropertyValues("pgsluice.startup-timeout=2s")
                .run(context -> {
                    Throwable failure = Objects.requireNonNull(context.getStartupFailure());
                    assertThat(failure).rootCause().isInstanceOf(StartupException.class);
                    FailureAnalysis analysis = analyze(failure);
                    assertThat(analysis.getDescription()).contains("none of the 2 nodes answered", "127.0.0.1:1");
                    assertThat(analysis.getAction()).contains("pgsluice.startup-timeout=0s");
                });
    }

    private static FailureAnalysis analyze(Throwable failure) {
        List<FailureAnalyzer> analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, FailureHandler.handleMessage((message, cause) -> {}));
        return analyzers.stream()
                .filter(analyzer -> analyzer.getClass().getPackageName().startsWith("io.pgsluice"))
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }
}
