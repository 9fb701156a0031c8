// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

/** A key word of PostgreSQL's grammar: those that the scanner asks for by name, and one for each category of the others. */
enum Word {
    ALL(Category.RESERVED),
    ANALYSE(Category.RESERVED),
    ANALYZE(Category.RESERVED),
    AND(Category.RESERVED),
    AS(Category.RESERVED),
    CASE(Category.RESERVED),
    CREATE(Category.RESERVED),
    DEFAULT(Category.RESERVED),
    DEFERRABLE(Category.RESERVED),
    DISTINCT(Category.RESERVED),
    DO(Category.RESERVED),
    END(Category.RESERVED),
    EXCEPT(Category.RESERVED),
    FALSE(Category.RESERVED),
    FETCH(Category.RESERVED),
    FOR(Category.RESERVED),
    FROM(Category.RESERVED),
    GRANT(Category.RESERVED),
    GROUP(Category.RESERVED),
    HAVING(Category.RESERVED),
    INTERSECT(Category.RESERVED),
    INTO(Category.RESERVED),
    LIMIT(Category.RESERVED),
    NOT(Category.RESERVED),
    NULL(Category.RESERVED),
    OFFSET(Category.RESERVED),
    ON(Category.RESERVED),
    ONLY(Category.RESERVED),
    OR(Category.RESERVED),
    ORDER(Category.RESERVED),
    SELECT(Category.RESERVED),
    TABLE(Category.RESERVED),
    TO(Category.RESERVED),
    TRUE(Category.RESERVED),
    UNION(Category.RESERVED),
    WHERE(Category.RESERVED),
    WINDOW(Category.RESERVED),
    WITH(Category.RESERVED),

    BIT(Category.COLUMN_NAME),
    CHAR(Category.COLUMN_NAME),
    CHARACTER(Category.COLUMN_NAME),
    GROUPING(Category.COLUMN_NAME),
    NCHAR(Category.COLUMN_NAME),
    TIME(Category.COLUMN_NAME),
    VALUES(Category.COLUMN_NAME),

    AUTHORIZATION(Category.TYPE_OR_FUNCTION),
    ILIKE(Category.TYPE_OR_FUNCTION),
    JOIN(Category.TYPE_OR_FUNCTION),
    TABLESAMPLE(Category.TYPE_OR_FUNCTION),
    VERBOSE(Category.TYPE_OR_FUNCTION),

