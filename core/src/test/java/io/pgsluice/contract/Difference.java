// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.util.List;
import java.util.function.BiPredicate;

/**
 * A way in which a connection of pgsluice's differs from one of pgjdbc's.
 *
 * @param what the row on the page of limitations: where, what pgjdbc does, what pgsluice does, why
 * @param alike whether what the two sides let see differs in this way only, wherever it is
 * @param places lines that must differ
 */
record Difference(List<String> what, BiPredicate<String, String> alike, List<Place> places) {
    /** One that shows at the given places only. */
    static Difference of(String where, String driver, String sluice, String why, Place... places) {
        return of(where, driver, sluice, why, Difference::nowhereElse, places);
    }

    /** One that shows at the given places, and wherever the two sides are alike but for it. */
    static Difference of(
            String where,
            String driver,
            String sluice,
            String why,
            BiPredicate<String, String> alike,
            Place... places) {
        return new Difference(List.of(where, driver, sluice, why), alike, List.of(places));
    }

    private static boolean nowhereElse(String driver, String sluice) {
        return false;
    }
}
