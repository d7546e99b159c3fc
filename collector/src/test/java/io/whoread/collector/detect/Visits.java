package io.whoread.collector.detect;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.Batches;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.record.Roles;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Actor;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Channel;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Form;
import io.whoread.record.v1.Operation;
import io.whoread.record.v1.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Requests of a made-up shop, each of which can say all that a record can. */
final class Visits {
  /** One request; what is not said is that of an ordinary one. */
  record Visit(
      Instant at,
      String role,
      String actor,
      String behalf,
      String address,
      String operation,
      Form form,
      String owner,
      int placedDay,
      boolean logged,
      String purpose,
      int[] subjects) {
    Visit of(int... others) {
      return new Visit(
          at, role, actor, behalf, address, operation, form, owner, placedDay, logged, purpose,
          others);
    }

    Visit from(String other) {
      return new Visit(
          at, role, actor, behalf, other, operation, form, owner, placedDay, logged, purpose,
          subjects);
    }

    Visit by(Form other) {
      return new Visit(
          at, role, actor, behalf, address, operation, other, owner, placedDay, logged, purpose,
          subjects);
    }

    Visit through(String other) {
      return new Visit(
          at, role, actor, behalf, address, other, form, owner, placedDay, logged, purpose,
          subjects);
    }

    Visit ofOwner(String other) {
      return new Visit(
          at, role, actor, behalf, address, operation, form, other, placedDay, logged, purpose,
          subjects);
    }

    Visit onBehalfOf(String other) {
      return new Visit(
          at, role, actor, other, address, operation, form, owner, placedDay, logged, purpose,
          subjects);
    }

    /** Days since 1970. */
    Visit placedOn(int day) {
      return new Visit(
          at, role, actor, behalf, address, operation, form, owner, day + 1, logged, purpose,
          subjects);
    }

    /** By which number of a ticket. */
    Visit by(String other) {
      return new Visit(
          at, role, actor, behalf, address, operation, form, owner, placedDay, logged, other,
          subjects);
    }

    Visit intoALog() {
      return new Visit(
          at, role, actor, behalf, address, operation, form, owner, placedDay, true, purpose,
          subjects);
    }
  }

  static Visit staff(Instant at, String id) {
    return person(at, "staff", id);
  }

  static Visit person(Instant at, String role, String id) {
    return new Visit(
        at,
        role,
        id,
        "",
        "192.0.2.1",
        "GET /orders/{id}",
        Form.FORM_OPENED,
        "",
        0,
        false,
        "",
        new int[] {1});
  }

  /** A customer who reads an order of one's own. */
  static Visit customer(Instant at, int number, String address) {
    String id = HexFormat.of().formatHex(Batches.pseudonym(1_000_000 + number).toByteArray());
    return person(at, Roles.CUSTOMER, id)
        .from(address)
        .through("GET /my/orders/{id}")
        .of(2_000_000 + number);
  }

  private final List<Visit> visits = new ArrayList<>();

  Visits add(Visit visit) {
    visits.add(visit);
    return this;
  }

  /** In order of time. */
  List<Batch> batches(int accesses) {
    List<Visit> ordered = new ArrayList<>(visits);
    ordered.sort(Comparator.comparing(Visit::at));
    return batches(ordered, accesses);
  }

  /** In any order, where a visit comes at most so much later than one that was after it. */
  List<Batch> shuffled(int accesses, long lateMs, Random random) {
    List<Map.Entry<Long, Visit>> arrivals = new ArrayList<>();
    for (Visit visit : visits) {
      arrivals.add(Map.entry(visit.at.toEpochMilli() + random.nextLong(lateMs + 1), visit));
    }
    arrivals.sort(Map.Entry.comparingByKey());
    return batches(arrivals.stream().map(Map.Entry::getValue).toList(), accesses);
  }

  private static List<Batch> batches(List<Visit> visits, int accesses) {
    List<Batch> batches = new ArrayList<>();
    for (int i = 0; i < visits.size(); i += accesses) {
      batches.add(
          batch(visits.subList(i, Math.min(visits.size(), i + accesses)), batches.size() + 1));
    }
    return batches;
  }

