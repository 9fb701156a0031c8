// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Metadata that hands every call on: to constants what the driver answers without a server, to a delegate the rest. */
public interface ForwardingDatabaseMetaData extends DatabaseMetaData {

    /** Where what never changes is asked. */
    DatabaseMetaData constants();

    /** Where what the server knows is asked. */
    DatabaseMetaData delegate() throws SQLException;

    /** Asks for rows where what the server knows is asked. */
    ResultSet rows(Rows question) throws SQLException;

    /** A question that rows answer. */
    @FunctionalInterface
    interface Rows {
        ResultSet of(DatabaseMetaData metaData) throws SQLException;
    }

    @Override
    default boolean allProceduresAreCallable() throws SQLException {
        return constants().allProceduresAreCallable();
    }

    @Override
    default boolean allTablesAreSelectable() throws SQLException {
        return constants().allTablesAreSelectable();
    }

    @Override
    default boolean autoCommitFailureClosesAllResultSets() throws SQLException {
        return constants().autoCommitFailureClosesAllResultSets();
    }

    @Override
    default boolean dataDefinitionCausesTransactionCommit() throws SQLException {
        return constants().dataDefinitionCausesTransactionCommit();
    }

    @Override
    default boolean dataDefinitionIgnoredInTransactions() throws SQLException {
        return constants().dataDefinitionIgnoredInTransactions();
    }

    @Override
    default boolean deletesAreDetected(int type) throws SQLException {
        return constants().deletesAreDetected(type);
    }

    @Override
    default boolean doesMaxRowSizeIncludeBlobs() throws SQLException {
        return constants().doesMaxRowSizeIncludeBlobs();
    }

    @Override
    default boolean generatedKeyAlwaysReturned() throws SQLException {
        return constants().generatedKeyAlwaysReturned();
    }

    @Override
    default ResultSet getAttributes(
            String catalog, String schemaPattern, String typeNamePattern, String attributeNamePattern)
            throws SQLException {
        return constants().getAttributes(catalog, schemaPattern, typeNamePattern, attributeNamePattern);
    }

    @Override
    default ResultSet getBestRowIdentifier(String catalog, String schema, String table, int scope, boolean nullable)
            throws SQLException {
        return rows(metaData -> metaData.getBestRowIdentifier(catalog, schema, table, scope, nullable));
    }

    @Override
    default String getCatalogSeparator() throws SQLException {
        return constants().getCatalogSeparator();
    }

    @Override
    default String getCatalogTerm() throws SQLException {
        return constants().getCatalogTerm();
    }

    @Override
    default ResultSet getCatalogs() throws SQLException {
        return rows(metaData -> metaData.getCatalogs());
    }

    @Override
    default ResultSet getClientInfoProperties() throws SQLException {
        return rows(metaData -> metaData.getClientInfoProperties());
    }

    @Override
    default ResultSet getColumnPrivileges(String catalog, String schema, String table, String columnNamePattern)
            throws SQLException {
        return rows(metaData -> metaData.getColumnPrivileges(catalog, schema, table, columnNamePattern));
    }

    @Override
    default ResultSet getColumns(
            String catalog, String schemaPattern, String tableNamePattern, String columnNamePattern)
            throws SQLException {
        return rows(metaData -> metaData.getColumns(catalog, schemaPattern, tableNamePattern, columnNamePattern));
    }

    @Override
    default ResultSet getCrossReference(
            String parentCatalog,
            String parentSchema,
            String parentTable,
            String foreignCatalog,
            String foreignSchema,
            String foreignTable)
            throws SQLException {
        return rows(metaData -> metaData.getCrossReference(
                parentCatalog, parentSchema, parentTable, foreignCatalog, foreignSchema, foreignTable));
    }

    @Override
    default int getDatabaseMajorVersion() throws SQLException {
        return delegate().getDatabaseMajorVersion();
    }

    @Override
    default int getDatabaseMinorVersion() throws SQLException {
        return delegate().getDatabaseMinorVersion();
    }

    @Override
    default String getDatabaseProductName() throws SQLException {
        return constants().getDatabaseProductName();
    }

    @Override
    default String getDatabaseProductVersion() throws SQLException {
        return delegate().getDatabaseProductVersion();
    }

    @Override
    default int getDefaultTransactionIsolation() throws SQLException {
        return delegate().getDefaultTransactionIsolation();
    }

