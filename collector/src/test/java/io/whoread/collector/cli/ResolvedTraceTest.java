package io.whoread.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.whoread.collector.CollectorProcess;
import io.whoread.collector.Parcels;
import io.whoread.collector.api.login.Account;
import io.whoread.collector.api.login.AccountRole;
import io.whoread.collector.api.login.Accounts;
import io.whoread.collector.api.login.Passwords;
import io.whoread.collector.ingest.Services;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Action;
import io.whoread.collector.resolve.MariaDb;
import io.whoread.record.PseudonymKey;
import io.whoread.record.Pseudonyms;
import io.whoread.record.v1.Batch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A list of phones and names is traced: a shop's own database, or its own service, tells the
 * orders. No phone and no name is kept.
 */
class ResolvedTraceTest {
  private static final String PASSWORD = "pass-word";
  private static final JsonMapper JSON = new JsonMapper();
  private static final String REASON = "case 2026-18";
  private static final ZoneId SHOP = ZoneId.of("Asia/Shanghai");
  private static final String PHONES = "1395550";
  private static final String NAMES = "Canary Qin";

  /** Buys every day. */
  private static final String RESELLER = PHONES + "9999";

  @TempDir private Path dir;
  @TempDir private Path elsewhere;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final PseudonymKey key = PseudonymKey.generate(1);
  private final Parcels parcels = new Parcels(key, 20);
  private Path data;
  private String token;

  @BeforeEach
  void aCollectorsFolder() throws Exception {
    data = Files.createDirectories(dir.resolve("data"));
    Files.writeString(data.resolve("key"), key.toLine() + "\n");
    Files.writeString(dir.resolve("password"), PASSWORD + "\n");
    token = Services.open(data).add("shop");
    String hash = Passwords.encoder().encode(PASSWORD);
    new Accounts(data, Passwords.encoder())
        .put(new Account("ada", hash, Set.of(AccountRole.RESPONDER), null));
  }

  private String phone(int order) {
    return PHONES + parcels.customer(order).substring(5);
  }

  private String name(int order) {
    return NAMES + parcels.customer(order).substring(3);
  }

  /** Of the first victim the number, of the second the name alone, of all others the phone. */
  private String list() {
    StringBuilder text = new StringBuilder("订单号,手机号,姓名,下单时间,被骗时间\n");
    List<Parcels.Line> victims = parcels.victims();
    for (int i = 0; i < victims.size(); i++) {
      int order = victims.get(i).order();
      text.append(
          switch (i) {
            case 0 -> Parcels.number(order) + ",13955500000,Nobody,";
            case 1 -> ",," + name(order) + ",";
            // As people write them.
            case 2 -> ",+86 " + spaced(phone(order)) + ",,";
            case 3 -> "," + phone(order) + ",,";
            default -> "," + phone(order) + "," + name(order) + ",";
          });
      text.append(i == 3 ? "," + victims.get(i).fraud() + "\n" : times(victims.get(i)));
    }
    Parcels.Line third = victims.get(2);
    return text.append(",")
        .append(phone(third.order()))
        .append(",,")
        .append(times(third))
        .append(",13955500000,Nobody,")
        .append(times(third))
        .append(",")
        .append(RESELLER)
        .append(",,,2026-05-20\n")
        .append(",,,2026-03-04,2026-03-20\n")
        .toString();
  }

  private static String times(Parcels.Line victim) {
    return victim.text("").substring(1);
  }

  private static String spaced(String phone) {
    return phone.substring(0, 3) + " " + phone.substring(3, 7) + "-" + phone.substring(7);
  }

  @Test
  void aDatabaseTellsTheOrdersOfPhonesAndNames() throws Exception {
    assumeThat(MariaDb.isInstalled()).isTrue();
    Path driver =
        Path.of(
            org.mariadb.jdbc.Driver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    Files.createDirectories(data.resolve("drivers"));
    Files.copy(driver, data.resolve("drivers/mariadb.jar"));
    try (MariaDb database = MariaDb.start(elsewhere);
        CollectorProcess collector = collector()) {
      fill(database);
      JsonNode without = traced(collector);
      assertThat(without.path("problems"))
          .extracting(each -> each.path("line").asInt() + " " + each.path("sentence").asString())
          .hasSize(parcels.victims().size() + 3)
          .contains(
              "3 left out: has a phone or a name and no order number; no resolver is configured"
                  + " (docs/trace.md)");
      assertThat(without.path("cases").path(0).path("victims").asInt()).isEqualTo(1);

      secret("resolver-password", "reader");
      settings(
          """
          name: orders-replica
          sql:
            url: %s
            driver: drivers/mariadb.jar
            user: reader
            password-file: resolver-password
            query: |
              select order_no, created_at from orders
              where (:phone is null or phone = :phone) and (:name is null or name = :name)
                and created_at between :from and :to
          """
              .formatted(database.url()));
      assertAnswer(traced(collector));
      assertCommand();

      String right = Files.readString(data.resolve("resolver.yaml"));
      // The database's own message repeats the phone.
      settings(
          right.replace("where (", "where extractvalue('<a/>', concat('~', :phone)) = 1 and ("));
      assertThat(ask(collector).body())
          .contains("orders-replica failed (SQLSTATE HY000, error 1105)");
      settings(right.replace("order_no,", "order_nr,"));
      HttpResponse<String> refused = ask(collector);
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body())
          .contains("resolver-failed")
          .contains(
              "Nothing was traced: the resolver orders-replica refuses its query (SQLSTATE 42");
      settings(right.replace("user:", "usr:"));
      assertThat(ask(collector).body()).contains("resolver.yaml:").contains("usr");
      settings(right);
      database.stop();
      assertThat(ask(collector).body()).contains("orders-replica cannot be reached (SQLSTATE 08");
      collector.stop();
    }
    List<Action> kept = kept();
    assertThat(kept)
        .extracting(each -> each.getResolver() + " " + each.getResolvedLines())
        .containsOnly(" 0", "orders-replica " + (parcels.victims().size() + 2));
    // The first line's, and one for each order that a phone or name may mean.
    assertThat(kept.get(kept.size() - 4).getSubjectsCount())
        .isEqualTo(parcels.victims().size() + 1);
    assertThat(kept.getLast().getSubjectsCount()).isEqualTo(1);
    assertNoPersonIsKept();
  }

