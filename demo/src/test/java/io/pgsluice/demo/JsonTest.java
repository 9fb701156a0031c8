// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void of_everyKindOfValue_isOneLineOfJson() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("count", 3L);
        values.put("millis", 1.5);
        values.put("ok", true);
        values.put("text", "a \"b\" \\ c\nd");
        values.put("list", List.of(1, "x", Map.of("y", 2)));
        assertThat(Json.of(values))
                .isEqualTo("{\"count\":3,\"millis\":1.5,\"ok\":true,\"text\":\"a \\\"b\\\" \\\\ c\\u000ad\","
                        + "\"list\":[1,\"x\",{\"y\":2}]}");
    }
}
