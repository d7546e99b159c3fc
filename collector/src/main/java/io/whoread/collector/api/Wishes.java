package io.whoread.collector.api;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.AlertRow;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.index.ActorId;
import io.whoread.collector.life.Exceptions;
import io.whoread.collector.log.v1.AlertException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is asked for as an exception, held against the alert that it is for. */
final class Wishes {
  private static final long MOST_A_DAY = 1_000_000;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Wishes() {}

  /**
   * @param parts of the alert
   * @throws Refusal naming the field
   */
  static AlertException exception(
      Person person, StepRequest.Wish wish, AlertRow row, List<AlertRow> parts) {
    Alert alert = row.alert();
    Set<String> rules = new TreeSet<>();
    Set<String> operations = new TreeSet<>();
    Timestamp from = alert.getFrom();
    tell(alert, rules, operations);
    for (AlertRow part : parts) {
      tell(part.alert(), rules, operations);
      from = Timestamps.compare(part.alert().getFrom(), from) < 0 ? part.alert().getFrom() : from;
    }
    if (wish.rules() == null || wish.rules().isEmpty() || !rules.containsAll(wish.rules())) {
      throw bad("rules", "must be at least one of this alert's rules: " + String.join(", ", rules));
    }
    String operation = wish.operation() == null ? "" : wish.operation();
    if (!operation.isEmpty() && !operations.contains(operation)) {
      throw bad("operation", "must be one that this alert names, or empty for any");
    }
    if (wish.atMost() == null || wish.atMost() < 1 || wish.atMost() > MOST_A_DAY) {
      throw bad("atMost", "must be 1 to " + MOST_A_DAY + " subjects a day");
    }
    return AlertException.newBuilder()
        .setId(HexFormat.of().toHexDigits(RANDOM.nextLong()))
        .setRole(alert.getRole())
        .setActor(actor(person, wish.scope(), alert))
        .setGroup(alert.getGroup())
        .addAllRules(new TreeSet<>(wish.rules()))
        .setOperation(operation)
        .setAtMost(wish.atMost())
        .setFrom(from)
        .setUntil(until(wish.until(), from))
        .build();
  }

  private static void tell(Alert alert, Set<String> rules, Set<String> operations) {
    for (Signal signal : alert.getSignalsList()) {
      if (signal.getAccompanies()) {
        continue;
      }
      rules.add(signal.getRule());
      operations.addAll(signal.getOperationsList());
    }
  }

  private static String actor(Person person, String scope, Alert alert) {
    if ("actor".equals(scope)) {
      if (alert.getActor().isEmpty()) {
        throw bad("scope", "must be group: nobody knows who it was");
      }
      return alert.getActor();
    }
    if (!"group".equals(scope) || alert.getGroup().isEmpty()) {
      throw bad("scope", "must be actor or group");
    }
    ActorId own = person.account().actor();
    if (own != null && own.role().equals(alert.getRole())) {
      throw new Refusal(
          403, "own-alert", "An exception for a group may not be made by one who may be of it.");
    }
    return "";
  }

  private static Timestamp until(String text, Timestamp from) {
    Instant last = AlertView.instant(from).plus(Exceptions.LONGEST);
    try {
      Instant until = Instant.parse(text == null ? "" : text);
      if (until.isAfter(Instant.now()) && !until.isAfter(last)) {
        return Timestamps.fromMillis(until.toEpochMilli());
      }
    } catch (DateTimeException e) {
      throw bad("until", "must be a time such as 2026-12-31T16:00:00Z");
    }
    throw bad("until", "must lie ahead, and at most 366 days after the alert's first read");
  }

  private static Refusal bad(String field, String right) {
    return Refusal.badRequest("bad-exception", "`exception." + field + "` " + right + ".");
  }
}