  private static Batch batch(List<Visit> visits, long sequence) {
    long start = visits.getFirst().at.toEpochMilli();
    Batch.Builder batch =
        Batch.newBuilder()
            .setRun(Batches.run(1))
            .setSequence(sequence)
            .setStart(Timestamps.fromMillis(start))
            .setKeyEpoch(1)
            .setInstance("host-1/1")
            .setSender("test/1")
            .addExposures(exposure(false))
            .addExposures(exposure(true));
    for (Visit visit : visits) {
      batch.addOperations(Operation.newBuilder().setName(visit.operation).setForm(visit.form));
      Caller.Builder caller =
          Caller.newBuilder()
              .setAddress(visit.address)
              .setActor(
                  Actor.newBuilder()
                      .setId(visit.actor)
                      .setRole(visit.role)
                      .setPseudonymous(visit.role.equals(Roles.CUSTOMER))
                      .setSource("test"));
      if (!visit.behalf.isEmpty()) {
        caller.setOnBehalfOf(Actor.newBuilder().setId(visit.behalf).setRole(visit.role));
      }
      batch.addCallers(caller);
      Access.Builder access =
          Access.newBuilder()
              .setOffsetMs(visit.at.toEpochMilli() - start)
              .setOperation(batch.getOperationsCount())
              .setCaller(batch.getCallersCount());
      if (!visit.purpose.isEmpty()) {
        access.setPurpose(batch.addWords(visit.purpose).getWordsCount());
      }
      int owner = batch.addWords(visit.owner).getWordsCount();
      for (int subject : visit.subjects) {
        access.addSubjects(
            Subject.newBuilder()
                .setId(Batches.pseudonym(subject))
                .setExposure(visit.logged ? 2 : 1)
                .setOwner(owner)
                .setPlacedDay(visit.placedDay));
      }
      batch.addAccesses(access);
    }
    return batch.build();
  }

  private static Exposure exposure(boolean logged) {
    Exposure.Builder exposure =
        Exposure.newBuilder()
            .setSubjectKind("order")
            .addTouched("phone")
            .addDisclosures(
                Disclosure.newBuilder().setChannel(Channel.CHANNEL_RESPONSE).addPlain("phone"));
    if (logged) {
      exposure.addDisclosures(
          Disclosure.newBuilder().setChannel(Channel.CHANNEL_LOG).addPlain("phone"));
    }
    return exposure.build();
  }

  /** What the shipped rules alert on; at the end they are told that time has gone on. */
  static List<Alert> alerts(List<Batch> batches) {
    List<Alert> alerts = new ArrayList<>();
    feed(new Detection(RulesFile.defaults()), batches, 0, alerts);
    return alerts;
  }

  /** The same, where the detector is stopped and goes on from its snapshot. */
  static List<Alert> alertsWithRestart(List<Batch> batches, int after) {
    List<Alert> alerts = new ArrayList<>();
    Detection before = new Detection(RulesFile.defaults());
    for (int i = 0; i < after; i++) {
      before.accept(batches.get(i), "shop", i, Long.MAX_VALUE, alerts::add);
    }
    Detection again;
    try {
      Path file = Files.createTempFile("detect", "");
      Snapshot.Head head = new Snapshot.Head(after, 0, List.of());
      try (SnapshotWriter writer = new SnapshotWriter(file, head, RulesFile.of(Map.of()), before)) {
        // While it is written, detection goes on.
        for (int i = after; writer.step(0); i++) {
          if (i < batches.size()) {
            before.accept(batches.get(i), "shop", i, Long.MAX_VALUE, alert -> {});
          }
        }
        writer.publish();
      }
      Snapshot.Restored restored = Snapshot.read(file, Memory.unnamed());
      if (restored == null) {
        throw new AssertionError("the snapshot is of no use");
      }
      again = restored.detection();
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    feed(again, batches, after, alerts);
    return alerts;
  }

  private static void feed(Detection detection, List<Batch> batches, int from, List<Alert> alerts) {
    for (int i = from; i < batches.size(); i++) {
      detection.accept(batches.get(i), "shop", i, Long.MAX_VALUE, alerts::add);
    }
    detection.tick(detection.newest() + 400_000, batches.size(), alerts::add);
  }

  /** The newest revision of each alert on which a rule spoke. */
  static List<Alert> by(String rule, List<Alert> alerts) {
    Map<String, Alert> newest = new LinkedHashMap<>();
    alerts.forEach(alert -> newest.put(alert.getId(), alert));
    return newest.values().stream().filter(alert -> !signals(rule, alert).isEmpty()).toList();
  }

  /** A rule's signals, the longest window first. */
  static List<Signal> signals(String rule, Alert alert) {
    List<Signal> signals = new ArrayList<>();
    for (Signal signal : alert.getSignalsList()) {
      if (signal.getRule().equals(rule)) {
        signals.add(signal);
      }
    }
    signals.sort(Collections.reverseOrder(Comparator.comparingInt(Signal::getWindowSeconds)));
    return signals;
  }
}
