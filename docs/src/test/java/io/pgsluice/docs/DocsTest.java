// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.SluiceConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postgresql.PGProperty;

/** Holds the pages and the code together. */
class DocsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path README = ROOT.resolve("README.md");

    private static final Pattern JAVA_BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern SNIPPET = Pattern.compile("(?ms)^ *// snippet\\n(.*?)^ *// end$");
    private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Pattern CAMEL_CASE = Pattern.compile("`([a-z]+(?:[A-Z][a-z]+)+)(?:=[^`]*)?`");

    @Test
    void javaBlocks_ofThePages_areCompiledSnippets() {
        Set<String> snippets = files(".java")
                .flatMap(file -> SNIPPET.matcher(read(file)).results())
                .map(snippet -> snippet.group(1).stripTrailing().stripIndent())
                .collect(Collectors.toSet());
        Set<String> shown = new HashSet<>();
        pages().forEach(page -> JAVA_BLOCK.matcher(read(page)).results().forEach(block -> {
            String code = block.group(1).strip();
            assertThat(snippets).as("a block in %s", page).contains(code);
            shown.add(code);
        }));
        assertThat(shown)
                .as("snippets that no page shows are missing here")
                .containsExactlyInAnyOrderElementsOf(snippets);
    }

    @Test
    void links_withinTheRepository_leadSomewhere() {
        Map<Path, List<String>> broken = new TreeMap<>();
        files(".md").forEach(page -> {
            List<String> links = LINK.matcher(BLOCK.matcher(read(page)).replaceAll(""))
                    .results()
                    .map(link -> link.group(1))
                    .filter(link -> !link.contains(":") && !leadsSomewhere(page, link))
                    .toList();
            if (!links.isEmpty()) {
                broken.put(ROOT.relativize(page), links);
            }
        });
        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(Path page, String link) {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        return Files.exists(target) && (hash < 0 || anchors(target).contains(link.substring(hash + 1)));
    }

    /** As GitHub makes them: lower case, without punctuation, hyphens for spaces. */
    private static Set<String> anchors(Path page) {
        return HEADING.matcher(BLOCK.matcher(read(page)).replaceAll(""))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", ""))
                .map(heading -> heading.replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @Test
    void readme_always_hasAtMost200Lines() {
        assertThat(read(README).lines().count()).isLessThanOrEqualTo(200);
    }

    /** A word in camel case that ends as a setting does is taken for one. */
    @Test
    void words_thatLookLikeSettings_areSettings() {
        Set<String> settings = Arrays.stream(SluiceConfigBuilder.class.getMethods())
                .map(Method::getName)
                .collect(Collectors.toSet());
        Set<String> endings = settings.stream()
                .filter(name -> !name.equals(name.toLowerCase(Locale.ROOT)))
                .map(DocsTest::lastWord)
                .collect(Collectors.toSet());
        Set<String> known = new HashSet<>(settings);
        Arrays.stream(PGProperty.values()).map(PGProperty::getName).forEach(known::add);
        pages().forEach(page -> assertThat(
                        CAMEL_CASE.matcher(read(page)).results().map(DocsTest::word))
                .as("%s", page)
                .filteredOn(word -> endings.contains(lastWord(word)) && !word.startsWith("set"))
                .isSubsetOf(known));
    }

    private static String word(MatchResult match) {
        return match.group(1);
    }

    private static String lastWord(String camelCase) {
        List<String> words = new ArrayList<>(List.of(camelCase.split("(?=[A-Z])")));
        return words.get(words.size() - 1);
    }

    private static Stream<Path> pages() {
        return files(".md").filter(page -> page.equals(README) || page.startsWith(ROOT.resolve("docs")));
    }

    private static Stream<Path> files(String ending) {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all
                    .filter(file -> file.toString().endsWith(ending))
                    .filter(file -> Stream.of("target", ".git", ".mvn", "node_modules")
                            .noneMatch(name -> ROOT.relativize(file).startsWith(name)
                                    || ROOT.relativize(file).toString().contains("/" + name + "/")))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
