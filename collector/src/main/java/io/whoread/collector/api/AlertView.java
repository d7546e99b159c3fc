package io.whoread.collector.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.whoread.collector.alert.AlertRow;
import io.whoread.collector.alert.Sentences;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.alert.v1.SubjectRef;
import io.whoread.collector.index.AccessFilter;
import io.whoread.record.v1.Form;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An alert as the console shows it: the numbers, and the sentences made from them in both
 * languages.
 *
 * @param severity "watch", "review" or "urgent"
 * @param actorRisk of the person when it was raised last, with the risk of earlier alerts; null
 *     where an older collector raised it
 * @param cursor continues a list behind this alert
 * @param life how it stands; with what people did only where one alert was asked for
 */
record AlertView(
    String id,
    long cursor,
    int revision,
    String actor,
    String alias,
    String role,
    String group,
    Instant from,
    Instant to,
    Instant firstRaised,
    Instant raised,
    Instant received,
    String severity,
    double risk,
    Double actorRisk,
    String rules,
    Text sentence,
    List<SignalView> signals,
    LifeView life) {

  record Text(String zh, String en) {}

  record SignalView(
      String rule,
      Instant from,
      Instant to,
      int windowSeconds,
      double observed,
      Double ownNormal,
      Integer ownDays,
      Double groupNormal,
      Double floor,
      Double limit,
      Double groupPace,
      double error,
      Map<String, Long> forms,
      Map<String, Long> kinds,
      long plain,
      List<Example> examples,
      List<String> operations,
      List<String> services,
      List<String> addresses,
      Map<String, String> facts,
      boolean accompanies,
      Text sentence) {}

  /**
   * @param id as {@link Subjects} has it
   * @param read when the person last read it, of the reads that the alert speaks of; null where
   *     that is not asked or not found
   * @param placed day on which the order was placed; null likewise, or where it is not known
   * @param canary null where it is none, or that is not asked
   */
  record Example(String kind, String id, Instant read, LocalDate placed, CanaryTag canary) {}

  /** What is known of an example beside its pseudonym; null where it is not known. */
  record Told(Instant read, LocalDate placed, CanaryTag canary) {}

  /**
   * That a subject is a canary.
   *
   * @param channelKind "seller", "courier" or "team": to whom alone it was given; or empty
   */
  record CanaryTag(String label, String channelKind, String channel) {}

  /** Makes alerts presentable. */
  static final class Teller {
    private final Sentences chinese;
    private final Sentences english;

    /**
     * @param zone that sentences tell times in
     */
    Teller(ZoneId zone) {
      chinese = new Sentences(Locale.SIMPLIFIED_CHINESE, zone);
      english = new Sentences(Locale.ENGLISH, zone);
    }

    AlertView tell(AlertRow row) {
      return tell(row, Map.of(), LifeView.brief(row.life()));
    }

    /** The alert in one sentence, in both languages. */
    Text sentence(Alert alert) {
      return new Text(chinese.sentence(alert), english.sentence(alert));
    }

    /**
     * @param told of its examples, by pseudonym
     */
    AlertView tell(AlertRow row, Map<ByteString, Told> told, LifeView life) {
      Alert alert = row.alert();
      return new AlertView(
          alert.getId(),
          row.position(),
          alert.getRevision(),
          alert.getActor(),
          alert.getAlias(),
          alert.getRole(),
          alert.getGroup(),
          instant(alert.getFrom()),
          instant(alert.getTo()),
          alert.hasFirstRaised() ? instant(alert.getFirstRaised()) : instant(alert.getRaised()),
          instant(alert.getRaised()),
          row.received(),
          severity(alert),
          alert.getRisk(),
          alert.hasActorRisk() ? alert.getActorRisk() : null,
          alert.getRules(),
          sentence(alert),
          alert.getSignalsList().stream().map(signal -> tell(alert, signal, told)).toList(),
          life);
    }

    private SignalView tell(Alert alert, Signal signal, Map<ByteString, Told> told) {
      Map<String, Long> forms = new TreeMap<>();
      signal.getFormsMap().forEach((form, count) -> forms.put(form(form), count));
      return new SignalView(
          signal.getRule(),
          instant(signal.getFrom()),
          instant(signal.getTo()),
          signal.getWindowSeconds(),
          signal.getObserved(),
          signal.hasOwnNormal() ? signal.getOwnNormal() : null,
          signal.hasOwnDays() ? signal.getOwnDays() : null,
          signal.hasGroupNormal() ? signal.getGroupNormal() : null,
          signal.hasFloor() ? signal.getFloor() : null,
          signal.hasLimit() ? signal.getLimit() : null,
          signal.hasGroupPace() ? signal.getGroupPace() : null,
          signal.getError(),
          forms,
          new TreeMap<>(signal.getKindsMap()),
          signal.getPlain(),
          signal.getExamplesList().stream()
              .map(ref -> example(ref, told.get(ref.getId())))
              .toList(),
          signal.getOperationsList(),
          signal.getServicesList(),
          signal.getAddressesList(),
          signal.getFactsMap(),
          signal.getAccompanies(),
          new Text(chinese.sentence(alert, signal), english.sentence(alert, signal)));
    }
  }

  private static Example example(SubjectRef ref, Told told) {
    return new Example(
        ref.getKind(),
        Subjects.name(HexFormat.of().formatHex(ref.getId().toByteArray())),
        told == null ? null : told.read,
        told == null ? null : told.placed,
        told == null ? null : told.canary);
  }

  private static String form(int number) {
    Form form = Form.forNumber(number);
    return form == null || form == Form.FORM_UNSPECIFIED
        ? "other"
        : form.name().substring("FORM_".length()).toLowerCase(Locale.ROOT);
  }

  /**
   * What is asked for to see the reads of whoever an alert is about; one who could not be named
   * stands for a service and an address.
   */
  static AccessFilter reads(Alert alert, Instant from, Instant to) {
    boolean named = !alert.getActor().isEmpty();
    return new AccessFilter(
        from,
        to,
        alert.getActor(),
        alert.getRole(),
        named ? null : alert.getService(),
        null,
        null,
        named ? null : alert.getAddress(),
        null,
        List.of());
  }

  static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  /** "watch", "review" or "urgent". */
  static String severity(Alert alert) {
    return alert.getSeverity().name().toLowerCase(Locale.ROOT);
  }
}
