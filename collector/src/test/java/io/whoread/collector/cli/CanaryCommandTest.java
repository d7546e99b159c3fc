package io.whoread.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.whoread.collector.Batches;
import io.whoread.collector.CollectorProcess;
import io.whoread.collector.alert.Sentences;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.api.login.Account;
import io.whoread.collector.api.login.AccountRole;
import io.whoread.collector.api.login.Accounts;
import io.whoread.collector.api.login.Passwords;
import io.whoread.collector.ingest.Services;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Action;
import io.whoread.collector.log.v1.Entry;
import io.whoread.record.PseudonymKey;
import io.whoread.record.Pseudonyms;
import io.whoread.record.v1.Form;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Canaries by command, at rest and beside a running collector, and what becomes of their reads. */
class CanaryCommandTest {
  private static final String NUMBER = "2026118800451177";
  private static final Form LISTED = Form.FORM_LISTED;
  private static final String PASSWORD = "pass-word";

  @TempDir private Path dir;
  private Path data;
  private Path password;
  private PseudonymKey key;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void folder() throws IOException {
    data = Files.createDirectories(dir.resolve("data"));
    password = Files.writeString(dir.resolve("password"), PASSWORD + "\n");
    key = PseudonymKey.generate(1);
    Files.writeString(data.resolve("key"), key.toLine() + "\n");
  }

