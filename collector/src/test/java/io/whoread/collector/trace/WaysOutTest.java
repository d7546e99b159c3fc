package io.whoread.collector.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whoread.collector.settings.SettingsException;
import io.whoread.collector.trace.WaysOut.Standing;
import io.whoread.collector.trace.WaysOut.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaysOutTest {
  private static final LocalDate MARCH = LocalDate.of(2026, 3, 1);

  @TempDir Path temp;

  private List<Standing> over(String file, LocalDate from, LocalDate to) throws IOException {
    return WaysOut.read(Files.writeString(temp.resolve(WaysOut.FILE), file)).over(from, to);
  }

  private static Standing of(List<Standing> all, String id) {
    return all.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void whatNobodyHasSaidIsUncovered() {
    assertThat(WaysOut.read(temp.resolve("none.yaml")).over(MARCH, MARCH))
        .isNotEmpty()
        .allSatisfy(
            each -> {
              assertThat(each.state()).isEqualTo(State.UNCOVERED);
              assertThat(each.worst()).isEqualTo(1);
              assertThat(each.en()).isNotBlank();
              assertThat(each.zh()).matches(".*\\p{IsHan}.*");
            });
  }

  @Test
  void aFileWithNothingInItTakesNothingAway() throws IOException {
    int shipped = WaysOut.read(null).over(MARCH, MARCH).size();
    assertThat(over("", MARCH, MARCH)).hasSize(shipped);
    assertThat(over("# nothing yet\nways:\n", MARCH, MARCH)).hasSize(shipped);
  }

  @Test
  void theWorstDayOfATimeCounts() throws IOException {
    String file =
        """
        ways:
          direct-sql:
            state: imported
            periods:
              - {to: 2026-03-03, state: uncovered}
              - {from: 2026-03-02, to: 2026-03-02, state: covered}
          waybills: {state: none}
          couriers-app: {en: The couriers' own app, zh: 快递员自有 App, state: covered}
        """;
    List<Standing> ten = over(file, MARCH, MARCH.plusDays(9));
    Standing direct = of(ten, "direct-sql");
    assertThat(direct.state()).isEqualTo(State.UNCOVERED);
    assertThat(direct.worst()).as("the second day is covered").isEqualTo(2);
    assertThat(direct.days()).isEqualTo(10);
    assertThat(of(ten, "waybills").state()).isEqualTo(State.NONE);
    assertThat(of(ten, "couriers-app").en()).isEqualTo("The couriers' own app");
    assertThat(ten).extracting(Standing::state).isSortedAccordingTo((a, b) -> b.compareTo(a));
    List<Standing> later = over(file, MARCH.plusDays(3), MARCH.plusDays(9));
    assertThat(of(later, "direct-sql").state()).isEqualTo(State.IMPORTED);
    assertThat(of(over(file, MARCH.plusDays(1), MARCH.plusDays(1)), "direct-sql").state())
        .isEqualTo(State.COVERED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ways: {backups: {state: half}} | :1: expected covered, imported, uncovered or none, not"
            + " \"half\"",
        "ways: {backups: {sate: none}} | :1: \"sate\" is not known here; expected one of en,"
            + " periods, state, zh",
        "ways: {own: {zh: 自有}} | :1: \"en\" is missing here",
        "ways: {own: {zh: 自有, en: ''}} | :1: expected 1 to 200 characters",
        "ways: {backups: {periods: [{from: soon, state: none}]}} | :1: expected a day such as"
            + " 2026-03-31, not \"soon\"",
        "ways: {backups: {periods: [{from: 2026-03-02, to: 2026-03-01, state: none}]}} | :1: the"
            + " period ends before it begins",
        "ways: {backups: {periods: [{from: 2026-03-02}]}} | :1: \"state\" is missing here",
        "way: {} | :1: \"way\" is not known here; expected one of ways",
      })
  void whatIsWrongIsToldWithItsLine(String file, String told) {
    assertThatThrownBy(() -> over(file, MARCH, MARCH))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(WaysOut.FILE + told);
  }
}
