package io.whoread.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.collector.CollectorProcess;
import io.whoread.collector.RunningCollector;
import io.whoread.collector.ingest.Services;
import io.whoread.record.PseudonymKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class CollectorCommandTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path temp;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void withoutTlsItStaysOnThisMachine() {
    Path data = temp.resolve("data");
    assertThat(run("collector", "--data", data, "--address", "0.0.0.0")).isEqualTo(1);
    assertThat(err.toString()).contains("give --tls-cert and --tls-key, or --insecure");
    assertThat(data).doesNotExist();
    assertThat(run("collector", "--data", data, "--tls-cert", "x.pem")).isEqualTo(1);
    assertThat(err.toString()).contains("--tls-cert and --tls-key go together");
    assertThat(run("collector", "--data", data, "--tls-cert", "x.pem", "--tls-key", "y.pem"))
        .isEqualTo(1);
    assertThat(err.toString()).contains("x.pem: no such file");
  }

  @Test
  void dataOrPortInUseIsToldInOneLine() throws Exception {
    Path data = temp.resolve("data");
    try (RunningCollector running = RunningCollector.start(data)) {
      assertThat(run("collector", "--data", data, "--port", "0")).isEqualTo(1);
      assertThat(err.toString())
          .isEqualToNormalizingNewlines(
              "whoread: "
                  + data.resolve("log")
                  + " is in use: another collector runs on this data\n");
      err.getBuffer().setLength(0);
      int port = running.uri("/").getPort();
      assertThat(run("collector", "--data", data, "--port", port)).isEqualTo(1);
      assertThat(err.toString()).contains("another collector runs on this data").hasLineCount(1);
      err.getBuffer().setLength(0);
      assertThat(run("collector", "--data", temp.resolve("other"), "--port", port)).isEqualTo(1);
      assertThat(err.toString())
          .isEqualToNormalizingNewlines(
              "whoread: port " + port + " is in use: choose another with --port\n");
      // It was told before anything was made or started.
      assertThat(temp.resolve("other")).doesNotExist();
    }
    err.getBuffer().setLength(0);
    assertThat(run("collector", "--data", temp.resolve("other"), "--port", 70_000)).isEqualTo(1);
    assertThat(err.toString()).contains("--port 70000: a port is a number from 0 to 65535");
  }

  @Test
  void aBadRulesFileIsToldInOneLineWithWhatWouldBeRight() throws Exception {
    Path data = Files.createDirectories(temp.resolve("data"));
    Files.writeString(data.resolve("rules.yaml"), "zone: Asia/Shanghai\nrolls: {}\n");
    assertThat(run("collector", "--data", data, "--port", "0")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("whoread: " + data.resolve("rules.yaml") + ":2: ")
        .contains("rolls", "roles")
        .hasLineCount(1);
  }

  @Test
  void aSettingThatCannotBeReadIsNamed() {
    String setting = "server.tomcat.threads.max";
    System.setProperty(setting, "many");
    try {
      assertThat(run("collector", "--data", temp.resolve("data"), "--port", "0")).isEqualTo(1);
      assertThat(err.toString())
          .startsWith("whoread: setting " + setting + ": \"many\" cannot be read as int")
          .hasLineCount(1);
    } finally {
      System.clearProperty(setting);
    }
  }

  /** Anything that is in the way of a start ends in one line; the rest of it is in the log. */
  @Test
  void whatNobodyThoughtOfIsOneLineToo() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "");
    assertThat(run("collector", "--data", file, "--port", "0")).isEqualTo(1);
    assertThat(err.toString()).startsWith("whoread: " + file).hasLineCount(1);
    err.getBuffer().setLength(0);
    Path noKey = Files.writeString(temp.resolve("x.pem"), "no certificate");
    assertThat(
            run(
                "collector",
                "--data",
                temp.resolve("data"),
                "--port",
                "0",
                "--tls-cert",
                noKey,
                "--tls-key",
                noKey))
        .isEqualTo(1);
    assertThat(err.toString())
        .startsWith("whoread: ")
        .contains("x.pem: expected a certificate chain in PEM")
        .hasLineCount(1);
  }

  @Test
  void whatIsAskedWronglyIsToldInOneLine() {
    assertThat(run("chekc", "shop")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("whoread: there is no command \"chekc\"; there are: collector, service")
        .hasLineCount(1);
    err.getBuffer().setLength(0);
    assertThat(run("service", "ad", "shop")).isEqualTo(2);
    assertThat(err.toString()).contains("no command \"ad\"; there are: ").hasLineCount(1);
    err.getBuffer().setLength(0);
    assertThat(run("collector", "--prot", "80")).isEqualTo(2);
    assertThat(err.toString())
        .contains("'--prot'", "see `whoread collector --help`")
        .hasLineCount(1);
    err.getBuffer().setLength(0);
    assertThat(run("collector", "--port", "http")).isEqualTo(2);
    assertThat(err.toString()).contains("--port", "http").hasLineCount(1);
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Exit codes", "asked wrongly");
  }

  @Test
  void theLogIsJsonForMachinesAndShortLinesForPeople() throws Exception {
    Path data = temp.resolve("data");
    try (CollectorProcess collector = CollectorProcess.start(data, temp.resolve("out"))) {
      assertThat(collector.output().lines().filter(line -> line.contains("listening on")))
          .singleElement()
          .satisfies(line -> assertThat(JSON.readTree(line).has("@timestamp")).isTrue());
      assertThat(data.resolve("logs")).doesNotExist();
      assertThat(collector.stop()).isEqualTo(143);
    }
    try (CollectorProcess collector =
        CollectorProcess.start(data, temp.resolve("out"), List.of(), List.of("--log", "plain"))) {
      assertThat(collector.output().lines())
          .anyMatch(
              line -> line.matches("\\d\\d:\\d\\d:\\d\\d INFO  listening on " + collector.uri()))
          .noneMatch(line -> line.startsWith("{"));
      await()
          .untilAsserted(
              () ->
                  assertThat(Files.readAllLines(data.resolve("logs/collector.log")))
                      .anyMatch(line -> line.contains("listening on "))
                      .allSatisfy(
                          line -> assertThat(JSON.readTree(line).has("@timestamp")).isTrue()));
    }
  }

  /** What is printed where no terminal is goes into a log, which others keep and read. */
  @Test
  void theFirstPasswordIsInNoLog() throws Exception {
    Path data = temp.resolve("data");
    Path kept = data.resolve("first-password");
    try (CollectorProcess collector = CollectorProcess.start(data, temp.resolve("out"))) {
      await()
          .untilAsserted(
              () ->
                  assertThat(collector.output())
                      .contains("as admin with the password in " + kept + ", "));
      assertThat(Files.getPosixFilePermissions(kept))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      String password = Files.readString(kept).strip();
      assertThat(collector.output()).doesNotContain(password);
      assertThat(statusOf(collector, password)).isEqualTo(200);
      assertThat(run("user", "password", "admin", "--data", data)).isZero();
      assertThat(kept).doesNotExist();
      await().untilAsserted(() -> assertThat(statusOf(collector, password)).isEqualTo(401));
    }
  }

  private static int statusOf(CollectorProcess collector, String password) throws Exception {
    String basic =
        Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(collector.uri().resolve("/api/me"))
            .header("Authorization", "Basic " + basic)
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void otherCommandsFindTheCollectorByThemselves() throws Exception {
    Path data = temp.resolve("data");
    Path folder = Files.createDirectories(temp.resolve("elsewhere/shop"));
    Files.writeString(folder.resolve("token"), Services.open(data).add("shop"));
    try (CollectorProcess collector = CollectorProcess.start(data, temp.resolve("out"))) {
      // By the data folder, on whichever port it listens.
      assertThat(run("check", "shop", "--data", data, "--folder", folder)).isEqualTo(1);
      assertThat(out.toString()).startsWith("shop: ");
      String before = System.setProperty("whoread.home", home().toString());
      try {
        assertThat(run("service", "add", "billing", "--data", data, "--out", temp)).isZero();
      } finally {
        System.setProperty("whoread.home", before);
      }
      assertThat(temp.resolve("billing/whoread.yaml"))
          .content()
          .contains("collector: " + collector.uri() + "\n");
      assertThat(out.toString())
          .contains("to " + collector.uri() + ", where the collector on " + data + " listens;");
      // By the settings of the service.
      Files.createDirectory(temp.resolve("none"));
      for (String address : List.of("%s", "[%s, http://127.0.0.1:1]", "[http://127.0.0.1:1, %s]")) {
        out.getBuffer().setLength(0);
        Files.writeString(
            folder.resolve("whoread.yaml"),
            "collector: " + address.formatted(collector.uri()) + "\n");
        assertThat(run("check", "shop", "--data", temp.resolve("none"), "--folder", folder))
            .isEqualTo(1);
        assertThat(out.toString()).startsWith("shop: ");
      }
      assertThat(err.toString()).isEmpty();
      // Without a token there is no answer, and it is said which is needed.
      assertThat(run("check", "shop", "--data", data, "--folder", temp)).isEqualTo(1);
      assertThat(err.toString())
          .contains("a collector is running on " + data, "--token-file")
          .hasLineCount(1);
      collector.stop();
    }
    assertThat(data.resolve("listening")).doesNotExist();
    err.getBuffer().setLength(0);
    assertThat(run("check", "shop", "--data", temp.resolve("none"), "--folder", folder))
        .isEqualTo(1);
    assertThat(err.toString()).contains("nobody listens at ", "--collector").hasLineCount(1);
  }

  /** As whoever reads the message does: the command is typed as it stands there. */
  @Test
  void theFirstPasswordIsReplacedAsTheMessageSays() throws Exception {
    Path data = temp.resolve("data of mine");
    try (CollectorProcess collector = CollectorProcess.start(data, temp.resolve("out"))) {
      Matcher told =
          Pattern.compile("`\\./whoread (user password admin --data) '(.+)'` sets another")
              .matcher(collector.output());
      assertThat(told.find()).as(collector.output()).isTrue();
      List<Object> words = new ArrayList<>(List.of(told.group(1).split(" ")));
      words.add(told.group(2));
      assertThat(run(words.toArray())).as(err::toString).isZero();
      assertThat(out.toString()).contains("the password of admin is ");
    }
  }

  /** Where the agent lies that services are given. */
  private Path home() throws IOException {
    Path agent = temp.resolve("home/agent/target/whoread-agent.jar");
    Files.createDirectories(agent.getParent());
    Files.writeString(agent, "the agent");
    return temp.resolve("home");
  }

  @Test
  void servesHttpsWithACertificateFromFiles() throws Exception {
    Path data = temp.resolve("data");
    Path token = temp.resolve("token");
    Files.writeString(token, Services.open(data).add("shop"));
    writePems();
    try (CollectorProcess collector =
        CollectorProcess.start(
            data,
            temp.resolve("collector.out"),
            List.of(),
            List.of(
                "--tls-cert",
                temp.resolve("cert.pem").toString(),
                "--tls-key",
                temp.resolve("key.pem").toString()))) {
      URI uri = collector.uri();
      assertThat(uri.getScheme()).isEqualTo("https");
      Object[] check = {
        "check",
        "shop",
        "--collector",
        uri,
        "--token-file",
        token,
        "--ca-file",
        temp.resolve("cert.pem")
      };
      // The service is known a second after the start; that it is said is enough here.
      assertThat(run(check)).isEqualTo(1);
      assertThat(out.toString()).startsWith("shop: ");
      assertThat(err.toString()).isEmpty();
      List<Object> load = new ArrayList<>(List.of("import", "--service", "shop"));
      load.addAll(List.of("--collector", uri, "--token-file", token, "--key-file", key()));
      load.addAll(List.of("--records", records()));
      assertThat(run(load.toArray())).isEqualTo(1);
      assertThat(err.toString())
          .contains("no authority known to this JVM vouches for", "--ca-file")
          .doesNotContain("whoread.yaml")
          .hasLineCount(1);
      load.addAll(List.of("--ca-file", temp.resolve("cert.pem")));
      err.getBuffer().setLength(0);
      assertThat(run(load.toArray())).as(err.toString()).isZero();
      assertThat(out.toString()).contains("1 record in 1 batch is in the trail");
      load.set(load.size() - 1, token);
      assertThat(run(load.toArray())).isEqualTo(1);
      assertThat(err.toString()).contains("token: expected certificates in PEM").hasLineCount(1);
    }
  }

  private Path key() throws IOException {
    return Files.writeString(temp.resolve("key"), PseudonymKey.generate(1).toLine() + "\n");
  }

  private Path records() throws IOException {
    return Files.writeString(
        temp.resolve("records.csv"), "time,actor,subject\n2026-03-02T18:00:00Z,E7,SO-1\n");
  }

  /** A certificate for 127.0.0.1 and its key, made by the JDK's own tool. */
  private void writePems() throws Exception {
    Path store = temp.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "collector",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("keytool.out").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
    write("cert.pem", "CERTIFICATE", keys.getCertificate("collector").getEncoded());
    write("key.pem", "PRIVATE KEY", keys.getKey("collector", PASSWORD).getEncoded());
  }

  private void write(String file, String type, byte[] content) throws Exception {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        temp.resolve(file),
        "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
  }

  private int run(Object... args) {
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    return Whoread.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }
}
