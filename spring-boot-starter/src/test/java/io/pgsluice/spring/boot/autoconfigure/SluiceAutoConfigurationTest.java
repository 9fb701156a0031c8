// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spring.boot.autoconfigure;

import static io.pgsluice.spring.boot.autoconfigure.SluiceContexts.config;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.pgsluice.Credentials;
import io.pgsluice.InvalidConfigurationException;
import io.pgsluice.NodeConfig;
import io.pgsluice.SluiceConfig;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.spi.LoadBalancer;
import io.pgsluice.spi.SluiceListener;
import io.pgsluice.testkit.LeakCheck;
import java.time.Duration;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

@ExtendWith(LeakCheck.class)
class SluiceAutoConfigurationTest {
    private final ApplicationContextRunner unconfigured = SluiceContexts.unconfigured();
    private final ApplicationContextRunner configured = SluiceContexts.configured();

    @Test
    void dataSource_nodesConfigured_isTheOneThatEverythingUses() {
        configured.run(context -> {
            assertThat(context).hasSingleBean(DataSource.class).hasSingleBean(SluiceDataSource.class);
            SluiceDataSource dataSource = context.getBean("dataSource", SluiceDataSource.class);
            assertThat(context.getBean(JdbcTemplate.class).getDataSource()).isSameAs(dataSource);
            assertThat(context.getBean(JdbcTransactionManager.class).getDataSource())
                    .isSameAs(dataSource);
        });
    }

    @Test
    void dataSource_contextClosed_isClosed() {
        SluiceDataSource[] dataSource = new SluiceDataSource[1];
        configured.run(context -> dataSource[0] = context.getBean(SluiceDataSource.class));
        assertThat(dataSource[0].isClosed()).isTrue();
    }

    @Test
    void dataSource_noNodes_isSpringBootsOwn() {
        unconfigured.run(context -> assertThat(context)
                .hasSingleBean(HikariDataSource.class)
                .doesNotHaveBean(SluiceDataSource.class)
                .doesNotHaveBean(SluiceProperties.class)
                .doesNotHaveBean("pgsluiceHealthContributor")
                .doesNotHaveBean("pgsluiceMetrics"));
    }

    @Test
    void dataSource_disabled_isSpringBootsOwn() {
        configured.withPropertyValues("pgsluice.enabled=false").run(context -> assertThat(context)
                .hasSingleBean(HikariDataSource.class)
                .doesNotHaveBean(SluiceDataSource.class));
    }

    @Test
    void dataSource_coreAbsent_isSpringBootsOwn() {
        configured
                .withClassLoader(new FilteredClassLoader(SluiceDataSource.class))
                .run(context -> assertThat(context).hasSingleBean(HikariDataSource.class));
    }

    @Test
    void dataSource_applicationHasOne_isTheApplications() {
        configured.withUserConfiguration(OwnDataSource.class).run(context -> assertThat(context)
                .hasSingleBean(DataSource.class)
                .doesNotHaveBean(SluiceDataSource.class));
    }

    @Test
    void nodes_hostAndPort_takeTheRestFromTheTemplate() {
        configured
                .withPropertyValues("pgsluice.nodes.n3=jdbc:postgresql://other:5433/app?sslmode=require")
                .run(context -> assertThat(config(context).nodes())
                        .containsExactlyInAnyOrder(
                                NodeConfig.of("n1", "jdbc:postgresql://127.0.0.1:1/app?sslmode=disable"),
                                NodeConfig.of("n2", "jdbc:postgresql://127.0.0.1:2/app?sslmode=disable"),
                                NodeConfig.of("n3", "jdbc:postgresql://other:5433/app?sslmode=require")));
    }

    @Test
    void credentials_springDatasource_areEveryNodes() {
        configured.run(
                context -> assertThat(config(context).credentials()).isEqualTo(new Credentials("app", "secret")));
    }

    @Test
    void url_ofPgsluice_namesTheNodesAndMayCarrySettings() {
        unconfigured
                .withPropertyValues(
                        "spring.datasource.url=jdbc:pgsluice://127.0.0.1:1,localhost:2/app?maxReplicaLag=3s&slowStart=1s",
                        "pgsluice.startup-timeout=0s",
                        "pgsluice.minimum-idle=0",
                        "pgsluice.slow-start=7s")
                .run(context -> {
                    SluiceConfig config = config(context);
                    assertThat(config.nodes()).extracting(NodeConfig::name).containsExactly("127.0.0.1", "localhost");
                    assertThat(config.credentialsSupplier().get().username()).isEqualTo("app");
                    assertThat(config.maxReplicaLag()).isEqualTo(Duration.ofSeconds(3));
                    assertThat(config.slowStart()).isEqualTo(Duration.ofSeconds(7));
                });
    }

