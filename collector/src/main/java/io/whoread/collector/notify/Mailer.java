package io.whoread.collector.notify;

import io.whoread.collector.notify.NotifySettings.Channel;
import io.whoread.collector.notify.v1.Message;
import io.whoread.collector.settings.Loopback;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Properties;
import org.eclipse.angus.mail.util.MailConnectException;

/**
 * E-mail by SMTP, over TLS from the start ({@code smtps}) or after STARTTLS ({@code smtp}), without
 * which nothing is sent but to this machine.
 */
final class Mailer implements Sender {
  private static final String PATIENCE_MS = "10000";
  private static final int MOST_BYTES = 200_000;

  private final Channel channel;
  private final Words words;
  private final Session session;

  Mailer(Channel channel, NotifySettings settings) {
    this.channel = channel;
    this.words = Words.of(channel, settings);
    this.session = Session.getInstance(properties(channel));
  }

  private static Properties properties(Channel channel) {
    URI address = channel.address();
    boolean implicit = address.getScheme().equals("smtps");
    Properties properties = new Properties();
    properties.put("mail.transport.protocol", "smtp");
    properties.put("mail.smtp.host", address.getHost());
    properties.put(
        "mail.smtp.port",
        Integer.toString(address.getPort() > 0 ? address.getPort() : implicit ? 465 : 587));
    properties.put("mail.smtp.connectiontimeout", PATIENCE_MS);
    properties.put("mail.smtp.timeout", PATIENCE_MS);
    properties.put("mail.smtp.writetimeout", PATIENCE_MS);
    properties.put("mail.smtp.ssl.enable", Boolean.toString(implicit));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.starttls.enable", "true");
    properties.put(
        "mail.smtp.starttls.required",
        Boolean.toString(!implicit && !Loopback.is(address.getHost())));
    properties.put("mail.smtp.auth", Boolean.toString(channel.mail().user() != null));
    // No answer of a server is to name the recipients in a log.
    properties.put("mail.smtp.reportsuccess", "false");
    if (channel.tls() != null) {
      properties.put("mail.smtp.ssl.socketFactory", channel.tls().getSocketFactory());
      properties.put("mail.smtp.ssl.socketFactory.fallback", "false");
    }
    return properties;
  }

  @Override
  public Answer send(Message message) {
    try {
      MimeMessage mail = mail(message);
      try (Transport transport = session.getTransport("smtp")) {
        if (channel.mail().user() == null) {
          transport.connect();
        } else {
          transport.connect(channel.mail().user(), channel.secrets().getFirst());
        }
        transport.sendMessage(mail, mail.getAllRecipients());
      }
      return Answer.sent("taken");
    } catch (AuthenticationFailedException e) {
      return Answer.down("the log-in was refused", null);
    } catch (MailConnectException e) {
      return Answer.down(e.getNextException() == null ? e : e.getNextException());
    } catch (MessagingException e) {
      return Answer.down(e.getClass().getSimpleName() + ": " + e.getMessage(), null);
    }
  }

  private MimeMessage mail(Message message) throws MessagingException {
    NotifySettings.Mail settings = channel.mail();
    // The same Message-ID for every try: whoever gets it twice can tell.
    String id = "<" + message.getId() + "." + channel.name() + "@" + domain(settings.from()) + ">";
    MimeMessage mail =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
          }
        };
    mail.setFrom(new InternetAddress(settings.from()));
    for (String to : settings.to()) {
      mail.addRecipient(jakarta.mail.Message.RecipientType.TO, new InternetAddress(to));
    }
    mail.setSubject("[whoread] " + words.title(message), StandardCharsets.UTF_8.name());
    mail.setSentDate(new Date(message.getMadeMs()));
    // RFC 3834: no machine is to answer.
    mail.setHeader("Auto-Submitted", "auto-generated");
    String link = words.link(message);
    mail.setText(
        words.title(message)
            + "\n\n"
            + words.text(message, MOST_BYTES)
            + (link == null ? "" : "\n\n" + words.open() + ": " + link)
            + "\n",
        StandardCharsets.UTF_8.name());
    mail.saveChanges();
    return mail;
  }

  private static String domain(String mailbox) {
    return mailbox.substring(mailbox.indexOf('@') + 1);
  }

  @Override
  public int perMinute() {
    return 60;
  }

  @Override
  public void close() {
    // Nothing is kept open.
  }
}
