package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whoread.collector.settings.SettingsException;
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
        "calendars: {x: {days: fri-mon-tue, hours: \"09:00-18:00\"}} | 1: expected days such as",
        "rules: {cold: {after: 12h}}               | 1: expected whole days such as 14d",
        "rules: {cold: {after: 90m}}               | 1: expected whole days such as 14d",
        "rules: {off-hours: {margin: 13h}}         | 1: a margin is at most 12h long",
        "rules: {bulk: {margin: 30m}}              | 1: \"margin\" is not known here",
        "rules: {off-hours: {after: 14d}}          | 1: \"after\" is not known here",
        "teams: {courier: {calendar: nights}}      | 1: a team cannot be named like a role",
        "teams: {a: {members: [E1]}, b: {members: [E1]}} | 1: \"E1\" is a member of \"a\"",
        "team-file: teams.csv                      | no such file",
        "zone: [open                               | rules.yaml:",
        "normal: {days: 30, days: 31}              | 1: \"days\" stands here twice"
      })
  void whatIsWrongIsToldWithFileAndLine(String text, String told) throws IOException {
    Path file = dir.resolve("rules.yaml");
    Files.writeString(file, text.strip() + "\n");
    assertThatThrownBy(() -> RulesFile.read(file))
        .isInstanceOf(SettingsException.class)
        .hasMessageMatching("(?s).*rules\\.yaml:[12]: .*")
        .hasMessageContaining(told.strip().replaceFirst("^1: ", ""));
  }

  @Test
  void noTimeAtAllCanBeAskedFor() throws IOException {
    Path file = dir.resolve("rules.yaml");
    Files.writeString(
        file,
        "rules: {off-hours: {margin: 0m}, unexplained: {learn: 0d}, bulk: {learn: 0h}, outside:"
            + " {learn: 0d}}\n");
    Rules rules = RulesFile.read(file);
    assertThat(rules.marginMs()).isZero();
    assertThat(rules.unexplained().learnMs()).isZero();
    assertThat(rules.learnDays()).containsEntry("outside", 0).containsEntry("bulk", 0);
  }

  @Test
  void theLineIsTheOneThatIsWrong() throws IOException {
    Path file = dir.resolve("rules.yaml");
    Files.writeString(
        file, "# mine\nzone: Asia/Shanghai\nrules:\n  bulk:\n    windows:\n      1h: -3\n");
    assertThatThrownBy(() -> RulesFile.read(file)).hasMessageContaining("rules.yaml:6: ");
  }

  /** A value that begins on the next line is looked for where its key stands. */
  @Test
  void aWordThatIsNotKnownIsToldWithItsOwnLine() throws IOException {
    Path file = dir.resolve("rules.yaml");
    Files.writeString(file, "zone: Asia/Shanghai\nrulez:\n  bulk: {windows: {5m: 10}}\n");
    assertThatThrownBy(() -> RulesFile.read(file))
        .hasMessageContaining(
            "rules.yaml:2: \"rulez\" is not known here; expected one of any-role,")
        .hasMessageContaining("roles, rules, team-file, teams, zone");
    Files.writeString(file, "zone: Asia/Shanghai\n  rules: {}\n");
    assertThatThrownBy(() -> RulesFile.read(file))
        .hasMessageContaining("rules.yaml:2: not YAML: ")
        .hasMessageContaining("is the line indented like those around it?");
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

  private Path rulesWithTeams(String team) throws IOException {
    String yaml = "team-file: teams.csv\nteams:\n  " + team + "\n";
    return Files.writeString(dir.resolve("rules.yaml"), yaml);
  }

  private void members(String... lines) throws IOException {
    Files.writeString(dir.resolve("teams.csv"), "actor,team\n" + String.join("\n", lines) + "\n");
  }

  @Test
  void teamsComeFromTheRulesAndFromAFile() throws IOException {
    Path file = rulesWithTeams("night-desk: {calendar: nights, members: [E1, E2]}");
    members("E7,returns");
    Rules rules = RulesFile.read(file);
    assertThat(new Roster(rules).post("staff", "E1").group()).isEqualTo("night-desk");
    assertThat(new Roster(rules).post("staff", "E7").group()).isEqualTo("returns");
    assertThat(new Roster(rules).post("staff", "E9").group()).isEqualTo("staff");
    assertThat(new Roster(rules).post("staff", "E1").calendar().name()).isEqualTo("nights");
    assertThat(new Roster(rules).post("staff", "E7").calendar().name()).isEqualTo("office");
    String version = rules.version();
    members("E7,returns", "E8,returns");
    assertThat(RulesFile.read(file).version()).isNotEqualTo(version);
    members("E7");
    assertThatThrownBy(() -> RulesFile.read(file)).hasMessageContaining("teams.csv:2: expected");
  }

  @Test
  void theSameIdInTwoRolesIsTwoPeople() throws IOException {
    Path file = rulesWithTeams("night-desk: {calendar: nights, role: staff, members: [1001]}");
    Files.writeString(dir.resolve("teams.csv"), "actor,team,role\n1001,returns,courier\n");
    Rules rules = RulesFile.read(file);
    assertThat(new Roster(rules).post("staff", "1001").group()).isEqualTo("night-desk");
    assertThat(new Roster(rules).post("courier", "1001").group()).isEqualTo("returns");
    assertThat(new Roster(rules).post("seller", "1001").group()).isEqualTo("seller");
    members("E1,staff");
    assertThatThrownBy(() -> RulesFile.read(file))
        .hasMessageContaining("teams.csv:2: a team cannot be named like a role");
    members("E1,a", "E1,b");
    assertThatThrownBy(() -> RulesFile.read(file))
        .hasMessageContaining("teams.csv:3: \"E1\" is a member of \"a\" already");
  }

  @Test
  void aYearWithoutHolidaysIsKnownToLackThem() throws IOException {
    Path file = dir.resolve("rules.yaml");
    assertThat(RulesFile.defaults().holidaysMissing(2026)).isEmpty();
    assertThat(RulesFile.defaults().holidaysMissing(2035)).containsExactly("cn");
    Files.writeString(
        file,
        "calendars: {office: {days: mon-fri, hours: \"09:00-18:00\", holidays: mine.yaml}}\n");
    Files.writeString(dir.resolve("mine.yaml"), "2025:\n  off: [2026-01-01]\n  worked: []\n");
    assertThatThrownBy(() -> RulesFile.read(file))
        .hasMessageContaining("mine.yaml:2: \"2026-01-01\" stands under the year 2025");
    Files.writeString(dir.resolve("mine.yaml"), "2025:\n  off: [2025-01-01]\n  worked: []\n");
    assertThat(RulesFile.read(file).holidaysMissing(2026)).containsExactly("mine.yaml");
  }
}
