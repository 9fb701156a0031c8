// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/** Collects settings from texts and hands them to a builder, each once. */
final class SettingReader {
    private final String dataSource;
    private final boolean url;
    private final Map<String, Found> collected = new LinkedHashMap<>();

    /** A text, and the setting it is for. */
    private record Found(Setting setting, SettingText text) {}

    private SettingReader(@Nullable String name, boolean url) {
        this.dataSource = name == null ? new SluiceConfigBuilder().name : name;
        this.url = url;
    }

    /** Reads properties that name every setting, nodes too. */
    static SluiceConfigBuilder fromProperties(Properties properties) {
        SettingReader reader = new SettingReader(properties.getProperty(Setting.NAME.key()), false);
        reader.addAll(properties);
        return reader.write(new SluiceConfigBuilder());
    }

    /** Reads a URL that names the nodes, and properties that may name all else. */
    static SluiceConfigBuilder fromUrl(String text, Properties info) {
        JdbcUrl url = JdbcUrl.parse(JdbcUrl.PGSLUICE, text, new Problem(new SluiceConfigBuilder().name + " -"), "url");
        if (url.hosts().size() > ConfigChecks.MOST_NODES) {
            throw ConfigChecks.tooManyNodes(
                    new Problem(new SluiceConfigBuilder().name + " -"),
                    url.hosts().size());
        }
        String name = url.parameters().stream()
                .filter(parameter -> parameter.name().equals(Setting.NAME.key()))
                .map(JdbcUrl.Parameter::value)
                .findFirst()
                .orElse(info.getProperty(Setting.NAME.key()));
        SettingReader reader = new SettingReader(name, true);
        String previous = "";
        for (JdbcUrl.Parameter parameter : url.parameters()) {
            reader.add(SettingText.URL_PARAMETER, parameter.name(), parameter.value(), previous);
            previous = parameter.name();
        }
        reader.addAll(info);
        return reader.write(nodes(url));
    }

    private static SluiceConfigBuilder nodes(JdbcUrl url) {
        SluiceConfigBuilder builder = new SluiceConfigBuilder();
        String database = URLEncoder.encode(url.database(), StandardCharsets.UTF_8);
        for (JdbcUrl.Host host : url.hosts()) {
            boolean ambiguous = url.hosts().stream()
                            .filter(other -> other.name().equals(host.name()))
                            .count()
                    > 1;
            builder.node(
                    ambiguous ? host.address() : host.name(),
                    JdbcUrl.POSTGRESQL + "//" + host.address() + "/" + database);
        }
        return builder;
    }

    private void addAll(Properties properties) {
        List<String> names = properties.stringPropertyNames().stream().sorted().toList();
        properties.forEach((key, value) -> {
            if (!(key instanceof String) || !(value instanceof String)) {
                throw new Problem(dataSource + " -")
                        .without(
                                "the property " + key + " is not a text but a "
                                        + value.getClass().getName(),
                                "put it in with Properties.setProperty",
                                String.valueOf(key));
            }
        });
        for (String name : names) {
            add(SettingText.PROPERTY, name, properties.getProperty(name, ""), "");
        }
    }

    private void add(String place, String key, String value, String previous) {
        Setting setting = Setting.find(key);
        String canonical = setting == null || setting.isFamily() ? key : setting.key();
        if (setting == null && url && PGProperty.forName(key) != null) {
            setting = Setting.DRIVER;
            canonical = setting.prefix() + key;
        } else if (setting == null) {
            throw unknown(place, key, previous);
        }
        Found found = new Found(setting, new SettingText(dataSource, place, canonical, value));
        if (setting == Setting.DRIVER && place.equals(SettingText.URL_PARAMETER)) {
            UrlProperties.check(
                    found.text(), canonical.substring(setting.prefix().length()));
        }
        if (setting == Setting.NODE && url) {
            throw found.text()
                    .wrong("a URL has its nodes before the database", "write jdbc:pgsluice://host1,host2/database");
        }
        Found other = collected.putIfAbsent(canonical, found);
        if (other != null) {
            checkSame(other.text(), found.text());
        }
    }

    /** A setting may be in the URL and in the properties, with one value. */
    private void checkSame(SettingText first, SettingText second) {
        if (first.place().equals(second.place()) || !first.value().equals(second.value())) {
            throw new Problem(dataSource + " -")
                    .with(
                            first.key() + " is given twice, as " + first.place() + " and as " + second.place(),
                            "write it once",
                            Problem.Given.of(first.key(), first.value()),
                            Problem.Given.of(second.key(), second.value()));
        }
    }

    private InvalidConfigurationException unknown(String place, String key, String previous) {
        Problem problem = new Problem(dataSource + " -");
        if (Secrets.isSecret(previous)) {
            return problem.without(
                    "the " + place + " after " + previous + " is unknown",
                    "if it is a piece of the " + previous + ", write & as %26, = as %3D and + as %2B",
                    previous);
        }
        List<String> names = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            if (!(url && setting == Setting.NODE)) {
                names.add(setting.key());
            }
        }
        DriverProperties.names().forEach(name -> names.add(url ? name : Setting.DRIVER.prefix() + name));
        return problem.without("there is no " + place + " " + key, Suggestions.remedy(key, names), key);
    }

    private SluiceConfigBuilder write(SluiceConfigBuilder builder) {
        collected.values().forEach(found -> found.setting().write(builder, found.text()));
        return builder;
    }
}
