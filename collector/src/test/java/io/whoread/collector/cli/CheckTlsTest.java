package io.whoread.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A certificate of one's own is what a first collector on TLS has. */
class CheckTlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir private Path temp;
  private final StringWriter err = new StringWriter();
  private HttpsServer server;

  @BeforeEach
  void start() throws Exception {
    Path store = temp.resolve("store.p12");
    keytool("-genkeypair -alias own -keyalg EC -dname CN=own -ext san=ip:127.0.0.1 -validity 2");
    keytool("-exportcert -alias own -rfc -file " + temp.resolve("ca.pem"));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    server.start();
    Files.writeString(temp.resolve("token"), "x".repeat(43) + "\n");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void keytool(String arguments) throws Exception {
    String command = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String all = command + " " + arguments + " -keystore " + temp.resolve("store.p12");
    Process process =
        new ProcessBuilder((all + " -storepass " + PASSWORD).split(" "))
            .redirectErrorStream(true)
            .start();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
  }

  private String check(String... more) {
    CommandLine command = Whoread.commandLine().setErr(new PrintWriter(err, true));
    String[] words = {
      "check",
      "shop",
      "--collector",
      "https://127.0.0.1:" + server.getAddress().getPort(),
      "--token-file",
      temp.resolve("token").toString()
    };
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    err.getBuffer().setLength(0);
    assertThat(command.execute(all)).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    return err.toString();
  }

  @Test
  void whatIsNotVouchedForIsToldWithWhatWouldBeRight() {
    assertThat(check())
        .contains("no authority known to this JVM vouches for", "--ca-file", "ca-file: in")
        .doesNotContain("PKIX", "sun.security");
    assertThat(check("--ca-file", temp.resolve("ca.pem").toString()))
        .contains("does not know the token in " + temp.resolve("token"))
        .doesNotContain("x".repeat(43));
  }
}