    @Override
    default int getDriverMajorVersion() {
        return constants().getDriverMajorVersion();
    }

    @Override
    default int getDriverMinorVersion() {
        return constants().getDriverMinorVersion();
    }

    @Override
    default String getDriverName() throws SQLException {
        return constants().getDriverName();
    }

    @Override
    default String getDriverVersion() throws SQLException {
        return constants().getDriverVersion();
    }

    @Override
    default ResultSet getExportedKeys(String catalog, String schema, String table) throws SQLException {
        return rows(metaData -> metaData.getExportedKeys(catalog, schema, table));
    }

    @Override
    default String getExtraNameCharacters() throws SQLException {
        return constants().getExtraNameCharacters();
    }

    @Override
    default ResultSet getFunctionColumns(
            String catalog, String schemaPattern, String functionNamePattern, String columnNamePattern)
            throws SQLException {
        return rows(metaData ->
                metaData.getFunctionColumns(catalog, schemaPattern, functionNamePattern, columnNamePattern));
    }

    @Override
    default ResultSet getFunctions(String catalog, String schemaPattern, String functionNamePattern)
            throws SQLException {
        return rows(metaData -> metaData.getFunctions(catalog, schemaPattern, functionNamePattern));
    }

    @Override
    default String getIdentifierQuoteString() throws SQLException {
        return constants().getIdentifierQuoteString();
    }

    @Override
    default ResultSet getImportedKeys(String catalog, String schema, String table) throws SQLException {
        return rows(metaData -> metaData.getImportedKeys(catalog, schema, table));
    }

    @Override
    default ResultSet getIndexInfo(String catalog, String schema, String table, boolean unique, boolean approximate)
            throws SQLException {
        return rows(metaData -> metaData.getIndexInfo(catalog, schema, table, unique, approximate));
    }

    @Override
    default int getJDBCMajorVersion() throws SQLException {
        return constants().getJDBCMajorVersion();
    }

    @Override
    default int getJDBCMinorVersion() throws SQLException {
        return constants().getJDBCMinorVersion();
    }

    @Override
    default int getMaxBinaryLiteralLength() throws SQLException {
        return constants().getMaxBinaryLiteralLength();
    }

    @Override
    default int getMaxCatalogNameLength() throws SQLException {
        return delegate().getMaxCatalogNameLength();
    }

    @Override
    default int getMaxCharLiteralLength() throws SQLException {
        return constants().getMaxCharLiteralLength();
    }

    @Override
    default int getMaxColumnNameLength() throws SQLException {
        return delegate().getMaxColumnNameLength();
    }

    @Override
    default int getMaxColumnsInGroupBy() throws SQLException {
        return constants().getMaxColumnsInGroupBy();
    }

    @Override
    default int getMaxColumnsInIndex() throws SQLException {
        return delegate().getMaxColumnsInIndex();
    }

    @Override
    default int getMaxColumnsInOrderBy() throws SQLException {
        return constants().getMaxColumnsInOrderBy();
    }

    @Override
    default int getMaxColumnsInSelect() throws SQLException {
        return constants().getMaxColumnsInSelect();
    }

    @Override
    default int getMaxColumnsInTable() throws SQLException {
        return constants().getMaxColumnsInTable();
    }

    @Override
    default int getMaxConnections() throws SQLException {
        return constants().getMaxConnections();
    }

    @Override
    default int getMaxCursorNameLength() throws SQLException {
        return delegate().getMaxCursorNameLength();
    }

    @Override
    default int getMaxIndexLength() throws SQLException {
        return constants().getMaxIndexLength();
    }

    @Override
    default long getMaxLogicalLobSize() throws SQLException {
        return constants().getMaxLogicalLobSize();
    }

    @Override
    default int getMaxProcedureNameLength() throws SQLException {
        return delegate().getMaxProcedureNameLength();
    }

    @Override
    default int getMaxRowSize() throws SQLException {
        return constants().getMaxRowSize();
    }

    @Override
    default int getMaxSchemaNameLength() throws SQLException {
        return delegate().getMaxSchemaNameLength();
    }

    @Override
    default int getMaxStatementLength() throws SQLException {
        return constants().getMaxStatementLength();
    }

    @Override
    default int getMaxStatements() throws SQLException {
        return constants().getMaxStatements();
    }

    @Override
    default int getMaxTableNameLength() throws SQLException {
        return delegate().getMaxTableNameLength();
    }

