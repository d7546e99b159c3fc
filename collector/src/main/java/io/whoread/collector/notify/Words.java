package io.whoread.collector.notify;

import io.whoread.collector.notify.v1.Digest;
import io.whoread.collector.notify.v1.Message;
import io.whoread.collector.notify.v1.Notice;
import io.whoread.record.v1.Form;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A message in the words of a language, for people. What may be told is {@link Notices}' to say.
 */
abstract class Words {
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

  private final URI console;
  private final ZoneId zone;

  Words(NotifySettings settings) {
    this.console = settings.console();
    this.zone = settings.zone();
  }

  static Words of(NotifySettings.Channel channel, NotifySettings settings) {
    return channel.chinese() ? new ChineseWords(settings) : new EnglishWords(settings);
  }

  /** In one line. */
  final String title(Message message) {
    return switch (message.getContentCase()) {
      case ALERTED -> title(message.getAlerted().getNotice());
      case DIGEST -> digestTitle(LocalDate.ofEpochDay(message.getDigest().getDay()));
      default -> trialTitle();
    };
  }

  /** All but the title and the link. */
  final List<String> lines(Message message) {
    List<String> lines = new ArrayList<>();
    switch (message.getContentCase()) {
      case ALERTED -> {
        Notice notice = message.getAlerted().getNotice();
        if (message.getAlerted().getBeforeValue() > 0) {
          lines.add(risen(message.getAlerted().getBefore().name(), notice.getSeverity().name()));
        }
        notice.getCountsList().forEach(count -> lines.add(count(count)));
        lines.add(when(span(notice)));
        lines.add(id(notice.getAlert()));
        if (message.getAlerted().getLastOf() > 0) {
          lines.add(last(message.getAlerted().getLastOf()));
        }
      }
      case DIGEST -> {
        Digest digest = message.getDigest();
        lines.add(counts(digest));
        int n = 1;
        for (Digest.Line line : digest.getLinesList()) {
          lines.add(n++ + ". " + line(line));
        }
        int all = Math.max(digest.getOpen(), Math.max(digest.getHeldBack(), digest.getGrown()));
        if (all > digest.getLinesCount()) {
          lines.add(more(all - digest.getLinesCount()));
        }
      }
      default -> lines.add(trial());
    }
    return lines;
  }

  /** Where a person reads more; null where the console's address is not known. */
  final String link(Message message) {
    if (console == null) {
      return null;
    }
    return switch (message.getContentCase()) {
      case ALERTED -> link(message.getAlerted().getNotice());
      case DIGEST -> console.resolve("alerts").toString();
      default -> console.toString();
    };
  }

  final String link(Notice notice) {
    return console == null
        ? null
        : console
            .resolve("alert?id=" + notice.getAlert().replaceAll("[^0-9A-Za-z]", ""))
            .toString();
  }

  /** The lines without marks. */
  final String text(Message message, int mostBytes) {
    return fit("", lines(message), "\n", "", mostBytes);
  }

  /** Title, lines and link. */
  final String markdown(Message message, int mostBytes) {
    String link = link(message);
    return fit(
        "### " + title(message) + "\n\n",
        lines(message),
        "\n\n",
        link == null ? "" : "\n\n[" + open() + "](" + link + ")",
        mostBytes);
  }

  /** As many lines as there is room for. */
  private static String fit(
      String head, List<String> lines, String between, String tail, int mostBytes) {
    String rest = between + "...";
    int room = mostBytes - bytes(head) - bytes(tail) - bytes(rest);
    StringBuilder text = new StringBuilder(head);
    for (int i = 0; i < lines.size(); i++) {
      String line = (i == 0 ? "" : between) + lines.get(i);
      room -= bytes(line);
      if (room < 0) {
        text.append(rest);
        break;
      }
      text.append(line);
    }
    return text.append(tail).toString();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** "2026-11-22 21:03", "21:45" or with its day, "UTC+08:00". */
  private List<String> span(Notice notice) {
    ZonedDateTime from = Instant.ofEpochMilli(notice.getFromMs()).atZone(zone);
    ZonedDateTime to = Instant.ofEpochMilli(notice.getToMs()).atZone(zone);
    ZoneOffset offset = from.getOffset();
    return List.of(
        MINUTE.format(from),
        (to.toLocalDate().equals(from.toLocalDate()) ? CLOCK : MINUTE).format(to),
        offset.equals(ZoneOffset.UTC) ? "UTC" : "UTC" + offset.getId());
  }

  /** Forms by their numbers, those that are known. */
  static Map<Form, Long> forms(Notice.Count count) {
    Map<Form, Long> forms = new TreeMap<>();
    count
        .getFormsMap()
        .forEach(
            (number, n) -> {
              Form form = Form.forNumber(number);
              if (form != null && form != Form.FORM_UNSPECIFIED && n > 0) {
                forms.put(form, n);
              }
            });
    return forms;
  }

  static String whole(double number) {
    return Long.toString(Math.round(number));
  }

  abstract String open();

  abstract String title(Notice notice);

  abstract String digestTitle(LocalDate day);

  abstract String trialTitle();

  abstract String trial();

  /** Names of severities, as the protocol has them. */
  abstract String risen(String before, String now);

  abstract String count(Notice.Count count);

  abstract String when(List<String> span);

  abstract String id(String alert);

  abstract String last(int cap);

  abstract String counts(Digest digest);

  abstract String line(Digest.Line line);

  abstract String more(int n);
}
