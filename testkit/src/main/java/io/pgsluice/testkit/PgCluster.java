// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a JUnit test class a {@link PostgresCluster}, as a parameter of its constructor and methods or in a field of
 * that type. Unless told otherwise all tests of the class share one cluster, which is brought back to its original
 * layout after each test ({@link PostgresCluster#restore()}; what is in the databases stays), and a test that leaves a
 * connection or a thread behind fails.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(PgClusterExtension.class)
public @interface PgCluster {
    /** The major version, 14 to 18; 0 is the default of {@link PostgresCluster.Builder#version(int)}. */
    int version() default 0;

    /** How many replicas there are. */
    int replicas() default 2;

    /** Whether a commit waits until one replica has it on disk. */
    boolean synchronous() default false;

    /** Whether applications must use TLS; see {@link PostgresCluster.Builder#tls(boolean)}. */
    boolean tls() default false;

    /** Server settings, each as {@code name=value}. */
    String[] settings() default {};

    /** Whether each test gets a new cluster. Parameters of the constructor need a shared one. */
    boolean perMethod() default false;

    /** Whether a shared cluster is restored after each test. */
    boolean restore() default true;

    /** When leaks are looked for. */
    Leaks leaks() default Leaks.EACH_TEST;

    /** When leaked connections and threads are looked for. */
    enum Leaks {
        /** After each test: what the test opened must be closed. */
        EACH_TEST,
        /** After the last test of the class, for classes that share a connection pool between their tests. */
        CLASS,
        /** Never. */
        OFF
    }
}
