package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesFileTest {
  @TempDir private Path dir;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zone: Mars/North                          | 1: expected a time zone",
        "zone: [Asia/Shanghai]                     | 1: expected a single value",
        "zne: Asia/Shanghai                        | 1: \"zne\" is not known here",
        "rules: {bulk: {windows: {5m: many}}}      | 1: expected a whole number from 1",
        "rules: {bulk: {windows: {5x: 10}}}        | 1: expected a length of time such as 5m",
        "rules: {bulk: {windows: {48h: 10}}}       | 1: a window is at most 24h long",
        "rules: {blk: {windows: {5m: 10}}}         | 1: \"blk\" is not known here",
        "roles: {staff: {calendar: offise}}        | 1: no calendar is named \"offise\"",
        "roles: {staff: {rules: [bulk, odd]}}      | 1: no rule is named \"odd\"",
        "calendars: {x: {days: mon-fry, hours: \"09:00-18:00\"}} | 1: expected days such as"
            + " mon-fri",
        "calendars: {x: {days: mon, hours: 9-18}}  | 1: expected hours such as 09:00-18:00",
        "calendars: {x: {days: mon}}               | 1: \"hours\" is missing here",
        "calendars: {x: {days: mon, hours: \"09:00-18:00\", holidays: zz}} | no such file",
        "team-file: teams.csv                      | no such file",
        "zone: [open                               | rules.yaml:",
        "normal: {days: 30, days: 31}              | 1: \"days\" stands here twice"
      })
  void whatIsWrongIsToldWithFileAndLine(String text, String told) throws IOException {
    Path file = dir.resolve("rules.yaml");
    Files.writeString(file, text.strip() + "\n");
    assertThatThrownBy(() -> RulesFile.read(file))
        .isInstanceOf(RulesException.class)
        .hasMessageMatching("(?s).*rules\\.yaml:[12]: .*")
        .hasMessageContaining(told.strip().replaceFirst("^1: ", ""));
  }

  @Test
  void theLineIsTheOneThatIsWrong() throws IOException {
    Path file = dir.resolve("rules.yaml");
    Files.writeString(
        file, "# mine\nzone: Asia/Shanghai\nrules:\n  bulk:\n    windows:\n      1h: -3\n");
    assertThatThrownBy(() -> RulesFile.read(file)).hasMessageContaining("rules.yaml:6: ");
  }

  @Test
  void theVersionIsThatOfTheMeaning() throws IOException {
    Path file = dir.resolve("rules.yaml");
    String shipped = RulesFile.defaults().version();
    assertThat(shipped).matches("[0-9a-f]{16}").isEqualTo(RulesFile.read(file).version());
    Files.writeString(file, "# nothing but a remark\nzone:   Asia/Shanghai\n");
    assertThat(RulesFile.read(file).version()).isEqualTo(shipped);
    Files.writeString(file, "zone: Europe/Berlin\n");
    assertThat(RulesFile.read(file).version()).isNotEqualTo(shipped);
  }

  @Test
  void teamsComeFromTheRulesAndFromAFile() throws IOException {
    Path file = dir.resolve("rules.yaml");
    Files.writeString(dir.resolve("teams.csv"), "actor,team\nE7,returns\n");
    Files.writeString(
        file,
        """
        team-file: teams.csv
        teams:
          night-desk: {calendar: nights, members: [E1, E2]}
        """);
    Rules rules = RulesFile.read(file);
    assertThat(rules.group("E1", "staff")).isEqualTo("night-desk");
    assertThat(rules.group("E7", "staff")).isEqualTo("returns");
    assertThat(rules.group("E9", "staff")).isEqualTo("staff");
    assertThat(rules.calendar("staff", "night-desk").name()).isEqualTo("nights");
    assertThat(rules.calendar("staff", "returns").name()).isEqualTo("office");
    String version = rules.version();
    Files.writeString(dir.resolve("teams.csv"), "actor,team\nE7,returns\nE8,returns\n");
    assertThat(RulesFile.read(file).version()).isNotEqualTo(version);
    Files.writeString(dir.resolve("teams.csv"), "actor,team\nE7\n");
    assertThatThrownBy(() -> RulesFile.read(file)).hasMessageContaining("teams.csv:2: expected");
  }
}
