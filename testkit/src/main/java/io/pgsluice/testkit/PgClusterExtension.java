// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Does what {@link PgCluster} says. Stateless: everything is in JUnit's stores. */
public final class PgClusterExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(PgClusterExtension.class);

    /** A server notices the end of a client, and a thread its interruption, a moment later. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    /** Made by JUnit. */
    public PgClusterExtension() {}

    /** What a class or a test holds; JUnit's store closes it. */
    private static final class Held implements AutoCloseable {
        private final PostgresCluster cluster;

        Held(PgCluster annotation) {
            PostgresCluster.Builder builder = PostgresCluster.builder()
                    .replicas(annotation.replicas())
                    .synchronous(annotation.synchronous())
                    .tls(annotation.tls());
            if (annotation.version() != 0) {
                builder.version(annotation.version());
            }
            for (String setting : annotation.settings()) {
                int equals = setting.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException("@PgCluster(settings): not of the form name=value: " + setting);
                }
                builder.setting(
                        setting.substring(0, equals).strip(),
                        setting.substring(equals + 1).strip());
            }
            this.cluster = builder.build();
        }

        @Override
        public void close() {
            cluster.close();
        }
    }

    /** What existed before, of both kinds. */
    private record Before(ThreadLeaks threads, ConnectionLeaks connections) {
        static Before of(PostgresCluster cluster) {
            return new Before(ThreadLeaks.snapshot(), ConnectionLeaks.snapshot(cluster));
        }

        void assertNoLeaks() {
            connections.assertNone(GRACE);
            threads.assertNone(GRACE);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        PgCluster annotation = annotation(context);
        if (annotation.perMethod()) {
            return;
        }
        PostgresCluster cluster = cluster(context, annotation);
        inject(context.getRequiredTestClass(), null, cluster);
        if (annotation.leaks() == PgCluster.Leaks.CLASS) {
            store(context).getOrComputeIfAbsent(Before.class, key -> Before.of(cluster));
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        PgCluster annotation = annotation(context);
        PostgresCluster cluster = cluster(context, annotation);
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            inject(instance.getClass(), instance, cluster);
        }
        if (annotation.leaks() == PgCluster.Leaks.EACH_TEST) {
            store(context).put(Before.class, Before.of(cluster));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        PgCluster annotation = annotation(context);
        PostgresCluster cluster = cluster(context, annotation);
        boolean shared = !annotation.perMethod();
        try {
            Before before = store(context).remove(Before.class, Before.class);
            if (before != null && context.getExecutionException().isEmpty()) {
                cluster.undoFaults();
                before.assertNoLeaks();
            }
        } finally {
            if (shared && annotation.restore()) {
                cluster.restore();
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Before before = store(context).remove(Before.class, Before.class);
        if (before != null) {
            before.assertNoLeaks();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PostgresCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        PgCluster annotation = annotation(context);
        if (annotation.perMethod() && context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException(
                    "@PgCluster(perMethod = true) has no cluster yet for " + parameter.getDeclaringExecutable()
                            + ": take it as a parameter of the test, or of a @BeforeEach method");
        }
        return cluster(context, annotation);
    }

    /** The cluster of the annotated class, or of this test, started where there is none of the same description yet. */
    private static PostgresCluster cluster(ExtensionContext context, PgCluster annotation) {
        Store store = annotation.perMethod() ? store(context) : store(annotatedClass(context));
        return store.getOrComputeIfAbsent(annotation, key -> new Held(annotation), Held.class).cluster;
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    private static PgCluster annotation(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(
                        context.getRequiredTestClass(), PgCluster.class, context.getEnclosingTestClasses())
                .orElseThrow(() -> new IllegalStateException(
                        context.getRequiredTestClass() + " has no @PgCluster: use the annotation, not @ExtendWith"));
    }

    /** The context of the outermost class that has or inherits the annotation itself, for nested classes to share. */
    private static ExtensionContext annotatedClass(ExtensionContext context) {
        ExtensionContext current = context;
        while (current.getTestMethod().isPresent() || !isAnnotated(current)) {
            current = current.getParent().orElseThrow();
        }
        return current;
    }

    private static boolean isAnnotated(ExtensionContext context) {
        Optional<Class<?>> testClass = context.getTestClass();
        return testClass.isPresent() && AnnotationSupport.isAnnotated(testClass, PgCluster.class);
    }

    private static void inject(Class<?> type, @Nullable Object instance, PostgresCluster cluster) {
        for (Field field : ReflectionSupport.findFields(
                type,
                field -> field.getType() == PostgresCluster.class
                        && !Modifier.isFinal(field.getModifiers())
                        && Modifier.isStatic(field.getModifiers()) == (instance == null),
                HierarchyTraversalMode.TOP_DOWN)) {
            try {
                field.setAccessible(true);
                field.set(instance, cluster);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("cannot set " + field, e);
            }
        }
    }
}
