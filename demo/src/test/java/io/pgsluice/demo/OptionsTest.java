// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    @Test
    void parse_nothing_answersTheDefaults() throws Exception {
        assertThat(Options.parse()).isEqualTo(new Options(30, 4, 8, 2, false, false, false));
    }

    @Test
    void parse_everything_answersIt() throws Exception {
        assertThat(Options.parse(
                        "--seconds", "15", "--writers=3", "--readers", "5", "--replicas=4", "--json", "--keep", "-h"))
                .isEqualTo(new Options(15, 3, 5, 4, true, true, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--seconds 11        | --seconds 11 is too short: pausing a replica",
                "--seconds 3601      | --seconds 3601 is out of range: 1 to 3600",
                "--writers 0         | --writers 0 is out of range: 1 to 64",
                "--readers 65        | --readers 65 is out of range: 1 to 64",
                "--replicas 1        | --replicas 1 is too few: the script needs two",
                "--replicas 9        | --replicas 9 is out of range: 0 to 8",
                "--writers many      | --writers needs a number, not 'many'",
                "--writers           | --writers needs a number",
                "--json=yes          | --json takes no value",
                "--jason             | unknown argument '--jason'",
                "12                  | unknown argument '12'"
            })
    void parse_nonsense_saysWhy(String arguments, String message) {
        assertThatThrownBy(() -> Options.parse(arguments.split(" ", -1)))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(message);
    }
}
