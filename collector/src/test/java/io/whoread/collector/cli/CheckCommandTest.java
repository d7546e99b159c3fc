package io.whoread.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.whoread.collector.Batches;
import io.whoread.collector.RunningCollector;
import io.whoread.collector.ingest.Services;
import io.whoread.collector.log.LocalLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said to whoever asks with the wrong words, files or addresses. */
class CheckCommandTest {
  private static final String NOBODY = "http://127.0.0.1:1";
  private static final String SECRET = "Tk7-".repeat(10);

  @TempDir private Path temp;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Object... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Whoread.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(List.of(words).stream().map(Object::toString).toArray(String[]::new));
  }

  private Path token(String text) throws Exception {
    return Files.writeString(temp.resolve("token"), text);
  }

  @Property(tries = 60)
  void whateverStandsInTheTokenFileNothingOfItIsTold(@ForAll String before, @ForAll String after)
      throws Exception {
    Path token = Files.createTempFile("token", "");
    try {
      Files.write(token, (before + SECRET + after).getBytes(StandardCharsets.UTF_8));
      assertThat(run("check", "shop", "--collector", NOBODY, "--token-file", token)).isEqualTo(1);
      assertThat(out + err.toString()).doesNotContain(SECRET).doesNotContain("\tat ");
      assertThat(err.toString()).startsWith("whoread: ").hasLineCount(1);
    } finally {
      Files.delete(token);
    }
  }

  @Test
  void aTokenFileHoldsOneLine() throws Exception {
    Path token = token(SECRET + "\nsecond\n");
    assertThat(run("check", "shop", "--collector", NOBODY, "--token-file", token)).isEqualTo(1);
    assertThat(err.toString()).contains(token + ": expected one line with the service's token");
    token("\n");
    assertThat(run("check", "shop", "--collector", NOBODY, "--token-file", token)).isEqualTo(1);
    assertThat(err.toString()).contains(token + " is empty: expected one line with the service's");
  }

  @Test
  void aTokenInPlaceOfItsFileIsNotTold() throws Exception {
    Files.writeString(temp.resolve("whoread.yaml"), "token-file: " + SECRET + "\n");
    assertThat(run("check", "shop", "--collector", NOBODY, "--folder", temp)).isEqualTo(1);
    assertThat(err.toString())
        .contains("token-file of " + temp.resolve("whoread.yaml") + ": no such file")
        .doesNotContain(SECRET);
  }

  @Test
  void whoeverIsNoCollectorIsToldNeitherTokenNorPassword() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          told.add(String.valueOf(exchange.getRequestHeaders().get("Authorization")));
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    other.start();
    try {
      String address = "http://127.0.0.1:" + other.getAddress().getPort();
      Path token = token(SECRET + "\n");
      assertThat(run("check", "shop", "--collector", address, "--token-file", token)).isEqualTo(1);
      assertThat(err.toString())
          .contains("what answers at " + address + "/, with status 401, is no collector");
      Path people = Files.writeString(temp.resolve("people.csv"), "id\nE7\n");
      assertThat(
              run(
                  "people",
                  "import",
                  people,
                  "--data",
                  temp,
                  "--user",
                  "guard",
                  "--password-file",
                  token,
                  "--collector",
                  address))
          .isEqualTo(1);
      assertThat(err.toString()).contains("/, with status 401, is no collector");
      assertThat(told).containsExactly("null", "null");
    } finally {
      other.stop(0);
    }
  }

  @Test
  void aNameOrFolderThatIsNotThereIsTold() throws Exception {
    Path data = temp.resolve("data");
    Path none = temp.resolve("nodata");
    assertThat(run("check", "shop", "--data", none)).isEqualTo(1);
    assertThat(err.toString()).contains(none + ": no such folder; say with --data DIR which");
    try (RunningCollector collector = RunningCollector.start(data)) {
      assertThat(run("check", "nosuch", "--data", data)).isEqualTo(1);
      assertThat(err.toString())
          .contains("there is no service nosuch on " + data + " (there are: shop)")
          .contains("and no folder nosuch with a token");
      assertThat(run("check", "shop", "--data", data)).isEqualTo(1);
      assertThat(err.toString())
          .contains("there is no token in shop to ask it with: give the service's folder with");
      assertThat(collector.token()).isNotEmpty();
    }
  }

  /** Its address is known from before, or from whoread.yaml, and its token is there. */
  @Test
  void aCollectorThatIsStartingIsToldAsSuch() throws Exception {
    Path data = Files.createDirectories(temp.resolve("data"));
    Files.writeString(data.resolve("listening"), NOBODY + "\n");
    Path token = token(Services.open(data).add("shop"));
    try (LocalLog held = LocalLog.open(data.resolve("log"))) {
      assertThat(held.start()).isZero();
      assertThat(run("check", "shop", "--data", data, "--token-file", token)).isEqualTo(1);
      assertThat(err.toString())
          .contains("nobody listens at " + NOBODY + ", and a collector runs on " + data)
          .endsWith(": it is starting; try again in some seconds\n");
      assertThat(run("check", "shop", "--data", data, "--token-file", token, "--collector", NOBODY))
          .isEqualTo(1);
      assertThat(err.toString()).contains(": leave --collector out, or, if it is starting, ");
    }
  }

  @Test
  void thatNoCollectorRunsAsksForAttention() throws Exception {
    Path data = temp.resolve("data");
    Path token;
    try (RunningCollector collector = RunningCollector.start(data)) {
      token = token(collector.token());
      collector.post(Batches.one(1, 1, Instant.now(), 5).build());
    }
    // As kill -9 leaves it.
    Files.writeString(data.resolve("listening"), NOBODY + "\n");
    assertThat(run("check", "shop", "--data", data, "--token-file", token)).isEqualTo(1);
    assertThat(out.toString())
        .startsWith("shop: needs attention (")
        .contains("\n  ! no collector is running: records wait in the spools\n", "last access");
    assertThat(err.toString()).contains("no collector is running; this is from " + data);
  }

  @Test
  void anAddressOrAnIndentationThatIsWrongIsTold() throws Exception {
    assertThat(run("check", "shop", "--collector", "127.0.0.1:8090")).isEqualTo(2);
    assertThat(err.toString())
        .contains("'--collector'", "expected an address such as https://collector.example:8443");
    assertThat(run("check", "shop", "--collector", "http://me:hush@h:1")).isEqualTo(2);
    assertThat(err.toString()).contains("expected an address").doesNotContain("hush");
    Path token = token(SECRET);
    Files.writeString(temp.resolve("whoread.yaml"), "service: shop\n  actors: [principal]\n");
    assertThat(run("check", "shop", "--folder", temp, "--token-file", token)).isEqualTo(1);
    assertThat(err.toString())
        .contains("whoread.yaml:2: not YAML: ", "is the line indented like those around it?")
        .hasLineCount(1);
    assertThat(run("check", "shop", "--collector", NOBODY, "--token-file", token)).isEqualTo(1);
  }

  @Test
  void aMisspeltWordIsAnsweredWithTheLikestOne() {
    assertThat(run("chek", "shop")).isEqualTo(2);
    assertThat(err.toString())
        .contains("no command \"chek\"; there are: ", "did you mean \"check\"?");
    assertThat(run("demo", "--onec")).isEqualTo(2);
    assertThat(err.toString()).contains("did you mean \"--once\"?").hasLineCount(1);
    assertThat(run("user", "add", "a", "--role", "chief")).isEqualTo(2);
    assertThat(err.toString())
        .contains("expected one of system, security, responder, approver, viewer, not \"chief\"");
  }
}
