// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import org.jspecify.annotations.Nullable;

/**
 * Finds what belongs to a word by the characters of a text, without taking them out of it. Words are in lower case; a text's ASCII letters are folded,
 * no others, as PostgreSQL does. Filled once, then safe for use by multiple threads.
 */
final class WordTable<V> {
    private static final char[] FOLDED = folded();

    private final @Nullable String[] words;
    private final int[] hashes;
    private final @Nullable Object[] values;
    private int longest;

    /** Has room for half as many words as there are slots, a power of two. */
    WordTable(int slots) {
        words = new String[slots];
        hashes = new int[slots];
        values = new Object[slots];
    }

    /** The character as identifiers have it: ASCII letters in lower case. 0 if it can't be a part of one. */
    static char fold(char c) {
        return c < FOLDED.length ? FOLDED[c] : c;
    }

    /** The hash of a folded character after those before it. */
    static int hash(int hash, char folded) {
        return hash * 31 + folded;
    }

    /** The hash of a part of a text. */
    static int hash(String text, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = hash(hash, fold(text.charAt(i)));
        }
        return hash;
    }

    void put(String word, V value) {
        int hash = hash(word, 0, word.length());
        int slot = slot(hash);
        while (words[slot] != null) {
            slot = next(slot);
        }
        words[slot] = word;
        hashes[slot] = hash;
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
    V find(String text, int start, int end, int hash) {
        if (end - start > longest) {
            return null;
        }
        int slot = slot(hash);
        String word = words[slot];
        while (word != null) {
            if (hashes[slot] == hash && matches(word, text, start, end)) {
                return (V) values[slot];
            }
            slot = next(slot);
            word = words[slot];
        }
        return null;
    }

    private int slot(int hash) {
        return (hash ^ hash >>> 16) & words.length - 1;
    }

    private int next(int slot) {
        return slot + 1 & words.length - 1;
    }

    private static boolean matches(String word, String text, int start, int end) {
        if (word.length() != end - start) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
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
