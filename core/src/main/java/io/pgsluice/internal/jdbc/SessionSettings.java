// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.internal.sql.SettingChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a logical connection carries from one session to the next: made by {@code SET}, {@code set_config} and the setters
 * of JDBC that come down to them. They follow the transaction as the server's do: a rollback takes back what was set in it.
 * Confined to one thread at a time.
 */
final class SessionSettings {
    /** In the place of a name: every setting but the role. */
    private static final String ALL = "*";

    private static final String ROLE = "role";
    private static final String SESSION_AUTHORIZATION = "session_authorization";

    /** What the driver sets itself after it has connected: {@code RESET} does not bring it back. */
    static final String APPLICATION_NAME = "application_name";

    /** Without it COMMIT is acknowledged before it is flushed. */
    static final String SYNCHRONOUS_COMMIT = "synchronous_commit";

    static final String EXTRA_FLOAT_DIGITS = "extra_float_digits";

    /** Statements by the setting's name, in the order in which they were made last; replaced, never changed in place. */
    private Map<String, String> now = Map.of();

    private Map<String, String> committed = Map.of();
    /** Savepoints and what was set at each, oldest first; null before the first. */
    private @Nullable List<Mark> marks;

    private record Mark(Object savepoint, Map<String, String> settings) {}

    /** The settings of this moment; never changed. */
    Map<String, String> now() {
        return now;
    }

    /** The names that changes are about, and not of all settings at once. */
    static List<String> names(List<SettingChange> changes) {
        return changes.stream()
                .filter(change -> !isAll(change))
                .map(SettingChange::name)
                .toList();
    }

    /** What a setting was made by; null if it was not made. */
    @Nullable
    String get(String name) {
        return now.get(name);
    }

    /** Whether a change is one of all settings. */
    static boolean isAll(SettingChange change) {
        return change.name().equals(ALL);
    }

    /** Whether a change is wholly described by what is carried, so that a session may be told of it later. */
    boolean canWait(SettingChange change) {
        return change.sql() != null || now.containsKey(change.name());
    }

    void change(SettingChange change) {
        Map<String, String> after = new LinkedHashMap<>(now);
        String sql = change.sql();
        if (isAll(change)) {
            after.keySet().removeIf(name -> !name.equals(ROLE) && !name.equals(SESSION_AUTHORIZATION));
        } else {
            after.remove(change.name());
            if (change.name().equals(SESSION_AUTHORIZATION)) {
                after.remove(ROLE);
            }
            if (sql != null) {
                after.put(change.name(), sql);
            } else if (isDriversOwn(change.name())) {
                after.put(change.name(), "RESET " + change.name());
            }
        }
        now = after;
    }

    private static boolean isDriversOwn(String name) {
        return name.equals(APPLICATION_NAME) || name.equals(EXTRA_FLOAT_DIGITS);
    }

    void committed() {
        committed = now;
        marks = null;
    }

    void rolledBack() {
        now = committed;
        marks = null;
    }

    void savepoint(Object savepoint) {
        if (marks == null) {
            marks = new ArrayList<>();
        }
        marks.add(new Mark(savepoint, now));
    }

    void rolledBackTo(Object savepoint) {
        int mark = indexOf(savepoint);
        if (mark >= 0 && marks != null) {
            now = marks.get(mark).settings;
            marks.subList(mark + 1, marks.size()).clear();
        }
    }

    void released(Object savepoint) {
        int mark = indexOf(savepoint);
        if (mark >= 0 && marks != null) {
            marks.subList(mark, marks.size()).clear();
        }
    }

    /** The place of the latest savepoint of that name; -1 if there is none. */
    private int indexOf(Object savepoint) {
        int mark = marks == null ? -1 : marks.size() - 1;
        while (mark >= 0 && marks != null && !marks.get(mark).savepoint.equals(savepoint)) {
            mark--;
        }
        return mark;
    }

    /** What turns a session with some settings into one with these; null for nothing. */
    @Nullable
    SettingsToSend difference(Map<String, String> told) {
        if (told == now || told.equals(now)) {
            return null;
        }
        StringBuilder sql = new StringBuilder();
        int count = reset(told.keySet(), now, sql);
        boolean authorization = !Objects.equals(told.get(SESSION_AUTHORIZATION), now.get(SESSION_AUTHORIZATION));
        for (Map.Entry<String, String> setting : now.entrySet()) {
            String name = setting.getKey();
            if (!setting.getValue().equals(told.get(name)) || (authorization && name.equals(ROLE))) {
                sql.append(setting.getValue()).append(';');
                count++;
            }
        }
        return count == 0 ? null : new SettingsToSend(sql.toString(), count);
    }

    /** What puts a session back that may have been told some settings, but for those that only the driver can. */
    static void reset(Set<String> told, StringBuilder sql) {
        reset(told, Map.of(), sql);
    }

    private static int reset(Set<String> told, Map<String, String> kept, StringBuilder sql) {
        int count = 0;
        // The role first: what is left may be out of its reach.
        for (String name : List.of(SESSION_AUTHORIZATION, ROLE)) {
            if (told.contains(name) && !kept.containsKey(name)) {
                sql.append("RESET ").append(name).append(';');
                count++;
            }
        }
        for (String name : told) {
            if (!kept.containsKey(name)
                    && !name.equals(ROLE)
                    && !name.equals(SESSION_AUTHORIZATION)
                    && !isDriversOwn(name)) {
                sql.append("RESET ").append(quoted(name)).append(';');
                count++;
            }
        }
        return count;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"").replace(".", "\".\"") + '"';
    }
}
