package io.whoread.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.trials.Oracle.Finding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** The oracle finds what stands there, and nothing that does not. */
class OracleTest {
  private static final World.Order ONE = World.order(1);
  private static final World.Order TWO = World.order(2);
  private static final String FIRST = "order " + ONE.orderNo();
  private static final String SECOND = "order " + TWO.orderNo();
  private static final String JSON = "application/json";

  private final Oracle oracle = new Oracle(World.facts());

  private Set<Finding> in(String type, String text) throws IOException {
    return oracle.find(Units.of(type, text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Finding found(String subject, String kind) {
    return new Finding(Set.of(subject), Set.of(), kind);
  }

  @Test
  void valuesInJson() throws IOException {
    String json = "{\"tel\": \"%s\", \"to\": [{\"street\": \"%s\"}], \"n\": %s}";
    assertThat(in(JSON, json.formatted(ONE.phone(), TWO.street(), TWO.cardTail())))
        .containsExactlyInAnyOrder(
            found(FIRST, "phone"), found(SECOND, "address"), found(SECOND, "card-tail"));
  }

  @Test
  void valuesWithinText() throws IOException {
    String remark = "call " + ONE.phone() + " or leave it at " + TWO.street();
    assertThat(in("text/plain", remark))
        .containsExactlyInAnyOrder(found(FIRST, "phone"), found(SECOND, "address"));
  }

  @Test
  void noPartOfALongerNumber() throws IOException {
    assertThat(in("text/plain", "9" + ONE.cardTail() + " " + ONE.phone() + "0 a" + ONE.orderNo()))
        .isEmpty();
  }

  /** Many have that surname: it is whose number stands beside it. */
  @Test
  void maskedBesideANumber() throws IOException {
    String json = "{\"no\": \"%s\", \"name\": \"%s**\", \"tel\": \"154****0001\"}";
    assertThat(in(JSON, json.formatted(ONE.orderNo(), ONE.name().charAt(0))))
        .containsExactlyInAnyOrder(
            found(FIRST, "order-id"), found(FIRST, "name*"), found(FIRST, "phone*"));
  }

  @Test
  void aTailBehindStarsIsNoMaskedPhoneOfAnother() throws IOException {
    assertThat(in("text/plain", "****" + ONE.cardTail()))
        .containsExactly(found(FIRST, "card-tail"));
    assertThat(in("text/plain", "*** **** *")).isEmpty();
  }

  @Test
  void whoIsMeantByASharedPhone() throws IOException {
    World.Order twin = World.order(World.TWINS.get(0));
    World.Order other = World.order(World.TWINS.get(1));
    String phone = "{\"phone\": \"" + twin.phone() + "\"}";
    assertThat(in(JSON, phone))
        .singleElement()
        .satisfies(finding -> assertThat(finding.subjects()).hasSize(3));
    Set<String> sharing = Set.of("order " + other.orderNo(), "customer " + twin.customerId());
    assertThat(in(JSON, "{\"no\": \"" + twin.orderNo() + "\", \"to\": " + phone + "}"))
        .containsExactlyInAnyOrder(
            found("order " + twin.orderNo(), "order-id"),
            new Finding(Set.of("order " + twin.orderNo()), sharing, "phone"));
    String page = "{\"id\": \"%s\", \"phone\": \"%s\", \"orders\": [\"%s\", {\"no\": \"%s\"}]}";
    assertThat(
            in(
                JSON,
                page.formatted(twin.customerId(), twin.phone(), twin.orderNo(), other.orderNo())))
        .filteredOn(finding -> finding.kind().equals("phone"))
        .allSatisfy(finding -> assertThat(finding.subjects()).hasSize(1));
  }

  @Test
  void linesOfAFile() throws IOException {
    String file = "order,phone\n%s,154****0001\n%s,154****0002\n";
    assertThat(in("text/csv", file.formatted(ONE.orderNo(), TWO.orderNo())))
        .containsExactlyInAnyOrder(
            found(FIRST, "order-id"),
            found(FIRST, "phone*"),
            found(SECOND, "order-id"),
            found(SECOND, "phone*"));
  }

  @Test
  void rowsOfASheet() throws IOException {
    String sheet =
        "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>%s</t></is></c>"
            + "<c t=\"s\"><v>1</v></c><c><v>%s</v></c></row></sheetData></worksheet>";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
      zip.write(sheet.formatted(ONE.orderNo(), ONE.phone()).getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("xl/sharedStrings.xml"));
      String shared = "<sst><si><t>x</t></si><si><t>%s</t></si></sst>";
      zip.write(shared.formatted(ONE.name()).getBytes(StandardCharsets.UTF_8));
    }
    assertThat(oracle.find(Units.of("application/spreadsheet", bytes.toByteArray())))
        .containsExactlyInAnyOrder(
            found(FIRST, "order-id"), found(FIRST, "name"), found(FIRST, "phone"));
  }

  @Test
  void pagesAndLogLines() throws IOException {
    assertThat(in("text/html", "<p class=\"154\">" + ONE.name() + "</p>" + TWO.phone() + "<br>"))
        .containsExactlyInAnyOrder(found(FIRST, "name"), found(SECOND, "phone"));
    String dump = "answer [cached]: {\"no\":\"" + ONE.orderNo() + "\",\"tel\":\"154****0001\"}";
    assertThat(oracle.find(Units.line(dump)))
        .containsExactlyInAnyOrder(found(FIRST, "order-id"), found(FIRST, "phone*"));
  }

  @Test
  void differencesAreTold() {
    Row row = new Row("1234567", "staff e1", "GET /x (listed)", FIRST, "response", "phone");
    Row other = new Row("1234567", "staff e2", "GET /x (listed)", FIRST, "response", "phone");
    Truth truth = new Truth();
    truth.add(Set.of(row));
    assertThat(truth.differences(Set.of(row))).isEmpty();
    assertThat(truth.differences(Set.of())).singleElement().asString().startsWith("- 123456 | ");
    assertThat(truth.differences(Set.of(other)))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("- ").contains("staff e1"),
            line -> assertThat(line).startsWith("+ ").contains("staff e2"));
    assertThat(truth.summary()).isEqualTo("response: 1 x phone");
  }

  @Test
  void oneOfSeveralMustBeTold() {
    Row row = new Row("1234567", "staff e1", "GET /x (listed)", FIRST, "log", "phone");
    Row other = new Row("1234567", "staff e1", "GET /x (listed)", SECOND, "log", "phone");
    Truth truth = new Truth();
    truth.add(new TreeSet<>(List.of(row, other)));
    assertThat(truth.differences(Set.of(other))).isEmpty();
    assertThat(truth.differences(Set.of(row, other))).isEmpty();
    assertThat(truth.differences(Set.of())).singleElement().asString().startsWith("- one of 2");
    assertThat(truth.summary()).isEqualTo("log: 1 of 2 x phone");
  }

  /** The phone of two orders: where one stands in plain, the other's does too, if it is there. */
  @Test
  void thoseWhoShareAValueMayBeTold() {
    Row row = new Row("1234567", "staff e1", "GET /x (listed)", FIRST, "log", "phone");
    Row other = new Row("1234567", "staff e1", "GET /x (listed)", SECOND, "log", "phone");
    Row name = new Row("1234567", "staff e1", "GET /x (listed)", SECOND, "log", "name");
    Truth truth = new Truth();
    truth.add(Set.of(row));
    truth.allow(Set.of(other));
    assertThat(truth.differences(Set.of(row, other))).singleElement().asString().startsWith("+ ");
    truth.add(Set.of(name));
    assertThat(truth.differences(Set.of(row, other, name))).isEmpty();
    assertThat(truth.differences(Set.of(row, name))).isEmpty();
    assertThat(truth.differences(Set.of(other, name))).singleElement().asString().startsWith("- ");
  }

  /** What the world's people are told apart by holds: no value is anybody else's but the twins'. */
  @Test
  void valuesAreOnePersonsEach() {
    List<Fact> facts = World.facts();
    long values = facts.stream().map(fact -> fact.kind() + fact.value()).distinct().count();
    // Name and phone of the two orders and their customer, each once instead of three times.
    assertThat(values).isEqualTo(facts.size() - 4);
  }
}
