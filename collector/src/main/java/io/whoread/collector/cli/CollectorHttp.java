package io.whoread.collector.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

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
      http.sslContext(trusting(caFile));
    }
    return http.build();
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

  private static SSLContext trusting(Path caFile) {
    try (InputStream in = Files.newInputStream(caFile)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new GeneralSecurityException("no certificate");
      }
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int i = 0;
      for (Certificate each : certificates) {
        trusted.setCertificateEntry("ca-" + i++, each);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new CommandFailed(caFile + ": expected certificates in PEM", e);
    } catch (IOException e) {
      throw new CommandFailed(CommandFailed.reason(e), e);
    }
  }
}
