// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A callable statement that is made anew, with its parameters and registrations, where it is executed. */
final class RoutingCallableStatement extends RoutingPreparedStatement<CallableStatement>
        implements ForwardingCallableStatement {
    private static final OutParameter[] NO_PARAMETERS = {};

    private @Nullable OutParameter[] outParameters = NO_PARAMETERS;

    RoutingCallableStatement(RoutingConnection connection, String sql, Factory<? extends CallableStatement> factory) {
        super(connection, sql, false, factory);
    }

    @Override
    public @Nullable Array getArray(int parameterIndex) throws SQLException {
        return ours(delegate().getArray(parameterIndex));
    }

    @Override
    public @Nullable Array getArray(String parameterName) throws SQLException {
        return ours(delegate().getArray(parameterName));
    }

    @Override
    public @Nullable Object getObject(int parameterIndex) throws SQLException {
        return ours(delegate().getObject(parameterIndex));
    }

    @Override
    public @Nullable Object getObject(String parameterName) throws SQLException {
        return ours(delegate().getObject(parameterName));
    }

    @Override
    public void register(int index, OutParameter parameter) throws SQLException {
        parameter.register(delegate(), index);
        if (index > outParameters.length) {
            outParameters = Arrays.copyOf(outParameters, Math.max(index, 4));
        }
        outParameters[index - 1] = parameter;
    }

    @Override
    void configure(CallableStatement fresh) throws SQLException {
        for (int i = 0; i < outParameters.length; i++) {
            OutParameter parameter = outParameters[i];
            if (parameter != null) {
                parameter.register(fresh, i + 1);
            }
        }
        super.configure(fresh);
    }
}
