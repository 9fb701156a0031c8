// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import com.zaxxer.hikari.HikariDataSource;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PostgresCluster;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Data sources. */
class DataSourceContractIT extends Contract {

    @Test
    void connections_areNew() throws Exception {
        onDataSource((dataSource, seen) -> {
            try (Connection one = dataSource.getConnection();
                    Connection two = dataSource.getConnection()) {
                seen.is("different", false, () -> one == two);
                seen.is("autocommit", true, one::getAutoCommit);
                seen.is("read-only", false, one::isReadOnly);
            }
        });
    }

    @Test
    void credentials_ofACall() throws Exception {
        onDataSource((dataSource, seen) -> {
            seen.does("right", () -> dataSource
                    .getConnection(PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD)
                    .close());
            seen.does("wrong", () -> dataSource.getConnection("nobody", "x").close());
        });
    }

    @Test
    void settings_ofADataSource() throws Exception {
        onDataSource((dataSource, seen) -> {
            seen.note("login timeout", dataSource::getLoginTimeout);
            seen.note("log writer", dataSource::getLogWriter);
            seen.does("set login timeout", () -> dataSource.setLoginTimeout(7));
            seen.note("login timeout then", dataSource::getLoginTimeout);
            PrintWriter writer = new PrintWriter(new StringWriter());
            seen.does("set log writer", () -> dataSource.setLogWriter(writer));
            seen.note("log writer then", () -> dataSource.getLogWriter() == writer);
            seen.does("parent logger", dataSource::getParentLogger);
            seen.does("connection builder", dataSource::createConnectionBuilder);
            seen.does("sharding key", dataSource::createShardingKeyBuilder);
        });
    }

    @Test
    void unwrap_ofADataSource() throws Exception {
        onDataSource((dataSource, seen) -> {
            seen.is("itself", true, () -> dataSource.unwrap(DataSource.class) == dataSource);
            seen.is("wraps itself", true, () -> dataSource.isWrapperFor(DataSource.class));
            seen.is("other", false, () -> dataSource.isWrapperFor(String.class));
            seen.does("unwrap other", () -> dataSource.unwrap(String.class));
            seen.note("the pool", () -> dataSource.isWrapperFor(HikariDataSource.class));
            seen.note("own class", () -> dataSource.isWrapperFor(SluiceDataSource.class));
        });
    }
}
