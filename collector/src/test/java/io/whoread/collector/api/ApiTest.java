package io.whoread.collector.api;

import static io.whoread.collector.api.Answers.actions;
import static io.whoread.collector.api.Answers.json;
import static io.whoread.collector.api.Answers.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.collector.log.v1.Action;
import io.whoread.record.v1.Form;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The API as a script uses it, against a real collector. */
class ApiTest {
  private static final String NUMBER = DemoData.order(5017);

  @TempDir static Path folder;
  private static CollectorProcess collector;

  @BeforeAll
  static void start() throws Exception {
    collector = new CollectorProcess(folder);
    DemoData town = new DemoData(Instant.now());
    collector.send(town.incident(collector.key()));
    await()
        .untilAsserted(
            () -> assertThat(json(collector.get("/api/people")).at("/people")).isNotEmpty());
  }

  @AfterAll
  static void stop() throws IOException {
    collector.close();
  }

  @Test
  void aTrailTakesAReasonThatStandsInTheLog() throws Exception {
    refused(collector.get("/api/actor?actor=E1042"), 403, "reason-needed");
    refused(collector.get("/api/trail?actor=E1042"), 403, "reason-needed");
    refused(collector.get("/api/actor?actor=E1042&alert=0123456789abcdef"), 403, "reason-needed");
    refused(
        collector.post("/api/actor/open", "{\"actor\":\"E1042\",\"reason\":\" \"}"),
        400,
        "bad-reason");
    refused(
        collector.post("/api/actor/open", "{\"actor\":\"E1042\",\"reason\":\"ask 13812345678\"}"),
        400,
        "personal-reason");
    assertThat(
            collector
                .post("/api/actor/open", "{\"actor\":\"E1042\",\"reason\":\"case 2026-118\"}")
                .statusCode())
        .isEqualTo(204);
    JsonNode actor = json(collector.get("/api/actor?actor=E1042"));
    assertThat(actor.at("/subjects").asLong()).isEqualTo(600);
    assertThat(actor.at("/role").asString()).isEqualTo("staff");
    assertThat(actor.at("/heatmap")).hasSize(7);
    // Six exports of a hundred orders each are six accesses.
    assertThat(sum(actor.at("/heatmap"))).isEqualTo(6);
    assertThat(sum(actor.at("/heatmapSubjects"))).isEqualTo(600);
    assertThat(actor.at("/shiftHours").asString()).matches("\\d\\d:\\d\\d-\\d\\d:\\d\\d");
    assertThat(actor.at("/shiftZone").asString()).isEqualTo("Asia/Shanghai");
    // The clocks of another zone show the same shift at other hours.
    JsonNode elsewhere = json(collector.get("/api/actor?actor=E1042&zone=UTC"));
    for (int hour = 0; hour < 7 * 24; hour++) {
      int there = Math.floorMod(hour - 8, 7 * 24);
      assertThat(elsewhere.at("/shift").get(there / 24).get(there % 24))
          .isEqualTo(actor.at("/shift").get(hour / 24).get(hour % 24));
    }
    assertThat(actor.at("/days").size()).isBetween(30, 31);
    assertThat(actions(collector.data()))
        .anyMatch(
            a ->
                a.getKind() == Action.Kind.OPENED_ACTOR
                    && a.getActor().equals("E1042")
                    && a.getUser().equals("admin")
                    && a.getReason().equals("case 2026-118"));
  }

  private static long sum(JsonNode heatmap) {
    long sum = 0;
    for (JsonNode day : heatmap) {
      for (JsonNode hour : day) {
        sum += hour.asLong();
      }
    }
    return sum;
  }

  @Test
  void whereNothingIsThatIsSaid() throws Exception {
    refused(collector.get("/api/nowhere"), 404, "no-such-address");
    refused(collector.get("/api/actor/nowhere"), 404, "no-such-address");
    refused(collector.get("/nowhere"), 404, "no-such-address");
    refused(collector.ask("", "", "GET", "/nowhere", ""), 404, "no-such-address");
  }

