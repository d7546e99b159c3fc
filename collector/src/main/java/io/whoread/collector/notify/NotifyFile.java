package io.whoread.collector.notify;

import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.detect.RuleNames;
import io.whoread.collector.notify.NotifySettings.Channel;
import io.whoread.collector.notify.NotifySettings.Kind;
import io.whoread.collector.notify.NotifySettings.Mail;
import io.whoread.collector.notify.NotifySettings.Route;
import io.whoread.collector.settings.Loopback;
import io.whoread.collector.settings.SecretFiles;
import io.whoread.collector.settings.Yaml;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;

/** Reads {@code notify.yaml}; what is wrong with it is told with its line. */
final class NotifyFile {
  static final String NAME = "notify.yaml";

  private static final int USUAL_CAP = 5;
  private static final String USUAL_DIGEST = "09:00";
  private static final Set<String> KEYS =
      new TreeSet<>(Set.of("console", "zone", "digest", "cap", "language", "channels", "routes"));
  private static final Set<String> CHANNEL_KEYS = Set.of("type", "language", "cap", "ca-file");
  private static final Map<Kind, Set<String>> KIND_KEYS =
      Map.of(
          Kind.WEBHOOK, Set.of("address", "secret-file"),
          Kind.DINGTALK, Set.of("address-file", "secret-file"),
          Kind.FEISHU, Set.of("address-file", "secret-file"),
          Kind.WECOM, Set.of("address-file"),
          Kind.MAIL, Set.of("address", "from", "to", "user", "secret-file"),
          Kind.SYSLOG, Set.of("address"));

  private final Yaml yaml;
  private final SecretFiles files;
  private final Map<String, Yaml> top;

  private NotifyFile(Path file, Yaml yaml) {
    this.files = new SecretFiles(file);
    this.yaml = yaml;
    this.top = yaml.map(KEYS);
  }

  /**
   * @param file need not be there: then there is no channel
   * @param zone where the file names none
   * @throws io.whoread.collector.settings.SettingsException for anything that is wrong with it
   */
  static NotifySettings read(Path file, ZoneId zone) {
    if (!Files.exists(file)) {
      return NotifySettings.none(zone, file);
    }
    return new NotifyFile(file, Yaml.read(file)).settings(zone);
  }

  private NotifySettings settings(ZoneId usual) {
    URI console = top.containsKey("console") ? console(top.get("console")) : null;
    ZoneId zone = top.containsKey("zone") ? top.get("zone").zone() : usual;
    LocalTime digest =
        top.containsKey("digest") ? time(top.get("digest")) : LocalTime.parse(USUAL_DIGEST);
    int cap = top.containsKey("cap") ? cap(top.get("cap")) : USUAL_CAP;
    boolean chinese = top.containsKey("language") && chinese(top.get("language"));
    List<Channel> channels = new ArrayList<>();
    yaml.get("channels")
        .map()
        .forEach((name, item) -> channels.add(channel(name, item, cap, chinese)));
    Set<String> names = new TreeSet<>();
    channels.forEach(channel -> names.add(channel.name()));
    List<Route> routes = new ArrayList<>();
    if (top.containsKey("routes")) {
      yaml.get("routes").list().forEach(item -> routes.add(route(item, names)));
      Set<String> reached = new HashSet<>();
      routes.forEach(route -> reached.addAll(route.to()));
      yaml.get("channels")
          .map()
          .forEach(
              (name, item) -> {
                if (!reached.contains(name)) {
                  throw item.wrong("no route leads to \"" + name + "\": name it under \"to\"");
                }
              });
    } else {
      routes.add(new Route(Severity.REVIEW, Set.of(), Set.of(), Set.of(), names));
    }
    return new NotifySettings(
        console, zone, digest, List.copyOf(channels), List.copyOf(routes), files.read());
  }

  private Channel channel(String name, Yaml item, int usualCap, boolean usualChinese) {
    if (!name.matches("[a-z0-9][a-z0-9-]{0,39}")) {
      throw item.wrong(
          "a channel's name is up to 40 small letters, digits and hyphens, not \"" + name + "\"");
    }
    Kind kind = oneOf(Kind.class, item.get("type"));
    Set<String> keys = new TreeSet<>(CHANNEL_KEYS);
    keys.addAll(KIND_KEYS.get(kind));
    if (keys.contains("address-file") && item.map().containsKey("address")) {
      throw item.map()
          .get("address")
          .wrong(
              "whoever has a robot's address can write to its group: put it into a file and name"
                  + " that as \"address-file\"");
    }
    Map<String, Yaml> map = item.map(keys);
    URI address;
    if (keys.contains("address-file")) {
      Yaml file = item.get("address-file");
      address = address(file, kind, files.secret(file).getFirst());
    } else {
      address = address(item.get("address"), kind, item.get("address").text());
    }
    Mail mail = kind == Kind.MAIL ? mail(item, map) : null;
    List<String> secrets = List.of();
    if (kind == Kind.WEBHOOK) {
      // Unsigned, anybody could raise alerts at the receiver.
      item.get("secret-file");
    }
    if (map.containsKey("secret-file")) {
      Yaml file = map.get("secret-file");
      secrets = files.secret(file);
      if (kind == Kind.WEBHOOK) {
        secrets.forEach(secret -> checkWebhookSecret(file, secret));
      } else if (secrets.size() > 1) {
        throw file.wrong("expected one line in " + file.text());
      }
    }
    SSLContext tls = map.containsKey("ca-file") ? files.authorities(map.get("ca-file")) : null;
    return new Channel(
        name,
        kind,
        address,
        secrets,
        map.containsKey("language") ? chinese(map.get("language")) : usualChinese,
        map.containsKey("cap")
            ? cap(map.get("cap"))
            : kind == Kind.SYSLOG ? Integer.MAX_VALUE : usualCap,
        tls,
        mail);
  }