  private void fill(MariaDb database) throws Exception {
    try (Connection connection = DriverManager.getConnection(database.url(), "keeper", "keeper");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table orders (order_no varchar(40), phone varchar(20), name varchar(40),"
              + " created_at datetime)");
      try (PreparedStatement insert =
          connection.prepareStatement("insert into orders values (?, ?, ?, ?)")) {
        for (int order = 0; order < 1_200; order++) {
          LocalDateTime placed = LocalDateTime.ofInstant(Parcels.placed(order, 20), SHOP);
          row(insert, Parcels.number(order), phone(order), name(order), placed);
          if (order % 60 == 0) {
            row(insert, "R-" + order, RESELLER, "Reseller", placed);
          }
        }
        // Bought by the same person two days earlier.
        int order = parcels.victims().get(3).order();
        row(
            insert,
            Parcels.number(order - 40),
            phone(order),
            name(order),
            LocalDateTime.ofInstant(Parcels.placed(order - 40, 20), SHOP));
        insert.executeBatch();
      }
    }
  }

  private static void row(
      PreparedStatement insert, String number, String phone, String name, LocalDateTime placed)
      throws Exception {
    insert.setString(1, number);
    insert.setString(2, phone);
    insert.setString(3, name);
    insert.setObject(4, placed);
    insert.addBatch();
  }

  private void assertAnswer(JsonNode answer) {
    int lines = parcels.victims().size();
    JsonNode traced = answer.path("cases").path(0);
    JsonNode first = traced.path("suspects").path(0);
    assertThat(first.path("actor").asString()).isEqualTo("C3");
    assertThat(first.path("supported").asBoolean()).isTrue();
    assertThat(first.path("explained").asInt()).isGreaterThanOrEqualTo(Parcels.SOLD);
    assertThat(traced.path("victims").asInt()).isEqualTo(lines);
    assertThat(answer.path("problems"))
        .extracting(each -> each.path("line").asInt() + " " + each.path("sentence").asString())
        .containsExactly(
            lines + 2 + " left out: another line is about the same order",
            lines + 3 + " left out: orders-replica knows no such order",
            lines
                + 4
                + " left out: orders-replica knows more than 10 such orders: say more closely when"
                + " it was bought",
            lines + 5 + " left out: no order number");
    Pseudonyms pseudonyms = new Pseudonyms(key);
    for (int i = 0; i < lines; i++) {
      JsonNode identity = traced.path("identities").path(i);
      assertThat(identity.path("line").asInt()).isEqualTo(i + 2);
      assertThat(identity.path("resolved").asBoolean()).isEqualTo(i > 0);
      assertThat(identity.path("candidates").asInt()).isEqualTo(i == 3 ? 2 : 1);
      assertThat(identity.path("subject").asString())
          .endsWith(
              HexFormat.of()
                  .formatHex(
                      pseudonyms.of("order", Parcels.number(parcels.victims().get(i).order()))));
    }
  }

  private void assertCommand() throws IOException {
    Path list = Files.writeString(elsewhere.resolve("victims.csv"), list());
    String[] words = {
      "trace",
      "--victims",
      list.toString(),
      "--zone",
      "UTC",
      "--user",
      "ada",
      "--password-file",
      dir.resolve("password").toString(),
      "--data",
      data.toString(),
      "--reason",
      REASON,
      "--result",
      dir.resolve("result.jsonl").toString()
    };
    int code =
        Whoread.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(words);
    assertThat(code).as(err::toString).isZero();
    int lines = parcels.victims().size();
    assertThat(out.toString())
        .contains(lines + " victims: an internal source is supported")
        .contains((lines - 1) + " lines without a number were taken for orders");
    assertThat(err.toString())
        .contains("victims.csv:" + (lines + 3) + ": left out: orders-replica knows no such order");
    assertThat(out + err.toString()).doesNotContain(PHONES, NAMES, "Reseller");
  }