  @Test
  void aTrailIsReadPageByPageOnceEach() throws Exception {
    open("C2017");
    List<String> ids = new ArrayList<>();
    String next = "";
    while (next != null) {
      JsonNode page =
          json(
              collector.get(
                  "/api/trail?actor=C2017&limit=90" + (next.isEmpty() ? "" : "&after=" + next)));
      page.at("/accesses").forEach(access -> ids.add(access.at("/id").asString()));
      next = page.at("/next").isNull() ? null : page.at("/next").asString();
    }
    assertThat(ids).hasSize(400).doesNotHaveDuplicates();
    JsonNode detail = json(collector.get("/api/access?actor=C2017&id=" + ids.get(17)));
    assertThat(detail.at("/subjects")).hasSize(1);
    assertThat(detail.at("/subjects/0/links/0/kind").asString()).isEqualTo("customer");
    JsonNode revealed = json(collector.get("/api/trail?actor=C2017&form=revealed&limit=1000"));
    assertThat(revealed.at("/accesses")).hasSize(134);
    assertThat(revealed.at("/accesses/0/plain").toString()).contains("card-tail");
    refused(collector.get("/api/trail?actor=C2017&after=nonsense"), 400, "bad-cursor");
    refused(collector.get("/api/trail?actor=C2017&limit=0"), 400, "bad-limit");
  }

  @Test
  void theHoursOfTheWeekOpenTheirAccesses() throws Exception {
    open("C2017");
    JsonNode heatmap = json(collector.get("/api/actor?actor=C2017")).at("/heatmap");
    long found = 0;
    for (int day = 0; day < 7; day++) {
      for (int hour = 0; hour < 24; hour++) {
        long count = heatmap.get(day).get(hour).asLong();
        if (count > 0) {
          JsonNode page =
              json(
                  collector.get(
                      "/api/trail?actor=C2017&limit=1000&weekday=" + (day + 1) + "&hour=" + hour));
          assertThat(page.at("/accesses")).hasSize((int) count);
          found += count;
        }
      }
    }
    assertThat(found).isEqualTo(400);
    refused(collector.get("/api/trail?actor=C2017&weekday=8&hour=1"), 400, "bad-hour");
  }

  @Test
  void aLookUpIsRecordedAndTheNumberIsNowhere() throws Exception {
    refused(collector.post("/api/lookup", "{\"number\":\"" + NUMBER + "\"}"), 400, "bad-reason");
    refused(
        collector.post(
            "/api/lookup", "{\"number\":\"" + NUMBER + "\",\"reason\":\"about " + NUMBER + "\"}"),
        400,
        "personal-reason");
    HttpResponse<String> response =
        collector.post(
            "/api/lookup", "{\"number\":\" " + NUMBER + "\",\"reason\":\"complaint 77\"}");
    JsonNode found = json(response);
    String digits = HexFormat.of().formatHex(new Reads(collector.key()).pseudonym(NUMBER));
    String pseudonym = "~" + digits;
    assertThat(found.at("/found").asBoolean()).isTrue();
    assertThat(found.at("/personal").asBoolean()).isFalse();
    assertThat(found.at("/subject").asString()).isEqualTo(pseudonym);
    assertThat(response.body()).doesNotContain(NUMBER);

    JsonNode phone =
        json(
            collector.post(
                "/api/lookup", "{\"number\":\"13800138000\",\"reason\":\"complaint 78\"}"));
    assertThat(phone.at("/found").asBoolean()).isFalse();
    assertThat(phone.at("/personal").asBoolean()).isTrue();

    JsonNode readers = json(collector.get("/api/readers?subject=" + pseudonym));
    assertThat(readers.at("/readers/0/actor").asString()).isEqualTo("C2017");
    assertThat(readers.at("/readers/0/forms").toString()).isEqualTo("[\"opened\"]");
    assertThat(readers.at("/readers/0/plain").toString()).isEqualTo("[\"name\"]");
    assertThat(readers.at("/detailed").asInt()).isEqualTo(readers.at("/accesses").asInt());
    JsonNode trail = json(collector.get("/api/trail?subject=" + pseudonym));
    assertThat(trail.at("/accesses")).hasSize(1);
    assertThat(trail.at("/accesses/0/subjects").asInt()).isEqualTo(1);

    assertThat(actions(collector.data()))
        .anyMatch(
            a ->
                a.getKind() == Action.Kind.LOOKED_UP_SUBJECT
                    && a.getReason().equals("complaint 77")
                    && a.getSubjectsList().stream()
                        .anyMatch(s -> HexFormat.of().formatHex(s.toByteArray()).equals(digits)));
    Disk.assertNowhere(NUMBER, folder, "profile");
  }

