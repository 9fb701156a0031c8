// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.SQLType;
import java.sql.Types;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Calls every method of an interface that an application may call. */
final class Walk {
    private static final Executor AT_ONCE = Runnable::run;

    private static final Map<Class<?>, Object> ARGUMENTS = Map.ofEntries(
            Map.entry(boolean.class, true),
            Map.entry(byte.class, (byte) 1),
            Map.entry(short.class, (short) 1),
            Map.entry(int.class, 1),
            Map.entry(long.class, 1L),
            Map.entry(float.class, 1f),
            Map.entry(double.class, 1d),
            Map.entry(String.class, "name"),
            Map.entry(int[].class, new int[] {1}),
            Map.entry(String[].class, new String[] {"name"}),
            Map.entry(Object[].class, new Object[] {"name"}),
            Map.entry(Object.class, "name"),
            Map.entry(Class.class, PGConnection.class),
            Map.entry(SQLType.class, java.sql.JDBCType.VARCHAR),
            Map.entry(Map.class, Map.of()),
            Map.entry(Properties.class, new Properties()),
            Map.entry(Executor.class, AT_ONCE));

    private Walk() {}

    /** Notes what each method answers that the predicate admits; arguments are of the right type, and no more. */
    static void over(Class<?> type, Object target, Transcript seen, String prefix, Predicate<Method> which) {
        methods(type)
                .filter(which)
                .forEach(method -> seen.note(prefix + signature(method), () -> call(method, target)));
    }

    /** All methods of an interface, in a fixed order. */
    static Stream<Method> methods(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .sorted(Comparator.comparing(Walk::signature));
    }

    static Predicate<Method> getters() {
        return method -> method.getParameterCount() == 0 && method.getReturnType() != void.class;
    }

    static Predicate<Method> except(String... names) {
        Set<String> all = Set.of(names);
        return method -> !all.contains(method.getName());
    }

    static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", method.getName() + "(", ")"));
    }

    private static @Nullable Object call(Method method, Object target) throws Exception {
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            Class<?> type = method.getParameterTypes()[i];
            arguments[i] = isSqlType(method, i) ? Types.VARCHAR : ARGUMENTS.get(type);
        }
        try {
            Object answer = method.invoke(target, arguments);
            return method.getReturnType() == void.class ? "done" : answer;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception failure) {
                throw failure;
            }
            throw e;
        }
    }

    private static boolean isSqlType(Method method, int parameter) {
        return method.getParameterTypes()[parameter] == int.class
                && parameter > 0
                && (method.getName().equals("setNull") || method.getName().startsWith("registerOut"));
    }
}
