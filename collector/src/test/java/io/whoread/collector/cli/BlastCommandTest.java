package io.whoread.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.RunningCollector;
import io.whoread.collector.api.login.Account;
import io.whoread.collector.api.login.AccountRole;
import io.whoread.collector.api.login.Accounts;
import io.whoread.collector.api.login.Passwords;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Action;
import io.whoread.record.PseudonymKey;
import io.whoread.record.Pseudonyms;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Actor;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Channel;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Form;
import io.whoread.record.v1.Link;
import io.whoread.record.v1.Operation;
import io.whoread.record.v1.Subject;
import io.whoread.record.v1.Unattributed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose data somebody was given, from a running collector back into the shop's own file. */
class BlastCommandTest {
  private static final String PASSWORD = "pass-word";
  private static final int COURIER = 1;
  private static final int STAFF = 2;
  private static final int COURIER_ELSEWHERE = 3;
  private static final int OPENED = 1;
  private static final int REVEALED = 2;

  @TempDir private Path dir;
  private Path data;
  private PseudonymKey key;
  private Pseudonyms pseudonyms;
  private Batch.Builder batch;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void folder() throws IOException {
    data = Files.createDirectories(dir.resolve("data"));
    Files.writeString(dir.resolve("password"), PASSWORD + "\n");
    key = PseudonymKey.generate(1);
    pseudonyms = new Pseudonyms(key);
    Files.writeString(data.resolve("key"), key.toLine() + "\n");
    new Accounts(data, Passwords.encoder())
        .put(
            new Account(
                "chen", Passwords.encoder().encode(PASSWORD), Set.of(AccountRole.RESPONDER), null));
    batch =
        Batch.newBuilder()
            .setRun(ByteString.copyFrom(new byte[16]))
            .setSequence(1)
            .setStart(Timestamps.fromMillis(Instant.now().minus(Duration.ofDays(3)).toEpochMilli()))
            .setKeyEpoch(1)
            .setInstance("host:1")
            .setSender("whoread-agent/0.1.0")
            .addWords("customer")
            .addWords("com.example.Note")
            .addOperations(
                Operation.newBuilder().setName("GET /orders/{id}").setForm(Form.FORM_OPENED))
            .addCallers(caller("D1", "courier", "10.0.0.9", "s1"))
            .addCallers(caller("E2", "staff", "10.0.0.9", "s2"))
            .addCallers(caller("D1", "courier", "10.0.0.7", "s3"))
            .addExposures(exposure(List.of("name", "card-tail"), List.of("phone")))
            .addExposures(exposure(List.of("phone"), List.of()));
  }

  private Caller caller(String id, String role, String address, String session) {
    return Caller.newBuilder()
        .setActor(Actor.newBuilder().setId(id).setRole(role).setSource("header"))
        .setAddress(address)
        .setSession(ByteString.copyFrom(pseudonyms.of("session", session)))
        .build();
  }

  private static Exposure exposure(List<String> plain, List<String> masked) {
    return Exposure.newBuilder()
        .setSubjectKind("order")
        .addAllTouched(plain)
        .addAllTouched(masked)
        .addTouched("address")
        .addDisclosures(
            Disclosure.newBuilder()
                .setChannel(Channel.CHANNEL_RESPONSE)
                .addAllPlain(plain)
                .addAllMasked(masked))
        .build();
  }