  /** An export that the agent sees no end of is no proof that nothing left. */
  @Test
  void whatCodeReadIsToldOfAReaderThoughNothingWasSeenLeaving() throws Exception {
    Reads reads = new Reads(collector.key());
    Instant at = Instant.now().minusSeconds(90);
    String number = DemoData.order(9_700);
    reads.access(at, "E1055 staff 10.0.3.5", Form.FORM_PRINTED, "GET /label", List.of(number));
    reads.access(at, "E1019 staff 10.0.3.9", Form.FORM_OPENED, "GET /orders/{id}", List.of(number));
    collector.send(reads.coverage(at, 2));
    String path = "/api/readers?subject=~" + HexFormat.of().formatHex(reads.pseudonym(number));
    await().untilAsserted(() -> assertThat(json(collector.get(path)).at("/readers")).hasSize(2));
    for (JsonNode reader : json(collector.get(path)).at("/readers")) {
      boolean printed = reader.at("/actor").asString().equals("E1055");
      assertThat(reader.at("/plain").toString()).isEqualTo(printed ? "[]" : "[\"name\"]");
      assertThat(reader.at("/masked").toString())
          .isEqualTo(printed ? "[]" : "[\"card-tail\",\"phone\"]");
      assertThat(reader.at("/touched").toString())
          .isEqualTo(printed ? "[\"address\",\"card-tail\",\"name\",\"phone\"]" : "[\"address\"]");
    }
  }

  /** An order and, within it, a class of which it is not known whose it is. */
  @Test
  void dataOfNobodyKnownStandsInTheRowAndInTheAccess() throws Exception {
    Reads reads = new Reads(collector.key());
    Instant at = Instant.now().minusSeconds(70);
    String number = DemoData.order(9_702);
    reads
        .access(at, "E1063 staff 10.0.3.9", Form.FORM_OPENED, "GET /nested", List.of(number))
        .ofNobody("com.example.Recipient", 2);
    collector.send(reads.coverage(at, 4));
    String who = "actor=E1063&role=staff";
    String opening = "{\"actor\":\"E1063\",\"role\":\"staff\",\"reason\":\"case 12\"}";
    await()
        .untilAsserted(
            () ->
                assertThat(collector.post("/api/actor/open", opening).statusCode()).isEqualTo(204));
    String trail = "/api/trail?" + who + "&operation=GET%20/nested";
    await().untilAsserted(() -> assertThat(json(collector.get(trail)).at("/accesses")).hasSize(1));
    JsonNode row = json(collector.get(trail)).at("/accesses/0");
    assertThat(row.at("/subjects").asInt()).isEqualTo(1);
    assertThat(row.at("/plain").toString()).isEqualTo("[\"bank-card\",\"name\"]");
    JsonNode access = json(collector.get("/api/access?id=" + row.at("/id").asString() + "&" + who));
    assertThat(access.at("/unattributed")).hasSize(1);
    assertThat(access.at("/unattributed/0/source").asString()).isEqualTo("com.example.Recipient");
    assertThat(access.at("/unattributed/0/count").asInt()).isEqualTo(2);
    assertThat(access.at("/unattributed/0/disclosures/0/plain/0").asString())
        .isEqualTo("bank-card");
    // Of that order alone no bank card is known.
    String subject = "&subject=~" + HexFormat.of().formatHex(reads.pseudonym(number));
    JsonNode ofOrder = json(collector.get(trail + subject)).at("/accesses/0");
    assertThat(ofOrder.at("/plain").toString()).isEqualTo("[\"name\"]");
  }

