// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import org.jspecify.annotations.Nullable;

/**
 * Finds what belongs to a word by the characters of a text, without taking them out of it. Words are in lower case; a text's ASCII letters are folded,
 * no others, as PostgreSQL does. A word's key is its last eight characters, a byte for each; only what is longer has to be compared. Filled
 * once, then safe for use by multiple threads.
 */
final class WordTable<V> {
    private static final char[] FOLDED = folded();
    private static final int KEY_LENGTH = Long.BYTES;
    /** The golden ratio: spreads keys over the high bits. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** What no word has: for what holds other characters than ASCII's. */
    static final long NO_KEY = -1;

    private final long[] keys;
    private final @Nullable String[] words;
    private final @Nullable Object[] values;
    private final int shift;
    private int longest;

    /** Has as many slots as that power of two, of which a part stays empty. */
    WordTable(int slots) {
        keys = new long[slots];
        words = new String[slots];
        values = new Object[slots];
        shift = Long.numberOfLeadingZeros(slots) + 1;
    }

    /** The character as identifiers have it: ASCII letters in lower case. 0 if it can't be a part of one. */
    static char fold(char c) {
        return c < FOLDED.length ? FOLDED[c] : c;
    }

    /** The key of a part of a text. */
    static long key(String text, int start, int end) {
        long key = 0;
        int all = 0;
        for (int i = start; i < end; i++) {
            char folded = fold(text.charAt(i));
            key = key << Byte.SIZE | folded;
            all |= folded;
        }
        return all < FOLDED.length ? key : NO_KEY;
    }

    void put(String word, V value) {
        long key = key(word, 0, word.length());
        int slot = slot(key);
        while (words[slot] != null) {
            slot = next(slot);
        }
        words[slot] = word;
        keys[slot] = key;
        values[slot] = value;
        longest = Math.max(longest, word.length());
    }

    /** Puts words that stand between blanks. */
    void putAll(String blankSeparated, V value) {
        for (String word : blankSeparated.split("\\s+", -1)) {
            put(word, value);
        }
    }

    @SuppressWarnings("unchecked") // only put() fills the slots
    @Nullable
    V find(String text, int start, int end, long key) {
        if (end - start > longest) {
            return null;
        }
        int slot = slot(key);
        String word = words[slot];
        while (word != null) {
            if (keys[slot] == key && matches(word, text, start, end)) {
                return (V) values[slot];
            }
            slot = next(slot);
            word = words[slot];
        }
        return null;
    }

    private int slot(long key) {
        return (int) ((key * SPREAD) >>> shift);
    }

    private int next(int slot) {
        return slot + 1 & words.length - 1;
    }

    /** Compares what the key does not say. */
    private static boolean matches(String word, String text, int start, int end) {
        int length = word.length();
        if (length != end - start) {
            return false;
        }
        for (int i = 0; i < length - KEY_LENGTH; i++) {
            if (word.charAt(i) != fold(text.charAt(start + i))) {
                return false;
            }
        }
        return true;
    }

    private static char[] folded() {
        char[] folded = new char[128];
        for (char c = '0'; c <= '9'; c++) {
            folded[c] = c;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            folded[c] = c;
            folded[c - 'a' + 'A'] = c;
        }
        folded['_'] = '_';
        folded['$'] = '$';
        return folded;
    }
}