    @Test
    void url_ofPgsluiceBesideNodes_isRefused() {
        configured
                .withPropertyValues("spring.datasource.url=jdbc:pgsluice://127.0.0.1:1/app")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidConfigurationException.class)
                        .hasMessageContaining("the nodes are given twice"));
    }

    @Test
    void connectionDetails_present_replaceUrlAndCredentials() {
        configured
                .withBean(JdbcConnectionDetails.class, () -> details("jdbc:postgresql://container:32768/test"))
                .run(context -> {
                    assertThat(config(context).credentials()).isEqualTo(new Credentials("service", "hidden"));
                    assertThat(config(context).nodes())
                            .contains(NodeConfig.of("n1", "jdbc:postgresql://127.0.0.1:1/test"));
                });
    }

    @Test
    void connectionDetails_insteadOfAUrlOfPgsluice_areAClusterOfOne() {
        unconfigured
                .withPropertyValues(
                        "spring.datasource.url=jdbc:pgsluice://h1,h2/app",
                        "pgsluice.startup-timeout=0s",
                        "pgsluice.minimum-idle=0")
                .withBean(JdbcConnectionDetails.class, () -> details("jdbc:postgresql://127.0.0.1:3/test"))
                .run(context -> assertThat(config(context).nodes())
                        .containsExactly(NodeConfig.of("n1", "jdbc:postgresql://127.0.0.1:3/test")));
    }

    @Test
    void beans_ofTheSpi_arePickedUp() {
        configured.withUserConfiguration(Spi.class).run(context -> {
            SluiceConfig config = config(context);
            assertThat(config.loadBalancer()).isSameAs(context.getBean(LoadBalancer.class));
            assertThat(config.listeners())
                    .containsExactly(
                            context.getBean("firstListener", SluiceListener.class),
                            context.getBean("secondListener", SluiceListener.class));
        });
    }

    @Test
    void supplierOfCredentials_asABean_standsInThePlaceOfUserAndPassword() {
        Supplier<Credentials> supplier = () -> new Credentials("vault", "lease");
        unconfigured
                .withPropertyValues(
                        "spring.datasource.url=jdbc:postgresql:///app",
                        "spring.datasource.username=",
                        "spring.datasource.password=",
                        "pgsluice.nodes.n1=127.0.0.1:1",
                        "pgsluice.startup-timeout=0s",
                        "pgsluice.minimum-idle=0")
                .withBean(CredentialsOfTheVault.class, () -> supplier::get)
                .run(context -> {
                    assertThat(config(context).credentials()).isNull();
                    assertThat(config(context).credentialsSupplier().get()).isEqualTo(supplier.get());
                });
    }

    /** A bean whose type says what it supplies, as the method of a configuration does. */
    private interface CredentialsOfTheVault extends Supplier<Credentials> {}

    @Test
    void supplierOfCredentials_besideAPassword_isRefusedNamingBoth() {
        configured
                .withBean(CredentialsOfTheVault.class, () -> () -> new Credentials("vault", "lease"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidConfigurationException.class)
                        .hasMessageContaining("password has no effect beside credentialsSupplier (password=***")
                        .hasMessageNotContaining("secret"));
    }

    @Test
    void customizers_several_areCalledInOrderAfterTheProperties() {
        configured
                .withUserConfiguration(Customizers.class)
                .withPropertyValues("pgsluice.name=from-property", "pgsluice.maximum-pool-size=3")
                .run(context -> {
                    assertThat(config(context).name()).isEqualTo("second");
                    assertThat(config(context).maximumPoolSize()).isEqualTo(4);
                });
    }

    private static JdbcConnectionDetails details(String url) {
        return new JdbcConnectionDetails() {
            @Override
            public String getUsername() {
                return "service";
            }

            @Override
            public String getPassword() {
                return "hidden";
            }

            @Override
            public String getJdbcUrl() {
                return url;
            }
        };
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnDataSource {
        @Bean
        HikariDataSource own() {
            return new HikariDataSource();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Spi {
        @Bean
        LoadBalancer first() {
            return candidates -> 0;
        }

        @Bean
        @Order(2)
        SluiceListener secondListener() {
            return new SluiceListener() {};
        }

        @Bean
        @Order(1)
        SluiceListener firstListener() {
            return new SluiceListener() {};
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {
        @Bean
        @Order(2)
        SluiceConfigCustomizer second() {
            return builder -> builder.name("second");
        }

        @Bean
        @Order(1)
        SluiceConfigCustomizer first() {
            return builder -> builder.name("first").maximumPoolSize(4);
        }
    }
}
