package io.whoread.collector.cli;

import io.whoread.collector.ingest.IngestSecurity;
import io.whoread.collector.settings.CertificateFile;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** How commands speak to a running collector. */
final class CollectorHttp {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private CollectorHttp() {}

  /**
   * @param caFile certificates to trust the collector by, in PEM; null for the usual ones
   * @throws CommandFailed where the file holds none, or cannot be read
   */
  static HttpClient client(Path caFile) {
    HttpClient.Builder http = HttpClient.newBuilder().connectTimeout(PATIENCE);
    if (caFile != null) {
      http.sslContext(context(trusted(caFile)));
    }
    return http.build();
  }

  /**
   * To a collector on this machine whose own data folder says where it listens: its certificate
   * names it as others call it, and not as this machine calls itself. So the name is not asked for;
   * who vouches for the certificate is.
   *
   * @param caFile as for {@link #client}
   */
  static HttpClient here(Path caFile) {
    return HttpClient.newBuilder()
        .connectTimeout(PATIENCE)
        .sslContext(context(new AnyName(trusted(caFile))))
        .build();
  }

  /**
   * Sees who listens, before a token is told. A collector asks for one in words of its own.
   *
   * @param base the collector's address, with a slash at its end
   * @throws CommandFailed where something else answers
   * @throws IOException where nothing does
   */
  static void requireCollector(HttpClient client, URI base)
      throws IOException, InterruptedException {
    HttpResponse<Void> answer = unasked(client, base);
    if (!isCollectors(answer)) {
      throw new CommandFailed(
          "what answers at %s, with status %d, is no collector: say where it is with --collector"
              .formatted(base, answer.statusCode()));
    }
  }

  /** Whether one listens there. */
  static boolean isCollector(URI base) {
    try (HttpClient client = client(null)) {
      return isCollector(client, base);
    }
  }

  /** Whether one listens there, and takes records: one that stands by does not. */
  static boolean isCollector(HttpClient client, URI base) {
    try {
      return isCollectors(unasked(client, base(base)));
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("interrupted", e);
    }
  }

  private static HttpResponse<Void> unasked(HttpClient client, URI base)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(base.resolve("v1/")).timeout(PATIENCE).build();
    return client.send(request, HttpResponse.BodyHandlers.discarding());
  }

  private static boolean isCollectors(HttpResponse<?> answer) {
    return answer.statusCode() == 401
        && answer
            .headers()
            .firstValue("WWW-Authenticate")
            .orElse("")
            .equals(IngestSecurity.CHALLENGE);
  }

  /** The same with a slash at its end, so that paths go on from it. */
  static URI base(URI collector) {
    String text = collector.toString();
    return text.endsWith("/") ? collector : URI.create(text + "/");
  }

  /** Why no answer came; the JDK's exceptions often have no words. */
  static String unreachable(URI collector, IOException e) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof UnresolvedAddressException || each instanceof UnknownHostException) {
        return "no host is known by the name of " + collector.getHost();
      }
    }
    return switch (e) {
      case HttpTimeoutException late -> "no answer comes from " + collector;
      case ConnectException none when none.getMessage() == null -> "nobody listens at " + collector;
      default -> collector + " cannot be reached: " + CommandFailed.reason(e);
    };
  }

  /**
   * Why a collector is not spoken to, and what would be right where nobody vouches for it.
   *
   * @param remedy the options that name the certificates
   */
  static String reason(SSLException e, URI collector, Path caFile, String remedy) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof CertPathBuilderException || each instanceof CertPathValidatorException) {
        return "the collector at %s shows a certificate that %s vouches for, or that is out of date:"
                .formatted(
                    collector,
                    caFile == null ? "no authority known to this JVM" : "nothing in " + caFile)
            + " name that of its authority with "
            + remedy;
      }
    }
    return "the collector at " + collector + ": " + CommandFailed.reason(e);
  }

  /** Whom to trust: those in a file, or where it is null the JVM's own. */
  private static X509TrustManager trusted(Path caFile) {
    try {
      for (TrustManager each : CertificateFile.trusted(caFile).getTrustManagers()) {
        if (each instanceof X509TrustManager manager) {
          return manager;
        }
      }
      throw new IllegalStateException("this JVM trusts no certificates");
    } catch (GeneralSecurityException e) {
      throw new CommandFailed(caFile + ": expected certificates in PEM", e);
    } catch (IOException e) {
      throw new CommandFailed(CommandFailed.reason(e), e);
    }
  }

  private static SSLContext context(X509TrustManager trusted) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trusted}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has TLS", e);
    }
  }

  /** The JVM leaves it to a manager of this kind to compare names. */
  private static final class AnyName extends X509ExtendedTrustManager {
    private final X509TrustManager trusted;

    private AnyName(X509TrustManager trusted) {
      this.trusted = trusted;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind)
        throws CertificateException {
      trusted.checkServerTrusted(chain, kind);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket)
        throws CertificateException {
      trusted.checkServerTrusted(chain, kind);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
        throws CertificateException {
      trusted.checkServerTrusted(chain, kind);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind)
        throws CertificateException {
      trusted.checkClientTrusted(chain, kind);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket)
        throws CertificateException {
      trusted.checkClientTrusted(chain, kind);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
        throws CertificateException {
      trusted.checkClientTrusted(chain, kind);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return trusted.getAcceptedIssuers();
    }
  }
}