    ABORT(Category.UNRESERVED),
    ALTER(Category.UNRESERVED),
    ATOMIC(Category.UNRESERVED),
    BEGIN(Category.UNRESERVED),
    BY(Category.UNRESERVED),
    CALL(Category.UNRESERVED),
    CATALOG(Category.UNRESERVED),
    CHAIN(Category.UNRESERVED),
    CHARACTERISTICS(Category.UNRESERVED),
    CHECKPOINT(Category.UNRESERVED),
    CLOSE(Category.UNRESERVED),
    CLUSTER(Category.UNRESERVED),
    COMMENT(Category.UNRESERVED),
    COMMIT(Category.UNRESERVED),
    COMMITTED(Category.UNRESERVED),
    CONSTRAINTS(Category.UNRESERVED),
    COPY(Category.UNRESERVED),
    CUBE(Category.UNRESERVED),
    CURSOR(Category.UNRESERVED),
    DEALLOCATE(Category.UNRESERVED),
    DECLARE(Category.UNRESERVED),
    DELETE(Category.UNRESERVED),
    DISCARD(Category.UNRESERVED),
    DROP(Category.UNRESERVED),
    ESCAPE(Category.UNRESERVED),
    EXECUTE(Category.UNRESERVED),
    EXPLAIN(Category.UNRESERVED),
    FIRST(Category.UNRESERVED),
    FUNCTION(Category.UNRESERVED),
    GLOBAL(Category.UNRESERVED),
    HOLD(Category.UNRESERVED),
    IMPORT(Category.UNRESERVED),
    INSERT(Category.UNRESERVED),
    ISOLATION(Category.UNRESERVED),
    KEY(Category.UNRESERVED),
    LEVEL(Category.UNRESERVED),
    LISTEN(Category.UNRESERVED),
    LOAD(Category.UNRESERVED),
    LOCAL(Category.UNRESERVED),
    LOCK(Category.UNRESERVED),
    MATERIALIZED(Category.UNRESERVED),
    MERGE(Category.UNRESERVED),
    MOVE(Category.UNRESERVED),
    NAMES(Category.UNRESERVED),
    NEXT(Category.UNRESERVED),
    NO(Category.UNRESERVED),
    NOTIFY(Category.UNRESERVED),
    OPERATOR(Category.UNRESERVED),
    OPTION(Category.UNRESERVED),
    ORDINALITY(Category.UNRESERVED),
    PARTITION(Category.UNRESERVED),
    PREPARE(Category.UNRESERVED),
    PREPARED(Category.UNRESERVED),
    PROCEDURE(Category.UNRESERVED),
    READ(Category.UNRESERVED),
    REASSIGN(Category.UNRESERVED),
    RECURSIVE(Category.UNRESERVED),
    REFRESH(Category.UNRESERVED),
    REINDEX(Category.UNRESERVED),
    RELEASE(Category.UNRESERVED),
    REPEATABLE(Category.UNRESERVED),
    RESET(Category.UNRESERVED),
    REVOKE(Category.UNRESERVED),
    ROLE(Category.UNRESERVED),
    ROLLBACK(Category.UNRESERVED),
    ROLLUP(Category.UNRESERVED),
    SAVEPOINT(Category.UNRESERVED),
    SCHEMA(Category.UNRESERVED),
    SECURITY(Category.UNRESERVED),
    SERIALIZABLE(Category.UNRESERVED),
    SESSION(Category.UNRESERVED),
    SET(Category.UNRESERVED),
    SETS(Category.UNRESERVED),
    SHARE(Category.UNRESERVED),
    SHOW(Category.UNRESERVED),
    SNAPSHOT(Category.UNRESERVED),
    START(Category.UNRESERVED),
    STDIN(Category.UNRESERVED),
    STDOUT(Category.UNRESERVED),
    SYSTEM(Category.UNRESERVED),
    TEMP(Category.UNRESERVED),
    TEMPORARY(Category.UNRESERVED),
    TRANSACTION(Category.UNRESERVED),
    TRUNCATE(Category.UNRESERVED),
    UNCOMMITTED(Category.UNRESERVED),
    UNLISTEN(Category.UNRESERVED),
    UPDATE(Category.UNRESERVED),
    VACUUM(Category.UNRESERVED),
    VARYING(Category.UNRESERVED),
    WORK(Category.UNRESERVED),
    WRITE(Category.UNRESERVED),
    XML(Category.UNRESERVED),
    ZONE(Category.UNRESERVED),

    /** Any other word that can only be a name in quotes. */
    OTHER_RESERVED(Category.RESERVED),
    /** Any other word that can be the name of a column or a table, not of a function or a type. */
    OTHER_COLUMN_NAME(Category.COLUMN_NAME),
    /** Any other word that can be the name of a function or a type, not of a column or a table. */
    OTHER_TYPE_OR_FUNCTION(Category.TYPE_OR_FUNCTION),
    /** Any other word that can be any name. */
    OTHER_UNRESERVED(Category.UNRESERVED);

    /** What else a key word can be, as {@code pg_get_keywords()} has it. */
    enum Category {
        RESERVED,
        COLUMN_NAME,
        TYPE_OR_FUNCTION,
        UNRESERVED
    }

    private final Category category;

    Word(Category category) {
        this.category = category;
    }

    Category category() {
        return category;
    }

    /** Whether it stands for one word, not for the rest of a category. */
    boolean isNamed() {
        return compareTo(OTHER_RESERVED) < 0;
    }

    /** Whether it can't be the name of a function: a parenthesis after it belongs to the grammar. */
    boolean isNoFunction() {
        return category == Category.RESERVED || category == Category.COLUMN_NAME;
    }
}
