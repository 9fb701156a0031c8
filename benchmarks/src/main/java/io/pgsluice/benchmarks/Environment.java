// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** Where something was measured. */
final class Environment {
    private Environment() {}

    static Map<String, String> read() throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        environment.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        environment.put("system", property("os.name") + " " + property("os.arch"));
        environment.put("Java", property("java.vm.name") + " " + property("java.runtime.version"));
        for (URL url : Collections.list(
                Environment.class.getClassLoader().getResources("io/pgsluice/benchmarks/versions.properties"))) {
            Properties versions = new Properties();
            try (InputStream in = url.openStream()) {
                versions.load(in);
            }
            versions.stringPropertyNames().stream()
                    .sorted()
                    .forEach(name -> environment.put(name.replace('_', ' '), versions.getProperty(name)));
        }
        return environment;
    }

    private static String property(String name) {
        return System.getProperty(name, "?");
    }
}
