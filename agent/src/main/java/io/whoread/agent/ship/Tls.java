package io.whoread.agent.ship;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS of our own: what the application sets as the JVM's default never applies to us.
 *
 * <p>The JDK's client is given no socket of ours to connect, so that it connects a plain one and
 * has TLS laid over that. The plain one is kept: closing TLS politely waits for a write that hangs,
 * closing what lies below ends it.
 */
final class Tls extends SSLSocketFactory {
  private final SSLSocketFactory factory;
  private volatile Socket last;

  private Tls(SSLSocketFactory factory) {
    this.factory = factory;
  }

  /**
   * @param caFile PEM certificates, or null for the authorities that the JVM trusts
   * @throws IOException naming the file, where it holds no certificate
   */
  static Tls trusting(File caFile) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, caFile == null ? null : authorities(caFile), null);
      return new Tls(context.getSocketFactory());
    } catch (GeneralSecurityException e) {
      throw new UnusableException(
          caFile == null ? "no TLS in this JVM" : caFile + ": expected PEM certificates", e);
    }
  }

  /** Cuts the connection made last, whoever is at work on it. */
  void cut() {
    Socket socket = last;
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is gone.
      }
    }
  }

  @Override
  public Socket createSocket(Socket below, String host, int port, boolean autoClose)
      throws IOException {
    last = below;
    return factory.createSocket(below, host, port, autoClose);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return factory.createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return factory.createSocket(host, port, local, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return factory.createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return factory.createSocket(host, port, local, localPort);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return factory.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return factory.getSupportedCipherSuites();
  }

  private static TrustManager[] authorities(File caFile)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = new BufferedInputStream(new FileInputStream(caFile))) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new UnusableException(caFile + ": expected PEM certificates, found none");
      }
      int number = 0;
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("ca" + number++, certificate);
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }
}
