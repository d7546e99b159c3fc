package io.whoread.collector.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates of authorities in PEM, by which peers are trusted. */
public final class CertificateFile {
  private CertificateFile() {}

  /**
   * @param file null for the authorities that the JVM knows
   * @return trusts whom a certificate of the file vouches for
   * @throws GeneralSecurityException where it holds no certificate
   * @throws IOException where it cannot be read
   */
  public static TrustManagerFactory trusted(Path file)
      throws GeneralSecurityException, IOException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(file == null ? null : store(file));
    return trust;
  }

  /** As {@link #trusted}, as TLS for a client. */
  public static SSLContext tls(Path file) throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trusted(file).getTrustManagers(), null);
    return context;
  }

  private static KeyStore store(Path file) throws GeneralSecurityException, IOException {
    Collection<? extends Certificate> certificates;
    try (InputStream in = Files.newInputStream(file)) {
      certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
    if (certificates.isEmpty()) {
      throw new CertificateException("no certificate");
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int i = 0;
    for (Certificate each : certificates) {
      store.setCertificateEntry("ca-" + i++, each);
    }
    return store;
  }
}