    @Override
    default int getMaxTablesInSelect() throws SQLException {
        return constants().getMaxTablesInSelect();
    }

    @Override
    default int getMaxUserNameLength() throws SQLException {
        return delegate().getMaxUserNameLength();
    }

    @Override
    default String getNumericFunctions() throws SQLException {
        return constants().getNumericFunctions();
    }

    @Override
    default ResultSet getPrimaryKeys(String catalog, String schema, String table) throws SQLException {
        return rows(metaData -> metaData.getPrimaryKeys(catalog, schema, table));
    }

    @Override
    default ResultSet getProcedureColumns(
            String catalog, String schemaPattern, String procedureNamePattern, String columnNamePattern)
            throws SQLException {
        return rows(metaData ->
                metaData.getProcedureColumns(catalog, schemaPattern, procedureNamePattern, columnNamePattern));
    }

    @Override
    default String getProcedureTerm() throws SQLException {
        return constants().getProcedureTerm();
    }

    @Override
    default ResultSet getProcedures(String catalog, String schemaPattern, String procedureNamePattern)
            throws SQLException {
        return rows(metaData -> metaData.getProcedures(catalog, schemaPattern, procedureNamePattern));
    }

    @Override
    default ResultSet getPseudoColumns(
            String catalog, String schemaPattern, String tableNamePattern, String columnNamePattern)
            throws SQLException {
        return constants().getPseudoColumns(catalog, schemaPattern, tableNamePattern, columnNamePattern);
    }

    @Override
    default int getResultSetHoldability() throws SQLException {
        return constants().getResultSetHoldability();
    }

    @Override
    default RowIdLifetime getRowIdLifetime() throws SQLException {
        return constants().getRowIdLifetime();
    }

    @Override
    default String getSQLKeywords() throws SQLException {
        return delegate().getSQLKeywords();
    }

    @Override
    default int getSQLStateType() throws SQLException {
        return constants().getSQLStateType();
    }

    @Override
    default String getSchemaTerm() throws SQLException {
        return constants().getSchemaTerm();
    }

    @Override
    default ResultSet getSchemas() throws SQLException {
        return rows(metaData -> metaData.getSchemas());
    }

    @Override
    default ResultSet getSchemas(String catalog, String schemaPattern) throws SQLException {
        return rows(metaData -> metaData.getSchemas(catalog, schemaPattern));
    }

    @Override
    default String getSearchStringEscape() throws SQLException {
        return constants().getSearchStringEscape();
    }

    @Override
    default String getStringFunctions() throws SQLException {
        return constants().getStringFunctions();
    }

    @Override
    default ResultSet getSuperTables(String catalog, String schemaPattern, String tableNamePattern)
            throws SQLException {
        return constants().getSuperTables(catalog, schemaPattern, tableNamePattern);
    }

    @Override
    default ResultSet getSuperTypes(String catalog, String schemaPattern, String typeNamePattern) throws SQLException {
        return constants().getSuperTypes(catalog, schemaPattern, typeNamePattern);
    }

    @Override
    default String getSystemFunctions() throws SQLException {
        return constants().getSystemFunctions();
    }

    @Override
    default ResultSet getTablePrivileges(String catalog, String schemaPattern, String tableNamePattern)
            throws SQLException {
        return rows(metaData -> metaData.getTablePrivileges(catalog, schemaPattern, tableNamePattern));
    }

    @Override
    default ResultSet getTableTypes() throws SQLException {
        return rows(metaData -> metaData.getTableTypes());
    }

    @Override
    default ResultSet getTables(String catalog, String schemaPattern, String tableNamePattern, String[] types)
            throws SQLException {
        return rows(metaData -> metaData.getTables(catalog, schemaPattern, tableNamePattern, types));
    }

    @Override
    default String getTimeDateFunctions() throws SQLException {
        return constants().getTimeDateFunctions();
    }

    @Override
    default ResultSet getTypeInfo() throws SQLException {
        return rows(metaData -> metaData.getTypeInfo());
    }

    @Override
    default ResultSet getUDTs(String catalog, String schemaPattern, String typeNamePattern, int[] types)
            throws SQLException {
        return rows(metaData -> metaData.getUDTs(catalog, schemaPattern, typeNamePattern, types));
    }

    @Override
    default String getURL() throws SQLException {
        return delegate().getURL();
    }

    @Override
    default @Nullable String getUserName() throws SQLException {
        return delegate().getUserName();
    }