  /** What is known of a request that read rows by SQL, and no class stands for. */
  @Test
  void whatWasLoadedStandsInTheRowAndInTheAccess() throws Exception {
    Reads reads = new Reads(collector.key());
    Instant at = Instant.now().minusSeconds(60);
    String statement = "select * from t_order where id in (?)";
    reads
        .access(at, "E1064 staff 10.0.3.9", Form.FORM_LISTED, "GET /raw", List.of())
        .loaded(statement, 20, "phone", "bank-card")
        .loaded("select mobile from t_customer", 3, "phone");
    collector.send(reads.coverage(at, 5));
    String who = "actor=E1064&role=staff";
    String opening = "{\"actor\":\"E1064\",\"role\":\"staff\",\"reason\":\"case 13\"}";
    await()
        .untilAsserted(
            () ->
                assertThat(collector.post("/api/actor/open", opening).statusCode()).isEqualTo(204));
    String trail = "/api/trail?" + who + "&operation=GET%20/raw&field=bank-card";
    await().untilAsserted(() -> assertThat(json(collector.get(trail)).at("/accesses")).hasSize(1));
    JsonNode row = json(collector.get(trail)).at("/accesses/0");
    assertThat(row.at("/subjects").asInt()).isZero();
    assertThat(row.at("/rows").asInt()).isEqualTo(23);
    assertThat(row.at("/touched").toString()).isEqualTo("[\"bank-card\",\"phone\"]");
    JsonNode access = json(collector.get("/api/access?id=" + row.at("/id").asString() + "&" + who));
    assertThat(access.at("/loaded")).hasSize(2);
    assertThat(access.at("/loaded/0/statement").asString()).isEqualTo(statement);
    assertThat(access.at("/loaded/0/rows").asInt()).isEqualTo(20);
    assertThat(access.at("/loaded/0/touched").toString()).isEqualTo("[\"phone\",\"bank-card\"]");
  }

  /** A service that holds an order's customer as an object tells of the two beside each other. */
  @Test
  void whatWasReadOfAnOrdersCustomerWasReadOfTheOrder() throws Exception {
    String number = DemoData.order(9_801);
    String other = DemoData.order(9_802);
    Instant at = Instant.now().minusSeconds(70);
    Reads reads = new Reads(collector.key());
    reads
        .access(at, "E1081 staff 10.0.3.8", Form.FORM_OPENED, "GET /held", List.of(number, other))
        .also("customer", "c" + number, "email")
        .also("customer", "c" + other, "id-number");
    reads.access(
        at.plusSeconds(1), "E1082 staff 10.0.3.9", Form.FORM_OPENED, "GET /held", List.of(number));
    collector.send(reads);
    String subject = "subject=~" + HexFormat.of().formatHex(reads.pseudonym(number));
    await()
        .untilAsserted(
            () ->
                assertThat(json(collector.get("/api/readers?" + subject)).at("/readers"))
                    .hasSize(2));
    JsonNode readers = json(collector.get("/api/readers?" + subject)).at("/readers");
    assertThat(readers.get(1).at("/actor").asString()).isEqualTo("E1081");
    assertThat(readers.get(1).at("/plain").toString()).isEqualTo("[\"email\",\"name\"]");
    assertThat(readers.get(1).at("/linked").toString()).isEqualTo("[\"customer\"]");
    assertThat(readers.get(1).at("/through")).as("the order itself was read").isEmpty();
    assertThat(readers.get(0).at("/plain").toString()).isEqualTo("[\"name\"]");
    assertThat(readers.get(0).at("/linked")).isEmpty();
    JsonNode line = json(collector.get("/api/trail?" + subject)).at("/accesses/1");
    assertThat(line.at("/linked").toString()).isEqualTo("[\"customer\"]");
    JsonNode access =
        json(collector.get("/api/access?id=" + line.at("/id").asString() + "&" + subject));
    assertThat(access.at("/subjects")).as("and nothing of the other order's").hasSize(2);
    assertThat(access.at("/subjects/1/kind").asString()).isEqualTo("customer");
    // Asked for the customer, the order is told as what it was read through.
    String customer =
        "subject=~" + HexFormat.of().formatHex(reads.pseudonym("customer", "c" + number));
    JsonNode asked = json(collector.get("/api/readers?" + customer)).at("/readers");
    assertThat(asked.get(1).at("/plain").toString()).isEqualTo("[\"email\",\"name\"]");
    assertThat(asked.get(1).at("/linked")).isEmpty();
    assertThat(asked.get(0).at("/through").toString()).isEqualTo("[\"order\"]");
  }

