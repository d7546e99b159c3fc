package io.whoread.agent.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.whoread.record.v1.Coverage;
import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records go to nobody but the collector, even where the application trusts everybody. */
class TlsTest {
  private static final String PASSWORD = "changeit";
  private static HostnameVerifier verifier;
  private static SSLSocketFactory factory;

  @TempDir Path dir;

  @BeforeAll
  static void theApplicationTrustsEverybody() throws Exception {
    verifier = HttpsURLConnection.getDefaultHostnameVerifier();
    factory = HttpsURLConnection.getDefaultSSLSocketFactory();
    SSLContext anybody = SSLContext.getInstance("TLS");
    anybody.init(null, new TrustManager[] {new Anybody()}, null);
    HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> true);
    HttpsURLConnection.setDefaultSSLSocketFactory(anybody.getSocketFactory());
  }

  @AfterAll
  static void reset() {
    HttpsURLConnection.setDefaultHostnameVerifier(verifier);
    HttpsURLConnection.setDefaultSSLSocketFactory(factory);
  }

  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private SSLContext identity(String name, String host) throws Exception {
    Path store = dir.resolve(name + ".p12");
    keytool(
        "-genkeypair",
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD,
        "-alias",
        name,
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-ext",
        "san=dns:" + host,
        "-validity",
        "2");
    keytool(
        "-exportcert",
        "-rfc",
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD,
        "-alias",
        name,
        "-file",
        pem(name).toString());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private File pem(String name) {
    return dir.resolve(name + ".pem").toFile();
  }

  private static void keytool(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }

  private Shipper start(TestCollector collector, File caFile) {
    return Shipper.start(
        Drafts.config(dir.resolve("spool").toFile())
            .collector(collector.uri())
            .caFile(caFile)
            .build(),
        Drafts.FIELDS);
  }

  @Test
  void recordsGoOverTlsToACollectorWhoseAuthorityIsGiven() throws Exception {
    try (TestCollector collector = new TestCollector(0, identity("ours", "localhost"));
        Shipper shipper = start(collector, pem("ours"))) {
      for (int i = 0; i < 100; i++) {
        assertThat(shipper.write(Drafts.numbered(i, 20))).isTrue();
      }
      await().atMost(Duration.ofSeconds(20)).until(() -> collector.accesses().size() == 100);
    }
  }

  @Test
  void aCollectorOfAnotherAuthorityGetsNothing() throws Exception {
    identity("ours", "localhost");
    getsNothing(identity("other", "localhost"), pem("ours"));
  }

  /** What would be right is named where it is the certificate's authority, and nowhere else. */
  @Test
  void whatTheServicesLogIsToldNamesTheCaFile() throws Exception {
    SSLContext other = identity("other", "localhost");
    SSLContext elsewhere = identity("ours", "elsewhere.example");
    assertThat(told(other, null))
        .contains("no authority known to this JVM vouches for", "ca-file: in whoread.yaml");
    assertThat(told(other, pem("ours")))
        .contains("nothing in " + pem("ours") + " vouches for", "ca-file: in whoread.yaml");
    assertThat(told(elsewhere, pem("ours")))
        .startsWith("cannot be reached (")
        .doesNotContain("ca-file");
    File none = dir.resolve("none.pem").toFile();
    assertThat(told(other, none)).contains("is not asked, for want of a file: " + none);
  }

  private String told(SSLContext identity, File caFile) throws Exception {
    try (TestCollector collector = new TestCollector(0, identity)) {
      ShipConfig config =
          Drafts.config(dir.resolve("spool").toFile())
              .collector(collector.uri())
              .caFile(caFile)
              .build();
      return new News(config).of(catchThrowable(() -> new Collector(config).post(new byte[1])));
    }
  }

  @Test
  void aCollectorOfAnotherNameGetsNothing() throws Exception {
    getsNothing(identity("ours", "elsewhere.example"), pem("ours"));
  }

  @Test
  void withoutACaFileTheJvmsAuthoritiesCount() throws Exception {
    getsNothing(identity("ours", "localhost"), null);
  }

  @Test
  void aFileThatHoldsNoCertificateIsAFaultNotATrust() throws Exception {
    File empty = dir.resolve("empty.pem").toFile();
    Files.writeString(empty.toPath(), "nothing here\n");
    getsNothing(identity("ours", "localhost"), empty);
  }

  private void getsNothing(SSLContext identity, File caFile) throws Exception {
    AtomicBoolean reached = new AtomicBoolean();
    try (TestCollector collector =
            new TestCollector(0, identity)
                .behave(
                    (batch, exchange) -> {
                      reached.set(true);
                      return 200;
                    });
        Shipper shipper = start(collector, caFile)) {
      assertThat(shipper.write(Drafts.numbered(1, 1))).isTrue();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                Coverage.Builder report = Coverage.newBuilder();
                shipper.faults().addTo(report);
                return report.getFaultsList().stream()
                    .anyMatch(
                        fault -> fault.getWhere().equals("ship.post") && fault.getCount() > 2);
              });
      assertThat(reached).isFalse();
      assertThat(shipper.books().inSpool()).isEqualTo(1);
    }
  }
}
