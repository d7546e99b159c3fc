package io.whoread.collector.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What is wrong with a register is told, all of it, with line and column and without its values.
 */
class RegisterReaderTest {
  private static final Terms TERMS =
      new Terms(ZoneId.of("Asia/Shanghai"), Set.of("office"), Set.of("staff"));

  private static List<String> faults(String text, boolean json) {
    return catchThrowableOfType(
            BadRegister.class,
            () -> RegisterReader.read(text.getBytes(StandardCharsets.UTF_8), json, TERMS))
        .faults()
        .stream()
        .map(Fault::toString)
        .toList();
  }

  @Test
  void everyFaultIsToldWithLineAndColumn() {
    assertThat(
            faults(
                """
                role,id,team,calendar,joined,left,manager,account,from,to,for
                staff,E1,desk,office,2026-03-01,,chen,,,,
                customer,E2,,,,,,,,,
                staff,,,,,,,,,,
                staff,13900001111,,,,,,,,,
                staff,E3,staff,shifts,2026-3-1,,a b,,,,
                staff,E4,,,2026-03-02,2026-03-01,,,,,

                staff,E1,,,,,,,,,
                staff,E1,other,,,,,,2026-11-01T22:00,2026-11-02T06:00,
                staff,E5,,,,,,,2026-11-01T22:00,,
                staff,E6,,,,,,,2026-11-02T22:00,2026-11-02T06:00,
                staff,E7,,,,,,,tonight,2026-11-02T06:00,E7
                staff,E8,,,,,,,,,E1
                staff,E9
                """,
                false))
        .containsExactlyInAnyOrder(
            "line 15: expected 11 cells, found 2",
            "line 3, role: expected staff, seller, courier or a role of your own, or nothing",
            "line 4, id: missing here",
            "line 5, id: expected an id as the trail shows it, of up to 64 characters; instead of a"
                + " phone number or the like, the pseudonym that stands there",
            "line 6, team: a team cannot be named like a role, as those without a team form a group"
                + " of that name",
            "line 6, manager: expected a login name of this collector: 1 to 64 letters, digits,"
                + " dots, dashes, underlines or @",
            "line 6, calendar: expected one of the rules' calendars: office",
            "line 6, joined: expected a day such as 2026-03-01",
            "line 7, left: expected a day not before \"joined\"; empty for who has come back",
            "line 9, id: this person stands there already, at line 2",
            "line 10, team: expected nothing, or the same as at line 2",
            "line 11, to: missing here: a duty has a time \"from\" and a time \"to\"",
            "line 12, to: " + DutyTime.EXPECTED_ORDER,
            "line 13, from: " + DutyTime.EXPECTED,
            "line 14, from: missing here: \"for\" goes with the times \"from\" and \"to\"");
  }

  @Test
  void aHeadThatNamesNoIdMayBeSomebodysData() {
    assertThat(faults("13900001111,Wang\n", false))
        .singleElement()
        .asString()
        .startsWith("line 1, id: no such column; the first line names them, of role, id, team")
        .doesNotContain("Wang");
    assertThat(faults("id,name,Mobile 2,id\nE1,x,y,E1\n", false))
        .satisfiesExactly(
            one -> assertThat(one).startsWith("line 1, name: not known; take it out"),
            two -> assertThat(two).startsWith("line 1, column 3: not known"),
            three -> assertThat(three).isEqualTo("line 1, id: stands there twice"));
    assertThat(faults("id,team\n\"E1,desk\n", false))
        .containsExactly("line 2: a quotation mark is not closed, or stands within a cell");
  }

  @Test
  void ofJsonTheItemIsTold() {
    assertThat(faults("{\"people\": [{\"id\": \"E1\"},\n {\"id\": 7}, ", true))
        .singleElement()
        .asString()
        .startsWith("line 2, column ");
    assertThat(faults("[]", true))
        .containsExactly("expected {\"people\": [{\"role\": ..., \"id\": ...}, ...]}");
    assertThat(
            faults(
                """
                {"people": [
                  {"id": 7},
                  {"id": "E1", "naem": "x"},
                  {"id": "E2", "duties": [{"from": "2026-11-01T22:00"}]},
                  {"id": "E2", "duties": {}}]}
                """,
                true))
        .containsExactlyInAnyOrder(
            "people[0], id: expected a text in quotation marks",
            "people[0], id: missing here",
            "people[1], naem: a field is not known; take it out, or name one of role, id, team,"
                + " calendar, joined, left, manager, account",
            "people[2].duties[0], to: missing here: a duty has a time \"from\" and a time \"to\"",
            "people[3], duties: expected a list: [{\"from\": ..., \"to\": ...}, ...]",
            "people[3], id: this person stands there already, at people[2]");
  }

  @Test
  void ofManyFaultsTheFirstAreToldAndAllCounted() {
    BadRegister bad =
        catchThrowableOfType(
            BadRegister.class,
            () ->
                RegisterReader.read(
                    ("id,joined\n" + "E1,soon\n".repeat(1_000)).getBytes(StandardCharsets.UTF_8),
                    false,
                    TERMS));
    assertThat(bad.faults()).hasSize(BadRegister.MOST);
    assertThat(bad.count()).isEqualTo(1_000);
    assertThat(bad).hasMessageStartingWith("The register is not taken: 1000 faults, the first: ");
  }
}