    @Override
    default ResultSet getVersionColumns(String catalog, String schema, String table) throws SQLException {
        return rows(metaData -> metaData.getVersionColumns(catalog, schema, table));
    }

    @Override
    default boolean insertsAreDetected(int type) throws SQLException {
        return constants().insertsAreDetected(type);
    }

    @Override
    default boolean isCatalogAtStart() throws SQLException {
        return constants().isCatalogAtStart();
    }

    @Override
    default boolean isReadOnly() throws SQLException {
        return delegate().isReadOnly();
    }

    @Override
    default boolean locatorsUpdateCopy() throws SQLException {
        return constants().locatorsUpdateCopy();
    }

    @Override
    default boolean nullPlusNonNullIsNull() throws SQLException {
        return constants().nullPlusNonNullIsNull();
    }

    @Override
    default boolean nullsAreSortedAtEnd() throws SQLException {
        return constants().nullsAreSortedAtEnd();
    }

    @Override
    default boolean nullsAreSortedAtStart() throws SQLException {
        return constants().nullsAreSortedAtStart();
    }

    @Override
    default boolean nullsAreSortedHigh() throws SQLException {
        return constants().nullsAreSortedHigh();
    }

    @Override
    default boolean nullsAreSortedLow() throws SQLException {
        return constants().nullsAreSortedLow();
    }

    @Override
    default boolean othersDeletesAreVisible(int type) throws SQLException {
        return constants().othersDeletesAreVisible(type);
    }

    @Override
    default boolean othersInsertsAreVisible(int type) throws SQLException {
        return constants().othersInsertsAreVisible(type);
    }

    @Override
    default boolean othersUpdatesAreVisible(int type) throws SQLException {
        return constants().othersUpdatesAreVisible(type);
    }

    @Override
    default boolean ownDeletesAreVisible(int type) throws SQLException {
        return constants().ownDeletesAreVisible(type);
    }

    @Override
    default boolean ownInsertsAreVisible(int type) throws SQLException {
        return constants().ownInsertsAreVisible(type);
    }

    @Override
    default boolean ownUpdatesAreVisible(int type) throws SQLException {
        return constants().ownUpdatesAreVisible(type);
    }

    @Override
    default boolean storesLowerCaseIdentifiers() throws SQLException {
        return constants().storesLowerCaseIdentifiers();
    }

    @Override
    default boolean storesLowerCaseQuotedIdentifiers() throws SQLException {
        return constants().storesLowerCaseQuotedIdentifiers();
    }

    @Override
    default boolean storesMixedCaseIdentifiers() throws SQLException {
        return constants().storesMixedCaseIdentifiers();
    }

    @Override
    default boolean storesMixedCaseQuotedIdentifiers() throws SQLException {
        return constants().storesMixedCaseQuotedIdentifiers();
    }

    @Override
    default boolean storesUpperCaseIdentifiers() throws SQLException {
        return constants().storesUpperCaseIdentifiers();
    }

    @Override
    default boolean storesUpperCaseQuotedIdentifiers() throws SQLException {
        return constants().storesUpperCaseQuotedIdentifiers();
    }

    @Override
    default boolean supportsANSI92EntryLevelSQL() throws SQLException {
        return constants().supportsANSI92EntryLevelSQL();
    }

    @Override
    default boolean supportsANSI92FullSQL() throws SQLException {
        return constants().supportsANSI92FullSQL();
    }

    @Override
    default boolean supportsANSI92IntermediateSQL() throws SQLException {
        return constants().supportsANSI92IntermediateSQL();
    }

    @Override
    default boolean supportsAlterTableWithAddColumn() throws SQLException {
        return constants().supportsAlterTableWithAddColumn();
    }

    @Override
    default boolean supportsAlterTableWithDropColumn() throws SQLException {
        return constants().supportsAlterTableWithDropColumn();
    }

    @Override
    default boolean supportsBatchUpdates() throws SQLException {
        return constants().supportsBatchUpdates();
    }

    @Override
    default boolean supportsCatalogsInDataManipulation() throws SQLException {
        return constants().supportsCatalogsInDataManipulation();
    }

    @Override
    default boolean supportsCatalogsInIndexDefinitions() throws SQLException {
        return constants().supportsCatalogsInIndexDefinitions();
    }

    @Override
    default boolean supportsCatalogsInPrivilegeDefinitions() throws SQLException {
        return constants().supportsCatalogsInPrivilegeDefinitions();
    }

