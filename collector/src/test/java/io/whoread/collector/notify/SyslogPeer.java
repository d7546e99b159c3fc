package io.whoread.collector.notify;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** Takes syslog with octet counting, by the letter of RFC 5424 and RFC 6587. */
final class SyslogPeer implements AutoCloseable {
  /** PRI VERSION SP TIMESTAMP SP HOSTNAME SP APP-NAME SP PROCID SP MSGID SP SD SP MSG. */
  private static final Pattern FRAME =
      Pattern.compile(
          "<([0-9]{1,3})>1 ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(?:\\.[0-9]{1,6})?Z)"
              + " ([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) ([!-~]{1,32}) - (.*)",
          Pattern.DOTALL);

  /** What came. */
  record Received(int facility, int severity, String application, String id, String message) {}

  private final ServerSocket server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final List<String> wrong = new CopyOnWriteArrayList<>();

  SyslogPeer() throws IOException {
    this(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
  }

  SyslogPeer(SSLContext tls) throws IOException {
    this(tls.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress()));
  }

  private SyslogPeer(ServerSocket server) {
    this.server = server;
    Thread.ofPlatform().daemon().name("syslog-peer").start(this::serve);
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        InputStream in = socket.getInputStream();
        for (int first; (first = in.read()) >= 0; ) {
          received.add(parse(frame(first, in)));
        }
      } catch (IOException | RuntimeException e) {
        if (!server.isClosed()) {
          wrong.add(e.toString());
        }
      }
    }
  }

  private static byte[] frame(int first, InputStream in) throws IOException {
    int length = 0;
    for (int c = first; c != ' '; c = in.read()) {
      if (c < '0' || c > '9' || length == 0 && c == '0') {
        throw new IOException("no length: " + c);
      }
      length = length * 10 + c - '0';
    }
    byte[] frame = in.readNBytes(length);
    if (frame.length < length) {
      throw new EOFException();
    }
    return frame;
  }

  static Received parse(byte[] frame) {
    Matcher m = FRAME.matcher(new String(frame, StandardCharsets.UTF_8));
    if (!m.matches()) {
      throw new IllegalArgumentException(new String(frame, StandardCharsets.UTF_8));
    }
    for (byte b : m.group(7).getBytes(StandardCharsets.UTF_8)) {
      // Without a byte order mark only ASCII may be taken for text.
      if (b < ' ') {
        throw new IllegalArgumentException("not ASCII: " + m.group(7));
      }
    }
    int pri = Integer.parseInt(m.group(1));
    return new Received(pri / 8, pri % 8, m.group(4), m.group(6), m.group(7));
  }

  List<Received> received() {
    return received;
  }

  List<String> wrong() {
    return wrong;
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
