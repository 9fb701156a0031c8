// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import java.sql.SQLException;
import java.sql.Statement;

/**
 * How a statement is executed that takes settings along if there are any to be told.
 *
 * @param call how, without settings
 * @param outcome what it answers behind settings
 */
record Execution<S extends Statement, R>(PlacedStatement.Call<? super S, R> call, Outcome<R> outcome)
        implements Binding.Work<PlacedStatement<? extends S>, R> {

    @Override
    public R on(PlacedStatement<? extends S> statement, Lease lease) throws SQLException {
        SettingsToSend first = lease.takeSettings();
        return first == null
                ? call.on(statement.placedOn(lease))
                : outcome.behind(first, statement.executedBehind(first.sql(), lease));
    }
}
