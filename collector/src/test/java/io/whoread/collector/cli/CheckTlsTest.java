package io.whoread.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.whoread.collector.ingest.IngestSecurity;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
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
    serve("ip:127.0.0.1");
  }

  /** With a certificate for a name. */
  private void serve(String name) throws Exception {
    Path store = temp.resolve("store.p12");
    keytool("-genkeypair -alias own -keyalg EC -dname CN=own -validity 2 -ext san=" + name);
    Files.deleteIfExists(temp.resolve("ca.pem"));
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
          exchange.getResponseHeaders().set("WWW-Authenticate", IngestSecurity.CHALLENGE);
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

  private String address() {
    return "https://127.0.0.1:" + server.getAddress().getPort();
  }

  private String check(String... more) {
    CommandLine command = Whoread.commandLine().setErr(new PrintWriter(err, true));
    List<String> words = new ArrayList<>(List.of("check", "shop"));
    words.addAll(List.of("--token-file", temp.resolve("token").toString()));
    words.addAll(List.of(more));
    err.getBuffer().setLength(0);
    assertThat(command.execute(words.toArray(String[]::new))).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    return err.toString();
  }

  @Test
  void whatIsNotVouchedForIsToldWithWhatWouldBeRight() {
    assertThat(check("--collector", address()))
        .contains("no authority known to this JVM vouches for", "--ca-file", "ca-file: in")
        .doesNotContain("PKIX", "sun.security");
    assertThat(check("--collector", address(), "--ca-file", temp.resolve("ca.pem").toString()))
        .contains("does not know the token in " + temp.resolve("token"))
        .doesNotContain("x".repeat(43));
  }

  /** Its certificate names it as the services call it; its own folder says where it is. */
  @Test
  void theCollectorOnAFolderOfOnesOwnIsAskedWhateverItsName() throws Exception {
    server.stop(0);
    Files.delete(temp.resolve("store.p12"));
    serve("dns:collector.example");
    Path data = Files.createDirectories(temp.resolve("data"));
    Files.writeString(data.resolve("listening"), address() + "\n");
    String ca = temp.resolve("ca.pem").toString();
    assertThat(check("--data", data.toString(), "--ca-file", ca))
        .contains("does not know the token in ");
    // Who vouches for it is asked all the same; and an address that was typed must be its own.
    assertThat(check("--data", data.toString())).contains("no authority known to this JVM");
    assertThat(check("--collector", address(), "--ca-file", ca))
        .contains("the collector at " + address())
        .doesNotContain("does not know the token");
  }
}