  private int run(String input, String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> words = new ArrayList<>(List.of("canary"));
    words.addAll(Arrays.asList(args));
    words.addAll(List.of("--data", data.toString()));
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return Whoread.commandLine()
          .setOut(new PrintWriter(out, true))
          .setErr(new PrintWriter(err, true))
          .execute(words.toArray(String[]::new));
    } finally {
      System.setIn(before);
    }
  }

  /** Adds one; the answer is its id. */
  private String add(String number, String... args) {
    List<String> words = new ArrayList<>(List.of("add"));
    words.addAll(Arrays.asList(args));
    assertThat(run(number + "\n", words.toArray(String[]::new))).as(err.toString()).isZero();
    assertThat(out.toString()).matches("[0-9a-f]{16} is a canary\n");
    return out.toString().substring(0, 16);
  }

  private List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Log log = LocalLog.open(data.resolve("log"));
        Log.Cursor cursor = log.read(log.start())) {
      while (cursor.next()) {
        entries.add(cursor.entry());
      }
    }
    return entries;
  }

  private void assertNowhere(String number) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(number);
      }
    }
  }

  @Test
  void theLogHoldsPseudonymsAndNoNumber() throws IOException {
    String id = add(NUMBER, "--label", "returns bait", "--seller", "shop-7");
    assertThat(run("", "list")).isZero();
    assertThat(out.toString())
        .startsWith(id + "  order  \"returns bait\"  seller shop-7  20")
        .doesNotContain("newest key");
    // As it is spelt otherwise, it is the same one.
    assertThat(run(" ２０２６118800451177 \n", "add", "--label", "another")).isEqualTo(1);
    assertThat(err.toString())
        .contains("This is a canary already: " + id + " \"returns bait\".")
        .doesNotContain(NUMBER);
    assertThat(run("", "remove", id)).isZero();
    assertThat(out.toString()).isEqualTo(id + " is no canary any more\n");
    assertThat(run("", "remove", id)).isEqualTo(1);
    assertThat(err.toString()).contains("There is no canary of this id");
    assertThat(run("", "list")).isZero();
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).isEqualTo("there are no canaries\n");
    List<Entry> entries = entries();
    assertThat(entries.stream().filter(Entry::hasCanaryChange)).hasSize(2);
    var canary = entries.get(0).getCanaryChange().getAdded(0);
    assertThat(canary.getNames(0).getPseudonym())
        .isEqualTo(ByteString.copyFrom(new Pseudonyms(key).of("order", NUMBER)));
    assertThat(entries.getLast().getAction().getKind()).isEqualTo(Action.Kind.LISTED_CANARIES);
    assertNowhere(NUMBER);
  }

  @Test
  void whatCannotBeACanaryIsRefusedAndNothingIsWritten() throws IOException {
    refused("\n", "expected the number on standard input", "add", "--label", "bait");
    refused(NUMBER + "\n", "`label` is kept for good", "add", "--label", "bait " + NUMBER);
    refused(NUMBER + "\n", "`label` is kept for good", "add", "--label", "13812345678");
    refused(NUMBER + "\n", "`label` must be 1 to 64", "add", "--label", "x".repeat(65));
    refused(
        NUMBER + "\n",
        "`channel` is kept for good",
        "add",
        "--label",
        "bait",
        "--team",
        "call 13812345678");
    refused(
        NUMBER + "\n", "`kind` must be a kind of subject", "add", "--label", "b", "--kind", "订");
    assertThat(run(NUMBER, "add", "--label", "b", "--seller", "s", "--team", "t")).isEqualTo(2);
    assertThat(run(NUMBER, "add")).isEqualTo(2);
    Files.delete(data.resolve("key"));
    refused(NUMBER + "\n", "key: no such file; `whoread service add`", "add", "--label", "bait");
    assertThat(entries().stream().filter(Entry::hasCanaryChange)).isEmpty();
  }

  private void refused(String input, String why, String... args) {
    assertThat(run(input, args)).isEqualTo(1);
    assertThat(err.toString()).contains(why).doesNotContain(NUMBER);
  }

  /** After a change of key, what is not added again is told, and adding it again mends it. */
  @Test
  void aNewerKeyTakesTheNumberOnceMore() throws IOException {
    String id = add(NUMBER, "--label", "bait", "--kind", "waybill");
    PseudonymKey next = PseudonymKey.generate(2);
    Files.writeString(data.resolve("key"), key.toLine() + "\n" + next.toLine() + "\n");
    assertThat(run("", "list")).isZero();
    assertThat(out.toString()).endsWith("  not under the newest key: add it again\n");
    assertThat(run(NUMBER + "\n", "add", "--label", "bait", "--kind", "waybill")).isZero();
    assertThat(out.toString()).isEqualTo(id + " is a canary under the newer key as well\n");
    assertThat(run("", "list")).isZero();
    assertThat(out.toString()).hasLineCount(1).doesNotContain("newest key");
  }

  @Test
  void aNumberAmongTheWordsIsNotRepeated() throws IOException {
    for (String[] words :
        List.of(
            new String[] {"add", NUMBER, "--label", "trap"},
            new String[] {"add", "--label", "trap", NUMBER})) {
      assertThat(run("", words)).isEqualTo(2);
      assertThat(err.toString())
          .startsWith("whoread: the number is no word of the command")
          .contains("it is asked for, or read from standard input; see `whoread canary add --help`")
          .doesNotContain(NUMBER);
    }
    assertThat(run("", "add", NUMBER)).isEqualTo(2);
    assertThat(err.toString()).contains("--label=TEXT").doesNotContain(NUMBER);
  }

  private byte[] read(String role, String actor, long sequence, String number, Form form) {
    var batch = Batches.one(1, sequence, Instant.now(), (int) sequence);
    batch.getCallersBuilder(0).getActorBuilder().setId(actor).setRole(role);
    batch.getOperationsBuilder(0).setForm(form);
    batch
        .getAccessesBuilder(0)
        .getSubjectsBuilder(0)
        .setId(ByteString.copyFrom(new Pseudonyms(key).of("order", number)));
    return batch.build().toByteArray();
  }

  /** Added, read, killed, read on, taken back: each read that counts is told once. */
  @Test
  void aReadIsToldOnceWhateverIsKilled() throws Exception {
    PasswordEncoder encoder = Passwords.encoder();
    Accounts accounts = new Accounts(data, encoder);
    String hash = encoder.encode(PASSWORD);
    accounts.put(new Account("guard", hash, Set.of(AccountRole.SECURITY), null));
    accounts.put(new Account("chen", hash, Set.of(AccountRole.RESPONDER), null));
    String token = Services.open(data).add("shop");
    String[] guard = {"--user", "guard", "--password-file", password.toString()};
    String[] chen = {"--user", "chen", "--password-file", password.toString()};
    List<String> listed = List.of(NUMBER + "7", NUMBER + "8", NUMBER + "9");
    String id;
    try (CollectorProcess collector = CollectorProcess.start(data, dir.resolve("first.out"))) {
      // Read before it is one.
      assertThat(collector.post(read("staff", "E1", 1, NUMBER, Form.FORM_OPENED), token))
          .isEqualTo(204);
      assertThat(run(NUMBER + "\n", "add", "--label", "bait")).isEqualTo(1);
      assertThat(err.toString()).contains("a collector runs on", "--user NAME --password-file");
      assertThat(run(NUMBER + "\n", with(chen, "add", "--label", "bait"))).isEqualTo(1);
      assertThat(err.toString()).contains("answered 403");
      assertThat(run("", with(chen, "list"))).isEqualTo(1);
      id = add(NUMBER, with(guard, "--label", "bait", "--courier", "C7"));
      for (String each : listed) {
        add(each, with(guard, "--label", "in a list"));
      }
      assertThat(run(NUMBER + "\n", with(guard, "add", "--label", "bait"))).isEqualTo(1);
      assertThat(err.toString()).contains("answered 409: This is a canary already: " + id);
      assertThat(run("", with(guard, "remove", "0000000000000000"))).isEqualTo(1);
      assertThat(err.toString()).contains("answered 404: There is no canary of this id");
      assertThat(run("", with(guard, "list"))).isZero();
      assertThat(out.toString()).contains(id + "  order  \"bait\"  courier C7").hasLineCount(4);
      // A machine that reads everything; somebody, twice.
      assertThat(collector.post(read("system", "job", 2, NUMBER, Form.FORM_JOB), token))
          .isEqualTo(204);
      assertThat(collector.post(read("staff", "E2", 3, NUMBER, Form.FORM_OPENED), token))
          .isEqualTo(204);
      assertThat(collector.post(read("staff", "E2", 4, NUMBER, Form.FORM_OPENED), token))
          .isEqualTo(204);
      // A search shows one of them; another shows two, and one of these is opened.
      assertThat(collector.post(read("staff", "E6", 5, NUMBER, LISTED), token)).isEqualTo(204);
      for (int i = 0; i < 2; i++) {
        assertThat(collector.post(read("seller", "S3", 6 + i, listed.get(i), LISTED), token))
            .isEqualTo(204);
      }
      assertThat(collector.post(read("seller", "S3", 8, listed.get(0), Form.FORM_OPENED), token))
          .isEqualTo(204);
      await()
          .untilAsserted(
              () ->
                  assertThat(collector.get("/actuator/health/readiness").statusCode())
                      .isEqualTo(200));
      collector.kill();
    }
    try (CollectorProcess collector = CollectorProcess.start(data, dir.resolve("second.out"))) {
      assertThat(run("", with(guard, "remove", id))).as(err.toString()).isZero();
      assertThat(collector.post(read("staff", "E4", 9, NUMBER, Form.FORM_OPENED), token))
          .isEqualTo(204);
      assertThat(collector.post(read("courier", "C5", 10, listed.get(0), LISTED), token))
          .isEqualTo(204);
      for (int i = 0; i < 3; i++) {
        assertThat(collector.post(read("courier", "C5", 11 + i, listed.get(i), LISTED), token))
            .isEqualTo(204);
      }
      await().until(() -> collector.get("/actuator/health/readiness").statusCode() == 200);
      assertThat(collector.stop()).isEqualTo(143);
    }
    // What was due as it stopped is told after the start.
    try (CollectorProcess collector = CollectorProcess.start(data, dir.resolve("third.out"))) {
      await().until(() -> collector.get("/actuator/health/readiness").statusCode() == 200);
      assertThat(collector.stop()).isEqualTo(143);
    }
    List<Alert> all = entries().stream().filter(Entry::hasAlert).map(Entry::getAlert).toList();
    assertThat(all).doesNotHaveDuplicates();
    List<Alert> alerts = all.stream().filter(alert -> alert.getRevision() == 1).toList();
    assertThat(alerts).extracting(Alert::getActor).containsExactly("E2", "S3", "C5");
    assertThat(alerts)
        .extracting(Alert::getSeverity)
        .containsExactly(Severity.URGENT, Severity.URGENT, Severity.REVIEW);
    ZoneId zone = ZoneId.of("Asia/Shanghai");
    assertThat(new Sentences(Locale.ENGLISH, zone).sentence(alerts.get(0)))
        .startsWith(
            "Data of 1 order, a canary that nobody has a reason to read (1 opened; 1 with data in"
                + " plain) was returned to staff member E2")
        .doesNotContain("threshold");
    assertThat(new Sentences(Locale.SIMPLIFIED_CHINESE, zone).sentence(alerts.get(0)))
        .contains("1 个订单（蜜单，无人有理由查阅）的信息");
    assertThat(entries().stream().filter(entry -> entry.getAction().getUser().equals("guard")))
        .extracting(entry -> entry.getAction().getKind())
        .contains(Action.Kind.LISTED_CANARIES);
    assertNowhere(NUMBER);
  }

  private static String[] with(String[] more, String... words) {
    return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
  }
}
