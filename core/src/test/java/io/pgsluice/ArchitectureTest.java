// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.pgsluice.spi.Ticker;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** The three circles (API, SPI, internal) and the order of the internal slices. */
@AnalyzeClasses(packages = "io.pgsluice", importOptions = ArchitectureTest.OfTheLibrary.class)
class ArchitectureTest {

    /** The library's own classes: neither tests nor the testkit. */
    static final class OfTheLibrary implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return location.contains("/core/target/classes/");
        }
    }

    private static final String INTERNAL = "io.pgsluice.internal..";

    @ArchTest
    static final ArchRule internalSlicesHaveNoCycle =
            slices().matching("io.pgsluice.internal.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule topologyKnowsNoOtherSlice = noClasses()
            .that()
            .resideInAPackage("io.pgsluice.internal.topology..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io.pgsluice.internal.jdbc..", "io.pgsluice.internal.routing..", "io.pgsluice.internal.pool.."));

    @ArchTest
    static final ArchRule routingKnowsOnlyTopology = noClasses()
            .that()
            .resideInAPackage("io.pgsluice.internal.routing..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.pgsluice.internal.jdbc..", "io.pgsluice.internal.pool.."));

    @ArchTest
    static final ArchRule poolKnowsNoOtherSlice = noClasses()
            .that()
            .resideInAPackage("io.pgsluice.internal.pool..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io.pgsluice.internal.jdbc..",
                    "io.pgsluice.internal.routing..",
                    "io.pgsluice.internal.topology.."));

    @ArchTest
    static final ArchRule noOtherSliceKnowsTransactions = noClasses()
            .that()
            .resideInAPackage(INTERNAL)
            .and()
            .resideOutsideOfPackage("io.pgsluice.internal.transactions..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.pgsluice.internal.transactions.."));

    @ArchTest
    static final ArchRule sqlKnowsNothingOfTheRest = noClasses()
            .that()
            .resideInAPackage("io.pgsluice.internal.sql..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("io.pgsluice..").and(resideOutsideOfPackage("io.pgsluice.internal.sql..")));

    @ArchTest
    static final ArchRule netKnowsNothingOfTheLibrary = noClasses()
            .that()
            .resideInAPackage("io.pgsluice.internal.net..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.pgsluice..")
                    .and(DescribedPredicate.not(resideInAnyPackage("io.pgsluice.internal.net.."))));

    @ArchTest
    static final ArchRule spiKnowsNothingInternal = noClasses()
            .that()
            .resideInAPackage("io.pgsluice.spi..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(INTERNAL));

    @ArchTest
    static final ArchRule apiShowsNothingInternal = methods()
            .that()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage(INTERNAL)
            .and()
            .arePublic()
            .should()
            .haveRawReturnType(JavaClass.Predicates.resideOutsideOfPackage(INTERNAL));

    @ArchTest
    static final ArchRule decisionsKnowNeitherThreadsNorServers = noClasses()
            .that()
            .haveFullyQualifiedName("io.pgsluice.internal.routing.Router")
            .or()
            .haveSimpleNameEndingWith("StateMachine")
            .or()
            .haveSimpleNameEndingWith("Election")
            .or()
            .haveSimpleNameEndingWith("Assessor")
            .or()
            .haveSimpleNameEndingWith("Proof")
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.util.concurrent..", "javax.sql..", "org.postgresql.."));

    @ArchTest
    static final ArchRule timeComesFromTheTicker = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(Ticker.class.getName())
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule nothingSleeps = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule nothingIsReflective =
            noClasses().should().dependOnClassesThat().belongToAnyOf(Proxy.class, Method.class);

    @ArchTest
    static final ArchRule nothingStaticIsMutable =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule nothingIsSynchronized = methods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("io.pgsluice..")
            .should()
            .notHaveModifier(JavaModifier.SYNCHRONIZED);
}
