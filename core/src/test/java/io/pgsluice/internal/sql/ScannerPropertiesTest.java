// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ScannerPropertiesTest {
    @Property(seed = "1")
    void anyText_scanned_throwsNothing(@ForAll String text) {
        Scanner.scan(text);
    }
}