    @Override
    default boolean supportsCatalogsInProcedureCalls() throws SQLException {
        return constants().supportsCatalogsInProcedureCalls();
    }

    @Override
    default boolean supportsCatalogsInTableDefinitions() throws SQLException {
        return constants().supportsCatalogsInTableDefinitions();
    }

    @Override
    default boolean supportsColumnAliasing() throws SQLException {
        return constants().supportsColumnAliasing();
    }

    @Override
    default boolean supportsConvert() throws SQLException {
        return constants().supportsConvert();
    }

    @Override
    default boolean supportsConvert(int fromType, int toType) throws SQLException {
        return constants().supportsConvert(fromType, toType);
    }

    @Override
    default boolean supportsCoreSQLGrammar() throws SQLException {
        return constants().supportsCoreSQLGrammar();
    }

    @Override
    default boolean supportsCorrelatedSubqueries() throws SQLException {
        return constants().supportsCorrelatedSubqueries();
    }

    @Override
    default boolean supportsDataDefinitionAndDataManipulationTransactions() throws SQLException {
        return constants().supportsDataDefinitionAndDataManipulationTransactions();
    }

    @Override
    default boolean supportsDataManipulationTransactionsOnly() throws SQLException {
        return constants().supportsDataManipulationTransactionsOnly();
    }

    @Override
    default boolean supportsDifferentTableCorrelationNames() throws SQLException {
        return constants().supportsDifferentTableCorrelationNames();
    }

    @Override
    default boolean supportsExpressionsInOrderBy() throws SQLException {
        return constants().supportsExpressionsInOrderBy();
    }

    @Override
    default boolean supportsExtendedSQLGrammar() throws SQLException {
        return constants().supportsExtendedSQLGrammar();
    }

    @Override
    default boolean supportsFullOuterJoins() throws SQLException {
        return constants().supportsFullOuterJoins();
    }

    @Override
    default boolean supportsGetGeneratedKeys() throws SQLException {
        return constants().supportsGetGeneratedKeys();
    }

    @Override
    default boolean supportsGroupBy() throws SQLException {
        return constants().supportsGroupBy();
    }

    @Override
    default boolean supportsGroupByBeyondSelect() throws SQLException {
        return constants().supportsGroupByBeyondSelect();
    }

    @Override
    default boolean supportsGroupByUnrelated() throws SQLException {
        return constants().supportsGroupByUnrelated();
    }

    @Override
    default boolean supportsIntegrityEnhancementFacility() throws SQLException {
        return constants().supportsIntegrityEnhancementFacility();
    }

    @Override
    default boolean supportsLikeEscapeClause() throws SQLException {
        return constants().supportsLikeEscapeClause();
    }

    @Override
    default boolean supportsLimitedOuterJoins() throws SQLException {
        return constants().supportsLimitedOuterJoins();
    }

    @Override
    default boolean supportsMinimumSQLGrammar() throws SQLException {
        return constants().supportsMinimumSQLGrammar();
    }

    @Override
    default boolean supportsMixedCaseIdentifiers() throws SQLException {
        return constants().supportsMixedCaseIdentifiers();
    }

    @Override
    default boolean supportsMixedCaseQuotedIdentifiers() throws SQLException {
        return constants().supportsMixedCaseQuotedIdentifiers();
    }

    @Override
    default boolean supportsMultipleOpenResults() throws SQLException {
        return constants().supportsMultipleOpenResults();
    }

    @Override
    default boolean supportsMultipleResultSets() throws SQLException {
        return constants().supportsMultipleResultSets();
    }

    @Override
    default boolean supportsMultipleTransactions() throws SQLException {
        return constants().supportsMultipleTransactions();
    }

    @Override
    default boolean supportsNamedParameters() throws SQLException {
        return constants().supportsNamedParameters();
    }

    @Override
    default boolean supportsNonNullableColumns() throws SQLException {
        return constants().supportsNonNullableColumns();
    }

    @Override
    default boolean supportsOpenCursorsAcrossCommit() throws SQLException {
        return constants().supportsOpenCursorsAcrossCommit();
    }

    @Override
    default boolean supportsOpenCursorsAcrossRollback() throws SQLException {
        return constants().supportsOpenCursorsAcrossRollback();
    }

