// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import io.pgsluice.internal.topology.ServerText;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and writes the text forms of values. */
final class Texts {
    private static final int LONGEST_LINE = 1_000;
    private static final Pattern AMOUNT = Pattern.compile("([+-]?\\d{1,15})\\s*([a-zA-Z]*)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);
    private static final String DURATION_FORMS =
            "a whole number and ms, s, m, h or d (500ms, 1s, 5m), or ISO-8601 (PT1S)";

    private Texts() {}

    static Duration duration(SettingText text) {
        String value = text.value().strip();
        Matcher amount = AMOUNT.matcher(value);
        try {
            if (!amount.matches()) {
                return Duration.parse(value);
            }
            String unit = amount.group(2);
            if (unit.isEmpty()) {
                throw text.wrong(
                        "a bare number has no unit",
                        "write " + value + "ms or " + value + "s; the forms are " + DURATION_FORMS);
            }
            ChronoUnit known = UNITS.get(unit);
            if (known == null) {
                throw text.wrong("there is no unit '" + unit + "'", "write " + DURATION_FORMS);
            }
            return Duration.of(Long.parseLong(amount.group(1)), known);
        } catch (DateTimeParseException | ArithmeticException e) {
            throw text.wrong("this is not a duration", "write " + DURATION_FORMS);
        }
    }

    /** A duration in one of the forms of the settings; null if it is in none. */
    static @Nullable Duration durationOrNull(String value) {
        try {
            return duration(new SettingText("", "", "", value));
        } catch (InvalidConfigurationException e) {
            return null;
        }
    }

    static ConsistencyLevel consistency(SettingText text) {
        try {
            return ConsistencyLevel.parse(text.value());
        } catch (IllegalArgumentException e) {
            throw text.wrong(
                    "there is no such level", "write one of eventual, bounded-staleness(2s), read-your-writes, strong");
        }
    }

    static int count(SettingText text) {
        try {
            return Integer.parseInt(text.value().strip());
        } catch (NumberFormatException e) {
            throw text.wrong("this is not a whole number", "write digits alone, such as 10");
        }
    }

    static boolean flag(SettingText text) {
        return switch (text.value().strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw text.wrong("this is neither true nor false", "write true or false");
        };
    }

    static <E extends Enum<E>> E choice(SettingText text, E[] choices) {
        String value = text.value().strip();
        return Arrays.stream(choices)
                .filter(choice -> choice.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> text.wrong("there is no such choice", "write one of " + Arrays.toString(choices)));
    }

    /** A text fit for a message. */
    static String line(String text) {
        return ServerText.plain(text, LONGEST_LINE);
    }

    /** The shortest exact form; durations with their largest whole unit. */
    static String show(Object value) {
        return value instanceof Duration duration ? show(duration) : String.valueOf(value);
    }

    private static String show(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        if (duration.toNanosPart() % 1_000_000 != 0 || duration.abs().compareTo(Limits.LONGEST) > 0) {
            return duration.toString();
        }
        long millis = duration.toMillis();
        for (ChronoUnit unit : new ChronoUnit[] {ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS}) {
            long size = unit.getDuration().toMillis();
            if (millis % size == 0) {
                return millis / size + unit.name().substring(0, 1).toLowerCase(Locale.ROOT);
            }
        }
        return millis + "ms";
    }
}
