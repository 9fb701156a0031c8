// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lines of a test that differ.
 *
 * @param test class and method, {@code StatementContractIT.toString_ofAStatement}
 * @param key the lines' key, where {@code *} stands for anything
 * @param in how the connection was got: in each that the test plays at least one of the lines must differ
 */
record Place(String test, String key, Set<Access> in) {

    static Place at(String test, String key) {
        return new Place(test, key, EnumSet.allOf(Access.class));
    }

    static Place at(String test, String key, Access first, Access... others) {
        return new Place(test, key, EnumSet.of(first, others));
    }

    static Place onPrimary(String test, String key) {
        return new Place(test, key, Access.ON_PRIMARY);
    }

    static Place onReplica(String test, String key) {
        return new Place(test, key, Access.ON_REPLICA);
    }

    boolean covers(String otherTest, String otherKey, Access access) {
        return test.equals(otherTest)
                && in.contains(access)
                && pattern().matcher(otherKey).matches();
    }

    private Pattern pattern() {
        return Pattern.compile(
                Stream.of(key.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }
}
