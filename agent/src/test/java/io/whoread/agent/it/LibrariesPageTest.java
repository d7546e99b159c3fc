package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of libraries names what is tested, and nothing else. */
class LibrariesPageTest {
  @Test
  void namesTheVersionsThatAreTested() throws Exception {
    Map<String, List<LibraryJars>> tested =
        LibraryJars.all().stream()
            .filter(each -> !each.number().isEmpty())
            .collect(Collectors.groupingBy(LibraryJars::library));
    List<String> rows =
        Files.readAllLines(Path.of(System.getProperty("whoread.home"), "docs", "libraries.md"))
            .stream()
            .filter(line -> line.matches("\\|.*\\| [0-9].*\\| [0-9].*\\|"))
            .map(line -> line.replaceAll("^\\|[^|]*", ""))
            .sorted()
            .toList();
    List<String> expected =
        tested.values().stream()
            // Several libraries together, each of which has its own row.
            .filter(each -> each.size() > 1)
            .map(each -> "| " + each.get(0).number() + " | " + each.get(1).number() + " |")
            .sorted()
            .toList();
    assertThat(rows).isEqualTo(expected);
  }
}
