package io.whoread.collector.life;

import static io.whoread.collector.life.Deeds.DAY;
import static io.whoread.collector.life.Deeds.START;
import static io.whoread.collector.life.Deeds.alert;
import static io.whoread.collector.life.Deeds.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.life.Deeds.Deed;
import io.whoread.collector.log.v1.AlertException;
import io.whoread.collector.log.v1.AlertStep;
import io.whoread.collector.log.v1.AlertStep.Kind;
import io.whoread.collector.log.v1.Entry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LivesTest {
  private static final long MINUTE = 60_000;

  /** What a step makes of an alert; a dash where it is not allowed. */
  private static final String TABLE =
      """
      .         claimed released commented asked answered explained proposed  confirmed rejected reopened merged
      open      claimed -        =         asked -        explained proposed  -         -        -        merged
      claimed   =       open     =         asked -        explained proposed  -         -        -        merged
      asked     =       =        =         asked answered explained proposed  -         -        -        merged
      answered  =       =        =         asked answered explained proposed  -         -        -        merged
      proposed  =       =        =         -     -        -         -         confirmed free     -        -
      explained -       -        =         -     -        -         -         -         -        free     -
      confirmed -       -        =         -     -        -         -         -         -        free     -
      merged    -       -        -         -     -        -         -         -         -        free     -
      """;

  @Provide
  Arbitrary<List<Deed>> deeds() {
    return Deeds.some();
  }

  @Property(tries = 1_000)
  void whateverPeopleDoAlertsStandAsTheTableSays(@ForAll("deeds") List<Deed> deeds) {
    List<Entry> entries = Deeds.entries(deeds);
    Lives lives = new Lives(10);
    Model model = new Model();
    for (int at = 0; at < entries.size(); at++) {
      Entry entry = entries.get(at);
      boolean taken = apply(lives, entry, at);
      assertThat(taken).as("%s", entry).isEqualTo(model.apply(entry, at));
      for (int alert = 0; alert < 3; alert++) {
        lives.get(id(alert)).ifPresent(life -> model.assertSame(life));
      }
      Set<String> kept = new TreeSet<>();
      lives.exceptions().all().forEach(grant -> kept.add(grant.exception().getId()));
      assertThat(kept).isEqualTo(model.exceptions.keySet());
    }
  }

  private static boolean apply(Lives lives, Entry entry, int at) {
    if (entry.hasAlert()) {
      lives.apply(entry.getAlert());
      return true;
    }
    return lives.apply(entry.getAlertStep(), at, entry.getReceivedMs());
  }

  @Property(tries = 300)
  void aSnapshotAnywhereChangesNothing(@ForAll("deeds") List<Deed> deeds) {
    List<Entry> entries = Deeds.entries(deeds);
    Lives whole = new Lives(2);
    Lives broken = new Lives(2);
    for (int at = 0; at < entries.size(); at++) {
      apply(whole, entries.get(at), at);
      apply(broken, entries.get(at), at);
      broken = Lives.of(broken.state(), 2);
      assertThat(broken.state()).isEqualTo(whole.state());
      assertThat(broken.state().getLivesCount()).isLessThanOrEqualTo(2);
    }
  }

  /** As simple as can be said. */
  private static final class Model {
    final Map<String, Map<String, String>> alerts = new HashMap<>();
    final Map<String, Double> counts = new HashMap<>();
    final Map<String, Double> judged = new HashMap<>();
    final Map<String, String> exceptions = new java.util.TreeMap<>();

    boolean apply(Entry entry, int at) {
      if (entry.hasAlert()) {
        grow(entry.getAlert());
        return true;
      }
      AlertStep step = entry.getAlertStep();
      if (step.getKind() == Kind.EXCEPTION_ENDED) {
        return exceptions.remove(step.getException().getId(), step.getAlert());
      }
      Map<String, String> alert = alerts.get(step.getAlert());
      String before = alert.get("standing");
      String next = next(before, step.getKind());
      if (next.equals("-") || !fits(alert, step)) {
        return false;
      }
      String holder = alert.get("holder");
      switch (step.getKind()) {
        case CLAIMED -> alert.put("holder", step.getAssignee());
        case RELEASED -> alert.put("holder", "");
        case REOPENED -> {
          alert.put("holder", step.getAssignee());
          alert.put("into", "");
        }
        case MERGED -> alert.put("into", step.getInto());
        case ASKED, EXPLAINED, PROPOSED ->
            alert.put("holder", holder.isEmpty() ? step.getUser() : holder);
        default -> {}
      }
      if (next.equals("free")) {
        next = alert.get("holder").isEmpty() ? "open" : "claimed";
      }
      alert.put("standing", next.equals("=") ? before : next);
      if (step.getKind() == Kind.ASKED) {
        alert.put("asked", step.getAssignee());
      } else if (step.getKind() == Kind.PROPOSED) {
        alert.put("proposer", step.getUser());
        alert.put("second", step.getAssignee());
      }
      if (Set.of(Kind.CONFIRMED, Kind.REOPENED).contains(step.getKind())) {
        exceptions.values().removeIf(step.getAlert()::equals);
      }
      if (step.hasException()) {
        exceptions.put(step.getException().getId(), step.getAlert());
      }
      if (Set.of(Kind.CONFIRMED, Kind.EXPLAINED).contains(step.getKind())) {
        judged.put(step.getAlert(), highest(step.getAlert()));
      }
      return true;
    }

    private boolean fits(Map<String, String> alert, AlertStep step) {
      boolean newest = alert.get("revision").equals("" + step.getRevision());
      boolean second = !step.getUser().equals(alert.get("proposer"));
      String assignee = step.getAssignee();
      return switch (step.getKind()) {
        case CLAIMED -> !assignee.isEmpty();
        case RELEASED -> !alert.get("holder").isEmpty();
        case ASKED -> !assignee.isEmpty() && !assignee.equals(step.getUser());
        case ANSWERED -> step.getUser().equals(alert.get("asked"));
        case EXPLAINED, PROPOSED -> newest;
        case CONFIRMED -> newest && second;
        case REJECTED -> second;
        case MERGED -> {
          Map<String, String> into = alerts.get(step.getInto());
          yield !step.getInto().equals(step.getAlert())
              && into.get("actor").equals(alert.get("actor"))
              && Set.of("open", "claimed", "asked", "answered").contains(into.get("standing"));
        }
        default -> true;
      };
    }

    private void grow(Alert grown) {
      Map<String, String> alert =
          alerts.computeIfAbsent(
              grown.getId(),
              unused ->
                  new HashMap<>(
                      Map.of("standing", "open", "holder", "", "into", "", "second", "")));
      alert.put("actor", grown.getActor());
      alert.put("revision", "" + grown.getRevision());
      counts.put(grown.getId(), grown.getSignals(0).getObserved());
      String whole = whole(grown.getId());
      Map<String, String> opened = alerts.get(whole);
      boolean covered = exceptions.containsValue(whole) && counts.get(grown.getId()) <= 1_000;
      if (Set.of("explained", "confirmed").contains(opened.get("standing"))
          && counts.get(grown.getId()) >= 1.5 * judged.get(whole)
          && !covered) {
        opened.put("standing", "open");
        opened.put("holder", "");
      }
    }

    private String whole(String id) {
      String into = alerts.get(id).get("into");
      return into.isEmpty() ? id : whole(into);
    }

    private double highest(String id) {
      return counts.keySet().stream()
          .filter(part -> whole(part).equals(id))
          .mapToDouble(counts::get)
          .max()
          .orElseThrow();
    }

    private static String next(String standing, Kind kind) {
      List<String> lines = TABLE.lines().toList();
      int column = List.of(lines.getFirst().split(" +")).indexOf(kind.name().toLowerCase());
      return lines.stream()
          .map(line -> line.split(" +"))
          .filter(cells -> cells[0].equals(standing))
          .findFirst()
          .orElseThrow()[column];
    }

    void assertSame(Life life) {
      Map<String, String> alert = alerts.get(life.alert());
      assertThat(life.standing().label()).isEqualTo(alert.get("standing"));
      assertThat(life.holder()).isEqualTo(alert.get("holder"));
      assertThat(life.into()).isEqualTo(alert.get("into"));
      String turn =
          switch (alert.get("standing")) {
            case "claimed", "answered" -> alert.get("holder");
            case "asked" -> alert.get("asked");
            case "proposed" -> alert.get("second");
            default -> "";
          };
      assertThat(life.turn()).isEqualTo(turn);
    }
  }

  private static AlertStep.Builder by(String user, Kind kind, int revision) {
    return AlertStep.newBuilder().setAlert(id(0)).setUser(user).setKind(kind).setRevision(revision);
  }

  private static Lives explained(AlertException exception) {
    Lives lives = new Lives(10);
    lives.apply(alert(0, 1, 100));
    AlertStep.Builder step = by("chen", Kind.EXPLAINED, 1);
    if (exception != null) {
      step.setException(exception);
    }
    lives.apply(step.build(), 1, START);
    return lives;
  }

  private static Standing grown(Lives lives, Signal signal) {
    lives.apply(alert(0, 2, 100).toBuilder().addSignals(signal).build());
    return lives.get(id(0)).orElseThrow().standing();
  }

  private static Signal.Builder signal(String rule, double count, long from) {
    return Signal.newBuilder()
        .setRule(rule)
        .setObserved(count)
        .setFrom(Timestamps.fromMillis(from))
        .setTo(Timestamps.fromMillis(from + MINUTE));
  }

  @Example
  void whatWasJudgedStaysSoUntilMoreComes() {
    long later = START + DAY;
    assertThat(grown(explained(null), signal("bulk", 149, START).build()))
        .isEqualTo(Standing.EXPLAINED);
    assertThat(grown(explained(null), signal("bulk", 150, START).build())).isEqualTo(Standing.OPEN);
    assertThat(grown(explained(null), signal("cold", 9, START).build())).isEqualTo(Standing.OPEN);
    assertThat(grown(explained(null), signal("bulk", 100, later).build()))
        .isEqualTo(Standing.EXPLAINED);
    assertThat(grown(explained(null), signal("bulk", 101, later).build())).isEqualTo(Standing.OPEN);
    AlertException known = Deeds.exception(0, "00000000000000aa", 400);
    assertThat(grown(explained(known), signal("bulk", 400, later).build()))
        .isEqualTo(Standing.EXPLAINED);
    assertThat(grown(explained(known), signal("bulk", 401, later).build()))
        .isEqualTo(Standing.OPEN);
    Lives lives = explained(null);
    grown(lives, signal("cold", 9, START).build());
    Life life = lives.get(id(0)).orElseThrow();
    assertThat(life.reopened()).isEqualTo(2);
    assertThat(life.holder()).isEmpty();
  }

  @Example
  void anExceptionHoldsForWhatItSaysAlone() {
    AlertException known =
        Deeds.exception(0, "00000000000000aa", 400).toBuilder()
            .setOperation("GET /orders/export")
            .build();
    Exceptions exceptions = explained(known).exceptions();
    String export = "GET /orders/export";
    long until = START + 30 * DAY;
    assertThat(holds(exceptions, "staff", "E1", "desk", of("bulk", 400, START, export))).isTrue();
    assertThat(holds(exceptions, "staff", "E1", "desk", of("bulk", 401, START, export))).isFalse();
    assertThat(
            holds(exceptions, "staff", "E1", "desk", of("bulk", 400, until - MINUTE - 1, export)))
        .isTrue();
    assertThat(holds(exceptions, "staff", "E1", "desk", of("bulk", 400, until - MINUTE, export)))
        .isFalse();
    assertThat(holds(exceptions, "staff", "E1", "desk", of("bulk", 400, START - 1, export)))
        .isFalse();
    assertThat(holds(exceptions, "staff", "E1", "desk", of("bulk", 400, START, "GET /orders")))
        .isFalse();
    assertThat(
            holds(exceptions, "staff", "E1", "desk", of("bulk", 400, START, export, "GET /orders")))
        .isFalse();
    assertThat(holds(exceptions, "staff", "E1", "desk", of("cold", 9, START, export))).isFalse();
    assertThat(holds(exceptions, "staff", "E3", "desk", of("bulk", 9, START, export))).isFalse();
    assertThat(holds(exceptions, "courier", "E1", "desk", of("bulk", 9, START, export))).isFalse();
    Exceptions groups =
        explained(Deeds.exception(0, "00000000000000ab", 50).toBuilder().clearActor().build())
            .exceptions();
    assertThat(holds(groups, "staff", "E3", "desk", of("bulk", 50, START))).isTrue();
    assertThat(holds(groups, "unknown", "", "desk", of("bulk", 50, START))).isTrue();
    assertThat(holds(groups, "staff", "E3", "store", of("bulk", 50, START))).isFalse();
  }

  private static boolean holds(
      Exceptions exceptions, String role, String actor, String group, Signal signal) {
    return !exceptions.holding(role, actor, group, signal).isEmpty();
  }

  private static Signal of(String rule, double count, long from, String... operations) {
    return signal(rule, count, from).addAllOperations(List.of(operations)).build();
  }

  @Example
  void anExceptionThatIsNotWholeGrantsNothing() {
    AlertException good = Deeds.exception(0, "00000000000000aa", 400);
    for (AlertException bad :
        List.of(
            good.toBuilder().setId("AA").build(),
            good.toBuilder().clearRules().build(),
            good.toBuilder().setAtMost(0).build(),
            good.toBuilder().setActor("E2").build(),
            good.toBuilder().clearActor().clearGroup().build(),
            good.toBuilder().setUntil(good.getFrom()).build(),
            good.toBuilder()
                .setUntil(Timestamps.fromMillis(START + Duration.ofDays(366).toMillis() + 1))
                .build())) {
      Lives lives = explained(bad);
      assertThat(lives.exceptions().all()).as("%s", bad).isEmpty();
      assertThat(lives.get(id(0)).orElseThrow().standing()).isEqualTo(Standing.OPEN);
    }
    assertThat(explained(good).exceptions().all()).hasSize(1);
  }

  /** Nobody waits for an alert that is long gone to take back what was granted for it. */
  @Example
  void anExceptionOutlivesItsAlertAndCanBeEnded() {
    Lives lives = new Lives(1);
    lives.apply(alert(0, 1, 100));
    lives.apply(
        by("chen", Kind.EXPLAINED, 1)
            .setException(Deeds.exception(0, "00000000000000aa", 400))
            .build(),
        1,
        START);
    lives.apply(alert(1, 1, 100));
    assertThat(lives.get(id(0))).isEmpty();
    assertThat(holds(lives.exceptions(), "staff", "E1", "desk", of("bulk", 400, START))).isTrue();
    AlertStep.Builder end =
        by("li", Kind.EXCEPTION_ENDED, 1)
            .setException(AlertException.newBuilder().setId("00000000000000aa"));
    assertThat(lives.apply(end.clone().setAlert(id(1)).build(), 3, START)).isFalse();
    assertThat(lives.apply(end.build(), 4, START)).isTrue();
    assertThat(lives.exceptions().all()).isEmpty();
    assertThat(lives.apply(end.build(), 5, START)).isFalse();
  }
}
