package io.whoread.collector.notify;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server on loopback. */
final class SmtpPeer implements AutoCloseable {
  static final String USER = "whoread";
  static final String PASSWORD = "correct horse";

  /** What came. */
  record Received(String from, String to, byte[] mail) {
    MimeMessage parsed() throws Exception {
      return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail));
    }
  }

  private final SMTPServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();

  /**
   * @param tls null for none
   * @param implicit from the first byte on; else after STARTTLS, without which nothing is taken
   */
  SmtpPeer(SSLContext tls, boolean implicit) {
    SMTPServer.Builder builder =
        new SMTPServer.Builder()
            .bindAddress(InetAddress.getLoopbackAddress())
            .hostName("peer.example")
            .port(0)
            .messageHandler(
                (context, from, to, data) -> received.add(new Received(from, to, data)));
    if (tls != null) {
      builder
          .requireAuth()
          .authenticationHandlerFactory(
              new EasyAuthenticationHandlerFactory(
                  (user, password, context) -> {
                    if (!user.equals(USER) || !password.equals(PASSWORD)) {
                      throw new LoginFailedException();
                    }
                  }));
      if (implicit) {
        builder.serverSocketFactory(tls);
      } else {
        builder.enableTLS().requireTLS().startTlsSocketFactory(tls);
      }
    }
    server = builder.build();
    server.start();
  }

  List<Received> received() {
    return received;
  }

  int port() {
    return server.getPortAllocated();
  }

  @Override
  public void close() {
    server.stop();
  }
}