    @Override
    default boolean supportsOpenStatementsAcrossCommit() throws SQLException {
        return constants().supportsOpenStatementsAcrossCommit();
    }

    @Override
    default boolean supportsOpenStatementsAcrossRollback() throws SQLException {
        return constants().supportsOpenStatementsAcrossRollback();
    }

    @Override
    default boolean supportsOrderByUnrelated() throws SQLException {
        return constants().supportsOrderByUnrelated();
    }

    @Override
    default boolean supportsOuterJoins() throws SQLException {
        return constants().supportsOuterJoins();
    }

    @Override
    default boolean supportsPositionedDelete() throws SQLException {
        return constants().supportsPositionedDelete();
    }

    @Override
    default boolean supportsPositionedUpdate() throws SQLException {
        return constants().supportsPositionedUpdate();
    }

    @Override
    default boolean supportsRefCursors() throws SQLException {
        return constants().supportsRefCursors();
    }

    @Override
    default boolean supportsResultSetConcurrency(int type, int concurrency) throws SQLException {
        return constants().supportsResultSetConcurrency(type, concurrency);
    }

    @Override
    default boolean supportsResultSetHoldability(int holdability) throws SQLException {
        return constants().supportsResultSetHoldability(holdability);
    }

    @Override
    default boolean supportsResultSetType(int type) throws SQLException {
        return constants().supportsResultSetType(type);
    }

    @Override
    default boolean supportsSavepoints() throws SQLException {
        return constants().supportsSavepoints();
    }

    @Override
    default boolean supportsSchemasInDataManipulation() throws SQLException {
        return constants().supportsSchemasInDataManipulation();
    }

    @Override
    default boolean supportsSchemasInIndexDefinitions() throws SQLException {
        return constants().supportsSchemasInIndexDefinitions();
    }

    @Override
    default boolean supportsSchemasInPrivilegeDefinitions() throws SQLException {
        return constants().supportsSchemasInPrivilegeDefinitions();
    }

    @Override
    default boolean supportsSchemasInProcedureCalls() throws SQLException {
        return constants().supportsSchemasInProcedureCalls();
    }

    @Override
    default boolean supportsSchemasInTableDefinitions() throws SQLException {
        return constants().supportsSchemasInTableDefinitions();
    }

    @Override
    default boolean supportsSelectForUpdate() throws SQLException {
        return constants().supportsSelectForUpdate();
    }

    @Override
    default boolean supportsSharding() throws SQLException {
        return constants().supportsSharding();
    }

    @Override
    default boolean supportsStatementPooling() throws SQLException {
        return constants().supportsStatementPooling();
    }

    @Override
    default boolean supportsStoredFunctionsUsingCallSyntax() throws SQLException {
        return constants().supportsStoredFunctionsUsingCallSyntax();
    }

    @Override
    default boolean supportsStoredProcedures() throws SQLException {
        return constants().supportsStoredProcedures();
    }

    @Override
    default boolean supportsSubqueriesInComparisons() throws SQLException {
        return constants().supportsSubqueriesInComparisons();
    }

    @Override
    default boolean supportsSubqueriesInExists() throws SQLException {
        return constants().supportsSubqueriesInExists();
    }

    @Override
    default boolean supportsSubqueriesInIns() throws SQLException {
        return constants().supportsSubqueriesInIns();
    }

    @Override
    default boolean supportsSubqueriesInQuantifieds() throws SQLException {
        return constants().supportsSubqueriesInQuantifieds();
    }

    @Override
    default boolean supportsTableCorrelationNames() throws SQLException {
        return constants().supportsTableCorrelationNames();
    }

    @Override
    default boolean supportsTransactionIsolationLevel(int level) throws SQLException {
        return constants().supportsTransactionIsolationLevel(level);
    }

    @Override
    default boolean supportsTransactions() throws SQLException {
        return constants().supportsTransactions();
    }

    @Override
    default boolean supportsUnion() throws SQLException {
        return constants().supportsUnion();
    }

    @Override
    default boolean supportsUnionAll() throws SQLException {
        return constants().supportsUnionAll();
    }

    @Override
    default boolean updatesAreDetected(int type) throws SQLException {
        return constants().updatesAreDetected(type);
    }

    @Override
    default boolean usesLocalFilePerTable() throws SQLException {
        return constants().usesLocalFilePerTable();
    }

    @Override
    default boolean usesLocalFiles() throws SQLException {
        return constants().usesLocalFiles();
    }
}