  private static Mail mail(Yaml item, Map<String, Yaml> map) {
    List<String> to = new ArrayList<>();
    item.get("to").list().forEach(each -> to.add(mailbox(each)));
    if (to.isEmpty()) {
      throw item.get("to").wrong("expected at least one mailbox");
    }
    String user = map.containsKey("user") ? map.get("user").text() : null;
    if ((user == null) == map.containsKey("secret-file")) {
      throw item.wrong("\"user\" and \"secret-file\" go together: give both or neither");
    }
    return new Mail(mailbox(item.get("from")), List.copyOf(to), user);
  }

  private static String mailbox(Yaml item) {
    if (!item.text().matches("[^\\s@<>,\"]+@[^\\s@<>,\"]+")) {
      throw item.wrong("expected a mailbox such as soc@example.com, not \"" + item.text() + "\"");
    }
    return item.text();
  }

  private static void checkWebhookSecret(Yaml file, String secret) {
    if (WebhookSignature.key(secret) == null) {
      throw file.wrong(
          "expected lines of whsec_ and 24 to 64 random bytes in base64 in "
              + file.text()
              + "; `echo whsec_$(openssl rand -base64 32)` makes one");
    }
  }

  /** What is told of an address that is a secret does not repeat it. */
  private static URI address(Yaml where, Kind kind, String text) {
    URI uri = null;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      // told below
    }
    String scheme = uri == null || uri.getScheme() == null ? "" : uri.getScheme();
    List<String> schemes =
        switch (kind) {
          case MAIL -> List.of("smtps", "smtp");
          case SYSLOG -> List.of("tls", "tcp", "udp");
          default -> List.of("https", "http");
        };
    if (uri == null || uri.getHost() == null || !schemes.contains(scheme)) {
      throw where.wrong(
          switch (kind) {
            case MAIL -> "expected smtps://HOST:465 (TLS) or smtp://HOST:587 (STARTTLS)";
            case SYSLOG -> "expected tls://HOST:6514, tcp://HOST:601 or udp://HOST:514";
            default -> "expected an address https://...";
          });
    }
    if (scheme.equals("http") && !Loopback.is(uri.getHost())) {
      throw where.wrong("expected https: http is for receivers on this machine alone");
    }
    return uri;
  }

  private static Route route(Yaml item, Set<String> channels) {
    Map<String, Yaml> map =
        item.map(new TreeSet<>(Set.of("severity", "rules", "teams", "roles", "to")));
    Set<String> to = texts(item.get("to"));
    item.get("to")
        .list()
        .forEach(
            each -> {
              if (!channels.contains(each.text())) {
                throw each.wrong(
                    "no channel is named \""
                        + each.text()
                        + "\"; known are "
                        + String.join(", ", channels));
              }
            });
    if (to.isEmpty()) {
      throw item.get("to").wrong("expected at least one channel");
    }
    return new Route(
        map.containsKey("severity") ? severity(map.get("severity")) : Severity.REVIEW,
        map.containsKey("rules") ? rules(map.get("rules")) : Set.of(),
        map.containsKey("teams") ? texts(map.get("teams")) : Set.of(),
        map.containsKey("roles") ? texts(map.get("roles")) : Set.of(),
        to);
  }

  private static Set<String> rules(Yaml item) {
    for (Yaml rule : item.list()) {
      if (!RuleNames.all().contains(rule.text())) {
        throw rule.wrong(
            "no rule is named \""
                + rule.text()
                + "\"; known are "
                + String.join(", ", RuleNames.all()));
      }
    }
    return texts(item);
  }

  private static Set<String> texts(Yaml item) {
    Set<String> texts = new HashSet<>();
    item.list().forEach(each -> texts.add(Notices.word(each.text())));
    return Set.copyOf(texts);
  }

  private static Severity severity(Yaml item) {
    return switch (item.text()) {
      case "watch" -> Severity.WATCH;
      case "review" -> Severity.REVIEW;
      case "urgent" -> Severity.URGENT;
      default -> throw item.wrong("expected watch, review or urgent, not \"" + item.text() + "\"");
    };
  }

  private static <E extends Enum<E>> E oneOf(Class<E> words, Yaml item) {
    List<String> known = new ArrayList<>();
    for (E word : words.getEnumConstants()) {
      String name = word.name().toLowerCase(Locale.ROOT);
      if (name.equals(item.text())) {
        return word;
      }
      known.add(name);
    }
    throw item.wrong(
        "expected one of " + String.join(", ", known) + ", not \"" + item.text() + "\"");
  }

  private static int cap(Yaml item) {
    return item.text().equals("none") ? Integer.MAX_VALUE : item.whole(1, 1_000);
  }

  private static boolean chinese(Yaml item) {
    return switch (item.text()) {
      case "zh" -> true;
      case "en" -> false;
      default -> throw item.wrong("expected zh or en, not \"" + item.text() + "\"");
    };
  }

  private static LocalTime time(Yaml item) {
    try {
      return LocalTime.parse(item.text());
    } catch (DateTimeException e) {
      throw item.wrong("expected a time of the day such as \"09:00\", not \"" + item.text() + "\"");
    }
  }

  private static URI console(Yaml item) {
    try {
      URI uri = new URI(item.text());
      if (uri.getHost() != null
          && Set.of("http", "https").contains(uri.getScheme())
          && uri.getQuery() == null
          && uri.getFragment() == null) {
        String text = uri.toString();
        return URI.create(text.endsWith("/") ? text : text + "/");
      }
    } catch (URISyntaxException e) {
      // told below
    }
    throw item.wrong(
        "expected the console's address such as https://whoread.example.com, not \""
            + item.text()
            + "\"");
  }
}
