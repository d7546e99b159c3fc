package io.whoread.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.collector.CollectorProcess;
import io.whoread.collector.RunningCollector;
import io.whoread.collector.ingest.Services;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorCommandTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

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
      assertThat(run("collector", "--data", temp.resolve("other"), "--port", port)).isEqualTo(1);
      assertThat(err.toString())
          .isEqualToNormalizingNewlines(
              "whoread: port " + port + " is in use: choose another with --port\n");
    }
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
        "check", "shop", "--url", uri, "--token-file", token, "--ca-file", temp.resolve("cert.pem")
      };
      // The service is known a second after the start; that it is said is enough here.
      assertThat(run(check)).isEqualTo(1);
      assertThat(out.toString()).startsWith("shop: ");
      assertThat(err.toString()).isEmpty();
    }
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