  /** Orders 3 and 4 are of one customer, and so are 5 and 6 ... */
  private void read(int caller, int exposure, int order, Duration after) {
    batch.addAccesses(
        Access.newBuilder()
            .setOffsetMs(after.toMillis())
            .setOperation(1)
            .setCaller(caller)
            .addSubjects(
                Subject.newBuilder()
                    .setId(ByteString.copyFrom(pseudonyms.of("order", "SO-" + order)))
                    .setExposure(exposure)
                    .addLinks(
                        Link.newBuilder()
                            .setKind(1)
                            .setId(
                                ByteString.copyFrom(
                                    pseudonyms.of("customer", "C-" + (order + 1) / 2))))));
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Whoread.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  private int list(RunningCollector collector, String name, String... args) {
    List<String> words = new ArrayList<>(List.of("blast", "list"));
    words.addAll(Arrays.asList(args));
    words.addAll(List.of("--list", dir.resolve(name).toString()));
    words.addAll(List.of("--user", "chen", "--password-file", dir.resolve("password").toString()));
    words.addAll(List.of("--collector", collector.uri("/").toString()));
    return run(words.toArray(String[]::new));
  }

  private int match(String list, String ids, String result, String... args) {
    List<String> words = new ArrayList<>(List.of("blast", "match"));
    words.addAll(List.of("--list", dir.resolve(list).toString()));
    words.addAll(List.of("--ids", dir.resolve(ids).toString()));
    words.addAll(List.of("--result", dir.resolve(result).toString()));
    words.addAll(List.of("--key-file", data.resolve("key").toString()));
    words.addAll(Arrays.asList(args));
    return run(words.toArray(String[]::new));
  }

  @Test
  void whoIsToBeWarnedComesBackAsLinesOfTheShopsOwnFile() throws Exception {
    for (int order = 3; order <= 12; order++) {
      read(COURIER, OPENED, order, Duration.ofHours(order));
    }
    read(COURIER_ELSEWHERE, REVEALED, 3, Duration.ofHours(40));
    read(STAFF, OPENED, 20, Duration.ofHours(41));
    batch
        .getAccessesBuilder(batch.getAccessesCount() - 1)
        .addUnattributed(Unattributed.newBuilder().setSource(2).setCount(1).setExposure(REVEALED));
    try (RunningCollector collector = RunningCollector.start(data)) {
      assertThat(collector.post(batch.build()).statusCode()).isEqualTo(204);
      await()
          .untilAsserted(
              () -> {
                Files.deleteIfExists(dir.resolve("all.csv"));
                assertThat(
                        list(collector, "all.csv", "--address", "10.0.0.9", "--reason", "case 7"))
                    .as(err.toString())
                    .isZero();
                assertThat(out.toString()).contains(": subjects read 11, accesses 11");
              });
      assertThat(out.toString())
          .contains("name         11 in plain, 0 masked, 0 read by code only, 0 not told how")
          .contains("phone        0 in plain, 11 masked")
          .contains("address      0 in plain, 0 masked, 11 read by code only")
          .contains("in no list: accesses 1");
      assertThat(list(collector, "d1.csv", "--actor", "courier/D1", "--reason", "case 7"))
          .as(err.toString())
          .isZero();
      assertThat(out.toString())
          .contains(": subjects read 10, accesses 11", "phone        1 in plain, 9 masked");
      String session = HexFormat.of().formatHex(pseudonyms.of("session", "s3"));
      assertThat(list(collector, "s3.csv", "--session", session, "--reason", "case 7")).isZero();
      assertThat(out.toString()).contains(": subjects read 1, accesses 1");
      String day = Instant.now().minus(Duration.ofDays(20)).toString().substring(0, 10);
      assertThat(
              list(
                  collector,
                  "none.csv",
                  "--address",
                  "10.0.0.9",
                  "--reason",
                  "case 7",
                  "--from",
                  day,
                  "--to",
                  day))
          .isZero();
      assertThat(out.toString()).contains(": subjects read 0, accesses 0");
      assertThat(dir.resolve("none.csv")).doesNotExist();

      assertThat(list(collector, "x.csv", "--actor", "staff/D1", "--reason", "case 7"))
          .isEqualTo(1);
      assertThat(err.toString()).contains("404", "knows no such person");
      assertThat(list(collector, "x.csv", "--actor", "courier/D1", "--reason", "13800138000"))
          .isEqualTo(1);
      assertThat(err.toString()).contains("400", "leave order numbers, phone numbers");
      assertThat(list(collector, "x.csv", "--address", "13800138000", "--reason", "case 7"))
          .isEqualTo(1);
      assertThat(err.toString()).contains("`address` must be an IPv4 or IPv6 address");
      assertThat(list(collector, "x.csv", "--address", "SO-3", "--reason", "case 7")).isEqualTo(1);
      assertThat(err.toString()).contains("`address` must be an IPv4 or IPv6 address");
      assertThat(list(collector, "d1.csv", "--actor", "courier/D1", "--reason", "again"))
          .isEqualTo(1);
      assertThat(err.toString()).contains("d1.csv is there already");
      assertThat(dir.resolve("x.csv")).doesNotExist();
    }
    assertThat(listed())
        .contains("courier/D1  case 7", "/ 10.0.0.9 case 7")
        .noneMatch(each -> each.matches(".*(staff/D1|SO-3|13800138000).*"));

    Files.writeString(
        dir.resolve("orders.csv"),
        "order,reach\nSO-2,mail 2\nSO-3,mail 3\n so-12 ,\"mail, twelve\"\nSO-20,mail 20\n,\n");
    assertThat(match("d1.csv", "orders.csv", "warn.csv")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("in the list: 2 of 5; of kind order the list has 10");
    assertThat(dir.resolve("warn.csv"))
        .content()
        .startsWith("order,reach,plain,masked,touched,untold,accesses,first,last\n")
        .contains("\nSO-3,mail 3,card-tail name phone,,address,,2,")
        .contains("\nso-12,\"mail, twelve\",card-tail name,phone,address,,1,")
        .hasLineCount(3);
    Files.writeString(dir.resolve("customers.csv"), "id\nC-1\nC-2\nC-10\n");
    assertThat(
            match(
                "d1.csv",
                "customers.csv",
                "customers-warn.csv",
                "--kind",
                "customer",
                "--column",
                "id"))
        .as(err.toString())
        .isZero();
    assertThat(dir.resolve("customers-warn.csv"))
        .as("of both of the customer's orders")
        .content()
        .contains("\nC-2,card-tail name phone,,address,,3,")
        .hasLineCount(2);

    assertThat(match("d1.csv", "orders.csv", "y.csv", "--column", "number")).isEqualTo(1);
    assertThat(err.toString()).contains("orders.csv:1: no column named number");
    assertThat(match("orders.csv", "orders.csv", "y.csv")).isEqualTo(1);
    assertThat(err.toString()).contains("is no list that `blast list` wrote");
    assertThat(match("d1.csv", "orders.csv", "warn.csv")).isEqualTo(1);
    assertThat(err.toString()).contains("warn.csv is there already");
    assertThat(dir.resolve("y.csv")).doesNotExist();
  }

  private List<String> listed() throws IOException {
    List<String> listed = new ArrayList<>();
    try (Log log = LocalLog.open(data.resolve("log"));
        Log.Cursor cursor = log.read(log.start())) {
      while (cursor.next()) {
        Action action = cursor.entry().getAction();
        if (action.getKind() == Action.Kind.LISTED_SUBJECTS) {
          assertThat(action.getUser()).isEqualTo("chen");
          listed.add(
              action.getRole()
                  + "/"
                  + action.getActor()
                  + " "
                  + action.getSource()
                  + " "
                  + action.getReason());
        }
      }
    }
    return listed;
  }
}
