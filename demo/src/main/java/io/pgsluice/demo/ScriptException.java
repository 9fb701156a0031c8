// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

/** A step of the script did not have the effect that it has on a working cluster. */
final class ScriptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScriptException(String message) {
        super(message);
    }
}