  @Test
  void whereNotAllReadersAreListedThatIsSaid() throws Exception {
    Reads reads = new Reads(collector.key());
    Instant at = Instant.now().minusSeconds(80);
    String number = DemoData.order(9_701);
    for (int i = 0; i <= 200; i++) {
      reads.access(
          at, "E7" + (100 + i) + " staff 10.0.4.5", Form.FORM_OPENED, "GET /wide", List.of(number));
    }
    collector.send(reads.coverage(at, 3));
    String path = "/api/readers?subject=~" + HexFormat.of().formatHex(reads.pseudonym(number));
    await()
        .untilAsserted(
            () -> assertThat(json(collector.get(path)).at("/accesses").asInt()).isEqualTo(201));
    JsonNode readers = json(collector.get(path));
    assertThat(readers.at("/readers")).hasSize(200);
    assertThat(readers.at("/more").asBoolean()).isTrue();
    JsonNode people = json(collector.get("/api/people?operation=GET%20/wide&limit=201"));
    assertThat(people.at("/people")).hasSize(201);
    assertThat(people.at("/more").asBoolean()).isFalse();
    people = json(collector.get("/api/people?operation=GET%20/wide&limit=200"));
    assertThat(people.at("/people")).hasSize(200);
    assertThat(people.at("/more").asBoolean()).isTrue();
  }

  @Test
  void examplesOfAnAlertAreToldApart() throws Exception {
    JsonNode listed = json(collector.get("/api/alerts?actor=C2017")).at("/alerts/0");
    String path = "/api/alert?id=" + listed.at("/id").asString();
    // The alert may be a moment ahead of the index.
    await()
        .untilAsserted(
            () -> {
              JsonNode alert = json(collector.get(path));
              assertThat(alert.at("/signals/0/examples")).isNotEmpty();
              for (JsonNode signal : alert.at("/signals")) {
                for (JsonNode example : signal.at("/examples")) {
                  assertThat(example.at("/read").isNull()).isFalse();
                  Instant read = Instant.parse(example.at("/read").asString());
                  assertThat(read)
                      .isBetween(
                          Instant.parse(alert.at("/from").asString()),
                          Instant.parse(alert.at("/to").asString()));
                  assertThat(example.at("/placed").asString())
                      .isEqualTo(Reads.placed(read).toString());
                }
              }
            });
    // Who opens no trail is told no more than the alert itself holds.
    String password = collector.addUser("sun", "--role", "security");
    JsonNode alert = json(collector.ask("sun", password, "GET", path, ""));
    assertThat(alert.at("/signals/0/examples/0/id").asString()).startsWith("~");
    assertThat(alert.at("/signals/0/examples/0/read").isNull()).isTrue();
  }

  /** Some order numbers are 32 hexadecimal digits, as pseudonyms are. */
  @Test
  void aNumberThatLooksLikeAPseudonymIsANumber() throws Exception {
    String number = "20260a1b2c3d4e5f60718293a4b5c6d7";
    assertThat(search(number)).isEqualTo("number ");
    for (String path : List.of("/api/readers?subject=", "/api/trail?subject=")) {
      refused(collector.get(path + number), 400, "bad-subject");
      // Even so it would be kept nowhere: the trail knows no read of it.
      assertThat(collector.get(path + "~" + number).statusCode()).isEqualTo(200);
    }
    assertThat(
            json(collector.post(
                    "/api/lookup", "{\"number\":\"" + number + "\",\"reason\":\"case 9\"}"))
                .at("/found")
                .asBoolean())
        .isFalse();
    assertThat(actions(collector.data()))
        .noneMatch(
            a ->
                a.getSubjectsList().stream()
                    .anyMatch(s -> HexFormat.of().formatHex(s.toByteArray()).equals(number)));
    Disk.assertNowhere(number, folder, "profile");
  }

