// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the key words of PostgreSQL 14 to 18 by the characters of a text. */
final class Keywords {
    private static final String RESERVED = """
            any array asc asymmetric both cast check collate column constraint current_catalog current_date current_role
            current_time current_timestamp current_user desc else foreign in initially lateral leading localtime
            localtimestamp placing primary references returning session_user some symmetric system_user then trailing
            unique user using variadic when""";

    private static final String COLUMN_NAME = """
            between bigint boolean coalesce dec decimal exists extract float greatest inout int integer interval json
            json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize
            json_table json_value least merge_action national none normalize nullif numeric out overlay position precision
            real row setof smallint substring timestamp treat trim varchar xmlattributes xmlconcat xmlelement xmlexists
            xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable""";

    private static final String TYPE_OR_FUNCTION = """
            binary collation concurrently cross current_schema freeze full inner is isnull left like natural notnull outer
            overlaps right similar""";

    private static final String UNRESERVED = """
            absent absolute access action add admin after aggregate also always asensitive assertion assignment at attach
            attribute backward before breadth cache called cascade cascaded class columns comments compression conditional
            configuration conflict connection content continue conversion cost csv current cycle data database day
            defaults deferred definer delimiter delimiters depends depth detach dictionary disable document domain double
            each empty enable encoding encrypted enforced enum error event exclude excluding exclusive expression
            extension external family filter finalize following force format forward functions generated granted groups
            handler header hour identity if immediate immutable implicit include including increment indent index indexes
            inherit inherits inline input insensitive instead invoker keep keys label language large last leakproof
            location locked logged mapping match matched maxvalue method minute minvalue mode month name nested new nfc
            nfd nfkc nfkd normalized nothing nowait nulls object objects of off oids old omit options others
            over overriding owned owner parallel parameter parser partial passing password path period plan plans policy
            preceding preserve prior privileges procedural procedures program publication quote quotes range recheck ref
            referencing relative rename replace replica restart restrict return returns routine routines rows rule scalar
            schemas scroll search second sequence sequences server simple skip source sql stable standalone statement
            statistics storage stored strict string strip subscription support sysid tables tablespace target template
            text ties transform trigger trusted type types uescape unbounded unconditional unencrypted unknown unlogged
            until valid validate validator value version view views virtual volatile whitespace within without wrapper
            year yes""";

    private static final WordTable<Word> TABLE = table();

    private Keywords() {}

    /** The key word that stands there, null if it is none. */
    static @Nullable Word find(String sql, int start, int end, long key) {
        return TABLE.find(sql, start, end, key);
    }

    /** The category of a word in lower case, null if it is no key word. */
    static Word.@Nullable Category category(String word) {
        Word found = TABLE.find(word, 0, word.length(), WordTable.key(word, 0, word.length()));
        return found == null ? null : found.category();
    }

    private static WordTable<Word> table() {
        WordTable<Word> table = new WordTable<>(4096);
        for (Word word : Word.values()) {
            if (word.isNamed()) {
                table.put(word.name().toLowerCase(Locale.ROOT), word);
            }
        }
        table.putAll(RESERVED, Word.OTHER_RESERVED);
        table.putAll(COLUMN_NAME, Word.OTHER_COLUMN_NAME);
        table.putAll(TYPE_OR_FUNCTION, Word.OTHER_TYPE_OR_FUNCTION);
        table.putAll(UNRESERVED, Word.OTHER_UNRESERVED);
        return table;
    }
}
