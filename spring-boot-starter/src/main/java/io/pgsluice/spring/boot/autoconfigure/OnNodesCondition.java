// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spring.boot.autoconfigure;

import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches where the nodes of a cluster are configured. */
final class OnNodesCondition extends SpringBootCondition {
    private static final Bindable<Map<String, String>> NODES = Bindable.mapOf(String.class, String.class);

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("pgsluice nodes");
        Binder binder = Binder.get(context.getEnvironment());
        Map<String, String> nodes = binder.bind("pgsluice.nodes", NODES).orElse(Map.of());
        if (!nodes.isEmpty()) {
            return ConditionOutcome.match(message.found("node", "nodes").items(nodes.keySet()));
        }
        String url = binder.bind("spring.datasource.url", String.class).orElse("");
        return SluiceConfigFactory.isPgsluiceUrl(url)
                ? ConditionOutcome.match(message.because("spring.datasource.url names a cluster"))
                : ConditionOutcome.noMatch(message.didNotFind("pgsluice.nodes").atAll());
    }
}