  @Test
  void theSearchBoxUnderstandsShapes() throws Exception {
    assertThat(search("c2017")).isEqualTo("actor C2017");
    assertThat(search("１０.0.9.17")).isEqualTo("address 10.0.9.17");
    assertThat(search("fe80::1")).isEqualTo("address fe80::1");
    assertThat(search(NUMBER)).isEqualTo("number ");
    assertThat(search("nobody at all")).isEqualTo("nothing ");
    refused(collector.post("/api/search", "{}"), 400, "bad-search");
    refused(collector.post("/api/search", "{not json"), 400, "bad-request");
  }

  @Test
  void todayTellsWhetherTheTrailCanBeTrusted() throws Exception {
    JsonNode trust = json(collector.get("/api/today")).at("/trust");
    assertThat(trust.at("/attached").asInt()).isEqualTo(1);
    assertThat(trust.at("/gaps").asInt()).isEqualTo(1);
    assertThat(trust.at("/unknown").asLong()).isEqualTo(5);
    JsonNode service = json(collector.get("/api/service?name=shop"));
    assertThat(service.at("/instances/0/report/types")).hasSize(2);
    assertThat(service.at("/gaps/0/reason").asString()).isEqualTo("spool");
    refused(collector.get("/api/service?name=nowhere"), 404, "no-such-service");
    assertThat(json(collector.get("/api/trail?role=unknown")).at("/accesses")).hasSize(5);
  }

  @Test
  void timesAreValidated() throws Exception {
    for (String times :
        List.of(
            "from=yesterday",
            "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
            "from=1999-01-01T00:00:00Z&to=1999-01-02T00:00:00Z",
            "from=2001-01-01T00:00:00Z&to=2009-01-02T00:00:00Z")) {
      refused(collector.get("/api/people?" + times), 400, "bad-range");
    }
    refused(collector.get("/api/actor?role=unknown&zone=Mars"), 400, "bad-zone");
  }

  @Test
  void pagesSayWhatTheyMayLoad() throws Exception {
    HttpResponse<String> page = collector.ask("", "", "GET", "/alerts?range=7d", "");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().allValues("Content-Security-Policy"))
        .singleElement()
        .asString()
        .startsWith("default-src 'none'; script-src 'self' 'sha256-")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    HttpResponse<String> script = collector.ask("", "", "GET", "/console/app.js", "");
    assertThat(script.headers().firstValue("ETag")).isPresent();
    assertThat(collector.ask("", "", "GET", "/console/../application.yaml", "").statusCode())
        .isGreaterThanOrEqualTo(400);
    assertThat(collector.ask("", "", "GET", "/nowhere", "").statusCode()).isEqualTo(404);
  }

  /** As what watches over addresses, and what shows a link before it is followed, asks. */
  @Test
  void theHeadOfAPageIsThatOfThePage() throws Exception {
    for (String address : List.of("/", "/alerts?range=7d", "/console/app.js", "/nowhere")) {
      HttpResponse<String> page = collector.ask("", "", "GET", address, "");
      HttpResponse<String> head = collector.ask("", "", "HEAD", address, "");
      assertThat(head.statusCode()).as(address).isEqualTo(page.statusCode());
      assertThat(head.headers().map().get("Content-Type"))
          .isEqualTo(page.headers().map().get("Content-Type"));
      assertThat(head.body()).isEmpty();
    }
    assertThat(collector.ask("", "", "HEAD", "/", "").statusCode()).isEqualTo(200);
    assertThat(collector.ask("", "", "HEAD", "/api/people", "").statusCode()).isEqualTo(401);
  }

  private static void open(String actor) throws Exception {
    collector.post("/api/actor/open", "{\"actor\":\"" + actor + "\",\"reason\":\"a drill\"}");
  }

  private static String search(String text) throws Exception {
    JsonNode hit = json(collector.post("/api/search", "{\"text\":\"" + text + "\"}"));
    return hit.at("/kind").asString() + " " + hit.at("/id").asString("");
  }
}
