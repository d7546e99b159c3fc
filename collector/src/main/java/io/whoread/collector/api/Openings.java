package io.whoread.collector.api;

import io.whoread.collector.alert.Alerts;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.api.login.AccountRole;
import io.whoread.collector.index.AccessFilter;
import io.whoread.collector.index.ActorId;
import io.whoread.collector.index.Index;
import io.whoread.record.Pseudonyms;
import io.whoread.record.Roles;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Who may see whose trail. A responder gives a reason, or comes from an alert about that very
 * person, and what opened the trail is in the log before the trail is shown; a monitored person
 * sees the own trail. Reads by nobody in particular (role unknown) need no reason.
 */
final class Openings {
  private static final int LONGEST_REASON = 200;

  private final Alerts alerts;
  private final Index index;
  private final Actions actions;
  private final InstantSource clock;

  Openings(Alerts alerts, Index index, Actions actions, InstantSource clock) {
    this.alerts = alerts;
    this.index = index;
    this.actions = actions;
    this.clock = clock;
  }

  /**
   * @param actor null or empty for reads that are nobody's
   * @param role of the actor; may be left out, or blank, where the id stands for one person only
   * @param alert id of the alert that the person comes from, or null
   * @return whose trail it is
   */
  ActorId require(Person person, String actor, String role, String alert) throws IOException {
    ActorId own = person.account().actor();
    if (own != null && own.id().equals(actor) && (isBlank(role) || own.role().equals(role))) {
      return own;
    }
    if (!person.is(AccountRole.RESPONDER)) {
      throw new Refusal(403, "not-allowed", "This account may not open the trails of others.");
    }
    if (actor == null || actor.isEmpty()) {
      if (Roles.UNKNOWN.equals(role)) {
        return new ActorId(role, "");
      }
      throw noActor();
    }
    ActorId who = who(actor, role);
    if (actions.mayOpenActor(person, who)) {
      return who;
    }
    if (alert == null) {
      throw new Refusal(403, "reason-needed", "Opening a person's trail takes a reason.");
    }
    if (alerts.get(alert).filter(row -> isAbout(row.alert(), who)).isEmpty()) {
      throw new Refusal(403, "reason-needed", "That alert is not about this person.");
    }
    actions.openedActor(person, who, "", alert);
    return who;
  }

  /** Only a person that the trail knows: anything else that was typed is kept nowhere. */
  void open(Person person, String actor, String role, String reason) throws IOException {
    if (actor == null || actor.isBlank()) {
      throw noActor();
    }
    ActorId who = who(actor, role);
    String kept = reason(reason, null);
    if (index.accesses(ever().ofActor(who), null, 1).isEmpty()) {
      throw unknown();
    }
    actions.openedActor(person, who, kept, "");
  }

  /**
   * Follows pseudonyms from a trail to their readers, which is in the log before those are named.
   * Where the trail holds no read there is none to name, and nothing is written down: who knows
   * what stood in the address. While reads may come to light any moment, nothing is followed.
   */
  void follow(Person person, List<byte[]> pseudonyms) throws IOException {
    if (!person.is(AccountRole.RESPONDER)) {
      throw new Refusal(403, "not-allowed", "This account may not look orders up.");
    }
    List<byte[]> read = new ArrayList<>();
    boolean known = false;
    for (byte[] pseudonym : pseudonyms) {
      if (actions.knows(person, pseudonym)) {
        known = true;
      } else if (!index.accesses(ever().ofSubjects(List.of(pseudonym)), null, 1).isEmpty()) {
        read.add(pseudonym);
      }
    }
    if (!read.isEmpty()) {
      actions.lookedUp(person, read, "");
    } else if (!known) {
      Certainty.ofNothing(index);
    }
  }

  /** Whoever names no role means the one person of that id, or must say which of several. */
  private ActorId who(String actor, String role) throws IOException {
    return isBlank(role) ? inItsRole(actor) : new ActorId(role, actor);
  }

  private static boolean isBlank(String role) {
    return role == null || role.isBlank();
  }

  private ActorId inItsRole(String actor) throws IOException {
    Set<String> roles = index.roles(actor);
    if (roles.size() > 1) {
      throw Refusal.badRequest(
          "role-needed", "The trail knows this id in several roles: say which, in `role`.");
    }
    if (roles.isEmpty()) {
      throw unknown();
    }
    return new ActorId(roles.iterator().next(), actor);
  }

  private AccessFilter ever() {
    TimeRange ever = TimeRange.ever(clock);
    return AccessFilter.between(ever.from(), ever.to());
  }

  private static boolean isAbout(Alert alert, ActorId who) {
    return alert.getActor().equals(who.id()) && alert.getRole().equals(who.role());
  }

  private static Refusal noActor() {
    return Refusal.badRequest("no-actor", "Say whose trail, in `actor`.");
  }

  private Refusal unknown() {
    Certainty.ofNothing(index);
    return Refusal.notFound("no-such-person", "The trail knows no such person.");
  }

  /**
   * A reason that may be written down.
   *
   * @param number that was typed beside it and must not stand in it; or null
   */
  static String reason(String text, String number) {
    String reason = text == null ? "" : text.strip();
    if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
      throw Refusal.badRequest(
          "bad-reason", "Give a reason or a case number, at most 200 characters.");
    }
    if (Written.isPersonal(reason)
        || number != null && Pseudonyms.normalise(reason).contains(Pseudonyms.normalise(number))) {
      throw Refusal.badRequest(
          "personal-reason",
          "The reason is kept for good: leave order numbers, phone numbers and addresses out.");
    }
    return reason;
  }
}
