// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

/**
 * A setting as it was written.
 *
 * @param dataSource the data source's name
 * @param place what kind of text it was found in: {@code property} or {@code URL parameter}
 * @param key the name as written
 * @param value the value as written
 */
record SettingText(String dataSource, String place, String key, String value) {
    static final String PROPERTY = "property";
    static final String URL_PARAMETER = "URL parameter";

    /** What is wrong with the value, and what to write instead. */
    InvalidConfigurationException wrong(String what, String remedy) {
        return new Problem(dataSource + " - " + place + " " + key + ":")
                .with(what, remedy, Problem.Given.of(key, value));
    }

    @Override
    public String toString() {
        return place + " " + key + "=" + Secrets.show(key, value);
    }
}