  @Test
  void aServiceOfTheShopTellsThem() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    AtomicReference<String> said = new AtomicReference<>();
    HttpServer shop =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    shop.createContext(
        "/orders",
        exchange -> {
          JsonNode question = JSON.readTree(exchange.getRequestBody().readAllBytes());
          asked.add(exchange.getRequestHeaders().getFirst("Authorization"));
          String told = said.get() == null ? orders(question) : said.get();
          byte[] body = told.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(
              told.isEmpty() ? 500 : 200, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    shop.start();
    secret("resolver-token", "t0ken");
    settings(
        """
        name: order-desk
        timeout: 2
        http:
          url: http://127.0.0.1:%d/orders
          token-file: resolver-token
        """
            .formatted(shop.getAddress().getPort()));
    try (CollectorProcess collector = collector()) {
      JsonNode answer = traced(collector);
      assertThat(answer.path("cases").path(0).path("suspects").path(0).path("actor").asString())
          .isEqualTo("C3");
      assertThat(answer.path("cases").path(0).path("victims").asInt())
          .isEqualTo(parcels.victims().size());
      assertThat(asked).containsOnly("Bearer t0ken");
      said.set("{\"orders\": [{\"order\": \"SO-1\", \"placed\": \"" + RESELLER + "\"}]}");
      assertThat(ask(collector).body())
          .contains("order-desk tells as the time of an order what is none");
      said.set("<html>" + RESELLER);
      assertThat(ask(collector).body()).contains("order-desk answered otherwise than");
      said.set("");
      assertThat(ask(collector).body()).contains("order-desk answered with status 500");
      shop.stop(0);
      assertThat(ask(collector).body()).contains("order-desk cannot be reached");
      collector.stop();
    } finally {
      shop.stop(0);
    }
    assertThat(kept()).allSatisfy(each -> assertThat(each.getResolver()).isEqualTo("order-desk"));
    assertNoPersonIsKept();
  }

  /** The orders of a phone or name, placed when the question says. */
  private String orders(JsonNode question) {
    List<Map<String, String>> orders = new ArrayList<>();
    for (int order = 0; order < 1_200; order++) {
      Instant placed = Parcels.placed(order, 20);
      boolean isTheirs =
          question.path("phone").isNull()
              ? question.path("name").asString().equals(name(order))
              : question.path("phone").asString().equals(phone(order));
      if (isTheirs
          && !placed.isBefore(time(question, "from"))
          && !placed.isAfter(time(question, "to"))) {
        orders.add(Map.of("order", Parcels.number(order), "placed", placed.toString()));
      }
    }
    return JSON.writeValueAsString(Map.of("orders", orders));
  }

  private static Instant time(JsonNode question, String name) {
    return OffsetDateTime.parse(question.path(name).asString()).toInstant();
  }

  private void secret(String name, String text) throws IOException {
    Files.setPosixFilePermissions(
        Files.writeString(data.resolve(name), text + "\n"),
        PosixFilePermissions.fromString("rw-------"));
  }

  private void settings(String text) throws IOException {
    Files.writeString(data.resolve("resolver.yaml"), text);
  }

  private CollectorProcess collector() throws Exception {
    CollectorProcess collector = CollectorProcess.start(data, dir.resolve("collector.out"));
    for (Batch batch : parcels.batches()) {
      assertThat(collector.post(batch.toByteArray(), token)).isEqualTo(204);
    }
    return collector;
  }

  /** Once all that was sent is found. */
  private JsonNode traced(CollectorProcess collector) {
    JsonNode[] answer = new JsonNode[1];
    await()
        .untilAsserted(
            () -> {
              HttpResponse<String> told = ask(collector);
              assertThat(told.statusCode()).as(told::body).isEqualTo(200);
              assertThat(told.body()).doesNotContain(PHONES, NAMES, "SO-2026");
              answer[0] = JSON.readTree(told.body());
              assertThat(answer[0].path("cases").path(0).path("untraced")).isEmpty();
            });
    return answer[0];
  }

  private HttpResponse<String> ask(CollectorProcess collector) throws Exception {
    String basic = "ada:" + PASSWORD;
    String body = JSON.writeValueAsString(Map.of("list", list(), "reason", REASON, "zone", "UTC"));
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(collector.uri().resolve("/api/trace"))
              .header("Content-Type", "application/json")
              .header(
                  "Authorization",
                  "Basic "
                      + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)))
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private List<Action> kept() throws IOException {
    List<Action> traced = new ArrayList<>();
    try (Log log = LocalLog.open(data.resolve("log"));
        Log.Cursor cursor = log.read(log.start())) {
      while (cursor.next()) {
        if (cursor.entry().getAction().getKind() == Action.Kind.TRACED) {
          traced.add(cursor.entry().getAction());
        }
      }
    }
    return traced;
  }

  private void assertNoPersonIsKept() throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(PHONES, NAMES, "SO-2026-", "Reseller");
      }
    }
  }
}
