package io.whoread.collector.api;

import io.whoread.collector.alert.Alerts;
import io.whoread.collector.api.login.AccountRole;
import io.whoread.record.Pseudonyms;
import io.whoread.record.Roles;
import java.util.regex.Pattern;

/**
 * Who may see whose trail. A responder gives a reason, or comes from an alert about that very
 * person, and what opened the trail is in the log before the trail is shown; a monitored person
 * sees the own trail. Reads by nobody in particular (role unknown) need no reason.
 */
final class Openings {
  private static final int LONGEST_REASON = 200;

  /** Phone, identity card and mail address: what a reason must not hold. */
  private static final Pattern PERSONAL =
      Pattern.compile("(?<!\\d)1[3-9]\\d{9}(?!\\d)|(?<!\\d)\\d{17}[\\dXx](?!\\d)|\\S+@\\S+\\.\\S+");

  private final Alerts alerts;
  private final Actions actions;

  Openings(Alerts alerts, Actions actions) {
    this.alerts = alerts;
    this.actions = actions;
  }

  /**
   * @param actor null for reads that are nobody's
   * @param role of the reads asked for, or null
   * @param alert id of the alert that the person comes from, or null
   */
  void require(Person person, String actor, String role, String alert) {
    if (actor != null && actor.equals(person.account().actor())) {
      return;
    }
    if (!person.is(AccountRole.RESPONDER)) {
      throw new Refusal(403, "not-allowed", "This account may not open the trails of others.");
    }
    if (actor == null && Roles.UNKNOWN.equals(role)) {
      return;
    }
    if (actor == null || actor.isEmpty()) {
      throw Refusal.badRequest("no-actor", "Say whose trail, in `actor`.");
    }
    if (actions.mayOpenActor(person, actor)) {
      return;
    }
    if (alert == null) {
      throw new Refusal(403, "reason-needed", "Opening a person's trail takes a reason.");
    }
    boolean about = alerts.get(alert).filter(r -> r.alert().getActor().equals(actor)).isPresent();
    if (!about) {
      throw new Refusal(403, "reason-needed", "That alert is not about this person.");
    }
    actions.openedActor(person, actor, "", alert);
  }

  void open(Person person, String actor, String reason) {
    if (actor == null || actor.isBlank() || actor.length() > 256) {
      throw Refusal.badRequest("no-actor", "Say whose trail, in `actor`.");
    }
    actions.openedActor(person, actor, reason(reason, null), "");
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
    if (PERSONAL.matcher(reason).find()
        || number != null && Pseudonyms.normalise(reason).contains(Pseudonyms.normalise(number))) {
      throw Refusal.badRequest(
          "personal-reason",
          "The reason is kept for good: leave order numbers, phone numbers and addresses out.");
    }
    return reason;
  }
}
