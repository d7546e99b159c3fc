package io.whoread.collector.notify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.notify.v1.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Syslog after RFC 5424, its message an OCSF finding as JSON: over TLS (RFC 5425) or TCP, both with
 * octet counting (RFC 6587, section 3.4.1), or UDP (RFC 5426). JSON is written in ASCII, so that no
 * byte order mark has to stand before it.
 *
 * <p>Syslog knows no receipt. Over TCP and TLS each message has a connection of its own, whose end
 * the receiver is waited for to see: an error on the way there is a failure.
 */
final class Syslog implements Sender {
  private static final int PATIENCE_MS = 10_000;

  /** A receiver that keeps its end open has taken what it did not reset the connection for. */
  private static final int FAREWELL_MS = 2_000;

  private static final int LOG_AUDIT = 13;
  private static final int MOST_UDP_BYTES = 65_507;
  private static final Map<String, Integer> PORTS = Map.of("tls", 6514, "tcp", 601, "udp", 514);

  private final URI address;
  private final SSLContext tls;
  private final Ocsf ocsf;
  private final String host = host();

  Syslog(NotifySettings.Channel channel, NotifySettings settings) {
    this.address = channel.address();
    this.tls = channel.tls();
    this.ocsf = new Ocsf(Words.of(channel, settings));
  }

  private static String host() {
    try {
      String name = InetAddress.getLocalHost().getHostName();
      return name.matches("[!-~]{1,255}") ? name : "-";
    } catch (UnknownHostException e) {
      return "-";
    }
  }

  @Override
  public Answer send(Message message) {
    List<byte[]> frames = new ArrayList<>();
    for (Map<String, Object> finding : ocsf.of(message)) {
      frames.add(frame(message, Json.ascii(finding)));
    }
    if (frames.isEmpty()) {
      return Answer.sent("nothing to tell");
    }
    try {
      return address.getScheme().equals("udp") ? datagrams(frames) : stream(frames);
    } catch (IOException e) {
      return Answer.down(e);
    }
  }

  private byte[] frame(Message message, byte[] json) {
    String head =
        "<%d>1 %s %s whoread %d OCSF - "
            .formatted(
                LOG_AUDIT * 8 + severity(message),
                Instant.ofEpochMilli(message.getMadeMs()).truncatedTo(ChronoUnit.MILLIS),
                host,
                ProcessHandle.current().pid());
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(head.getBytes(US_ASCII));
    frame.writeBytes(json);
    return frame.toByteArray();
  }

  /** Syslog's: alert, warning, notice, informational. */
  private static int severity(Message message) {
    if (!message.hasAlerted()) {
      return 6;
    }
    Severity severity = message.getAlerted().getNotice().getSeverity();
    return severity == Severity.URGENT ? 1 : severity == Severity.REVIEW ? 4 : 5;
  }

  private int port() {
    return address.getPort() > 0 ? address.getPort() : PORTS.get(address.getScheme());
  }

  private Answer datagrams(List<byte[]> frames) throws IOException {
    InetAddress to = InetAddress.getByName(address.getHost());
    try (DatagramSocket socket = new DatagramSocket()) {
      for (byte[] frame : frames) {
        if (frame.length > MOST_UDP_BYTES) {
          return Answer.refused("too long for UDP");
        }
        socket.send(new DatagramPacket(frame, frame.length, to, port()));
      }
    }
    return Answer.sent("sent; UDP knows no receipt");
  }

  private Answer stream(List<byte[]> frames) throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      for (byte[] frame : frames) {
        out.write((frame.length + " ").getBytes(US_ASCII));
        out.write(frame);
      }
      out.flush();
      socket.shutdownOutput();
      farewell(socket);
    }
    return Answer.sent("sent; syslog knows no receipt");
  }

  private static void farewell(Socket socket) throws IOException {
    socket.setSoTimeout(FAREWELL_MS);
    InputStream in = socket.getInputStream();
    try {
      if (in.read() >= 0) {
        throw new IOException("the receiver says something, which a syslog receiver does not");
      }
    } catch (SocketTimeoutException e) {
      // It keeps its end open.
    }
  }

  /** A name is looked up anew each time. */
  private Socket connect() throws IOException {
    Socket plain = new Socket();
    try {
      plain.connect(new InetSocketAddress(address.getHost(), port()), PATIENCE_MS);
      plain.setSoTimeout(PATIENCE_MS);
      if (!address.getScheme().equals("tls")) {
        return plain;
      }
      SSLSocketFactory factory =
          tls == null ? (SSLSocketFactory) SSLSocketFactory.getDefault() : tls.getSocketFactory();
      SSLSocket secured = (SSLSocket) factory.createSocket(plain, address.getHost(), port(), true);
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
      secured.startHandshake();
      return secured;
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  @Override
  public void close() {
    // Nothing is kept open.
  }
}
