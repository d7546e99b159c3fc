package io.whoread.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.collector.Batches;
import io.whoread.collector.RunningCollector;
import io.whoread.record.PseudonymKey;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.GuardedType;
import io.whoread.record.v1.Hook;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ServiceCommandTest {
  @TempDir private Path temp;
  private Path data;
  private String home;
  private URI usual = URI.create("http://127.0.0.1:1");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void layAgent() throws Exception {
    data = temp.resolve("data");
    Path agent = temp.resolve("home/agent/target/whoread-agent.jar");
    Files.createDirectories(agent.getParent());
    Files.writeString(agent, "the agent");
    home = System.setProperty("whoread.home", temp.resolve("home").toString());
  }

  @AfterEach
  void restoreHome() {
    if (home == null) {
      System.clearProperty("whoread.home");
    } else {
      System.setProperty("whoread.home", home);
    }
  }

  @Test
  void addWritesAllThatAServiceNeeds() throws Exception {
    assertThat(run("service", "add", "shop", "--data", data, "--out", temp)).isZero();
    Path folder = temp.resolve("shop");
    assertThat(folder.resolve("whoread-agent.jar")).hasContent("the agent");
    assertThat(folder.resolve("whoread.yaml"))
        .content()
        .contains("service: shop\n", "collector: " + usual + "\n")
        .doesNotContain("@");
    assertThat(folder.resolve("README.txt"))
        .content()
        .contains("systemctl edit shop", "touch /etc/whoread-shop/whoread.off");
    assertThat(folder.resolve(".gitignore")).hasContent("*\n");
    assertThat(out.toString()).contains("needs to send to " + usual + ";");
    assertThat(err.toString())
        .contains("made a new data folder, with a key of its own: " + data + ".")
        .contains("no collector runs on " + data + ": that is where one listens that is told")
        .contains("--collector URL");
    assertThat(Files.readString(folder.resolve("token"))).matches("[\\w-]{43}\n");
    assertThat(PseudonymKey.read(folder.resolve("key"))).hasSize(1);
    assertThat(folder.resolve("key")).hasSameTextualContentAs(data.resolve("key"));
    for (Path secret :
        new Path[] {folder.resolve("key"), folder.resolve("token"), data.resolve("key")}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
          .isEqualTo("rw-------");
    }
    assertThat(data.resolve("services.yaml"))
        .content()
        .doesNotContain(Files.readString(folder.resolve("token")).trim());

    assertThat(run("service", "add", "billing", "--data", data, "--out", temp)).isZero();
    assertThat(temp.resolve("billing/key")).hasSameTextualContentAs(folder.resolve("key"));
    out.getBuffer().setLength(0);
    assertThat(run("service", "list", "--data", data)).isZero();
    assertThat(out.toString()).isEqualToNormalizingNewlines("billing\nshop\n");
    assertThat(run("service", "remove", "shop", "--data", data)).isZero();
    assertThat(run("service", "remove", "shop", "--data", data)).isEqualTo(1);
  }

  /** A token that the collector does not know, and a key of its own, would be of no use. */
  @Test
  void aCollectorThatRunsOnOtherDataIsNotPassedOver() throws Exception {
    try (RunningCollector collector = RunningCollector.start(temp.resolve("theirs"))) {
      usual = collector.uri("");
      assertThat(run("service", "add", "shop", "--data", data, "--out", temp)).isEqualTo(1);
      assertThat(err.toString())
          .contains("a collector listens at " + usual + ", and it does not run on " + data)
          .contains("(no such folder)", "say with --data which folder it was started with");
      assertThat(data).doesNotExist();
      assertThat(temp.resolve("shop")).doesNotExist();
    }
  }

  @Test
  void whereThereIsNobodyYetTheListSaysSo() throws Exception {
    Files.createDirectories(data);
    assertThat(run("user", "list", "--data", data)).isZero();
    assertThat(err.toString()).contains("no accounts in " + data + "; `user add` adds one");
    assertThat(run("user", "add", "alice", "--role", "security", "--data", data))
        .as(err::toString)
        .isZero();
    assertThat(run("user", "add", "alice", "--role", "security", "--data", data)).isEqualTo(1);
    assertThat(err.toString())
        .contains(
            "whoread: alice has an account already; `whoread user password alice --data " + data);
    assertThat(run("user", "password", "bob", "--data", data)).isEqualTo(1);
    assertThat(err.toString()).contains("whoread: there is no account bob in " + data);
  }

  @Test
  void helpFollowsTheWordsToTheCommand() {
    assertThat(run("help", "service", "add")).isZero();
    assertThat(out.toString()).contains("Usage: whoread service add", "--out");
    out.getBuffer().setLength(0);
    assertThat(run("help")).isZero();
    assertThat(out.toString()).contains("Usage: whoread ", "3   of `check` alone");
    assertThat(run("help", "service", "ad")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no command \"ad\"; there are: help, add, ");
  }

  /** "No accounts" of a folder that is not there would be believed. */
  @Test
  void aFolderThatIsNotThereIsNotAnEmptyOne() {
    for (String[] asked :
        new String[][] {
          {"user", "list"},
          {"user", "password", "alice"},
          {"user", "remove", "alice"},
          {"service", "list"},
          {"service", "remove", "shop"}
        }) {
      err.getBuffer().setLength(0);
      Object[] words = Stream.concat(Stream.of(asked), Stream.of("--data", data)).toArray();
      assertThat(run(words)).as(String.join(" ", asked)).isEqualTo(1);
      assertThat(err.toString())
          .isEqualToNormalizingNewlines(
              "whoread: "
                  + data
                  + ": no such folder; say with --data DIR which one the collector was started"
                  + " with\n");
      assertThat(data).doesNotExist();
    }
  }

  @Test
  void whatCannotBeDoneLeavesNothingBehind() throws Exception {
    assertThat(run("service", "add", "no name", "--data", data, "--out", temp)).isEqualTo(1);
    assertThat(run("service", "add", "shop", "--data", data, "--out", temp)).isZero();
    String services = Files.readString(data.resolve("services.yaml"));
    assertThat(run("service", "add", "shop", "--data", data, "--out", temp)).isEqualTo(1);
    assertThat(err.toString())
        .contains(
            "shop is known already, and " + temp.resolve("shop") + " is there",
            "`whoread service remove shop --data " + data + "`, then add it again")
        .hasLineCount(4);
    Files.createDirectory(temp.resolve("other"));
    assertThat(run("service", "add", "other", "--data", data, "--out", temp)).isEqualTo(1);
    assertThat(err.toString()).contains("other exists already: move it away");
    Files.delete(temp.resolve("other"));
    Files.delete(temp.resolve("home/agent/target/whoread-agent.jar"));
    assertThat(run("service", "add", "other", "--data", data, "--out", temp)).isEqualTo(1);
    assertThat(err.toString()).contains("whoread-agent.jar is neither");
    assertThat(Files.readString(data.resolve("services.yaml"))).isEqualTo(services);
    assertThat(temp.resolve("other")).doesNotExist();
    assertThat(run("service")).isEqualTo(2);
  }

  @Test
  void checkTellsHowTheServiceIsSeen() throws Exception {
    Path token = temp.resolve("token");
    try (RunningCollector collector = RunningCollector.start(data)) {
      Files.writeString(token, collector.token());
      String url = collector.uri("/").toString();
      await()
          .untilAsserted(
              () -> {
                assertThat(run("check", "shop", "--collector", url, "--token-file", token))
                    .isEqualTo(1);
                assertThat(out.toString()).contains("nothing has come yet");
              });
      Exposure exposure =
          Batches.one(1, 1, Instant.now(), 5).getExposures(0).toBuilder()
              .addTouched("address")
              .build();
      collector.post(
          Batches.one(1, 1, Instant.now(), 5)
              .addCoverage(
                  Coverage.newBuilder()
                      .setAt(com.google.protobuf.util.Timestamps.now())
                      .setJava("21.0.3")
                      .setConfiguration("whoread.yaml")
                      .setAccessesProduced(1)
                      .setAccessesAcked(1)
                      .addTypes(
                          GuardedType.newBuilder()
                              .setName("com.example.Order")
                              .setSubjectKind("order")
                              .putFields("receiverName", "name")
                              .setHooked(true))
                      .addHooks(Hook.newBuilder().setName("jackson2").setInstalled(true)))
              .setExposures(0, exposure)
              .build());
      await()
          .untilAsserted(
              () ->
                  assertThat(run("check", "shop", "--collector", url, "--token-file", token))
                      .isZero());
      assertThat(last())
          .contains(
              "shop: all is well (times UTC+08:00)\n",
              "in 24 h 1 access with 1 record\n",
              "not named in 0, in a role that is not known in 0, of 1 access since",
              "test/1, Java 21.0.3, settings: whoread.yaml",
              "guards       com.example.Order (order): receiverName = name",
              "hooks        jackson2",
              "GET /orders/{id} (opened), 1 subject",
              "actor      E1001, role staff, named by spring-security",
              "plain      name (response)",
              "masked     phone (response)",
              "read       address: by code, not seen leaving");
      assertThat(run("check", "other", "--collector", url, "--token-file", token)).isEqualTo(1);
      assertThat(err.toString()).contains("the token in " + token + " is not that of other");
      Files.writeString(token, "x".repeat(43));
      assertThat(run("check", "shop", "--collector", url, "--token-file", token)).isEqualTo(1);
      assertThat(err.toString()).contains("does not know the token in " + token);
    }
    // And where no collector runs, from its data.
    String nobody = "http://127.0.0.1:1";
    assertThat(run("check", "shop", "--collector", nobody, "--token-file", token, "--data", data))
        .isEqualTo(1);
    assertThat(last())
        .contains("shop: needs attention (times UTC+08:00)\n", "masked     phone (response)");
  }

  private String last() {
    String all = out.toString();
    return all.substring(all.lastIndexOf("shop: "));
  }

  private int run(Object... args) {
    CommandLine command = Whoread.commandLine();
    // Whatever else listens on this machine.
    command.getCommandSpec().removeSubcommand("service");
    command.addSubcommand("service", new ServiceCommand(usual));
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    return command.execute(words);
  }
}
