// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

/**
 * Settings on their way to a session.
 *
 * @param sql statements, each with a semicolon behind it
 * @param count how many
 */
record SettingsToSend(String sql, int count) {}
