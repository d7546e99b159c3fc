package io.whoread.collector.api;

import io.whoread.collector.alert.AlertRow;
import io.whoread.collector.alert.Alerts;
import io.whoread.collector.alert.Step;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.api.login.Account;
import io.whoread.collector.api.login.AccountRole;
import io.whoread.collector.api.login.Accounts;
import io.whoread.collector.life.Exceptions;
import io.whoread.collector.life.Life;
import io.whoread.collector.life.Lives;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.AlertStep;
import io.whoread.collector.log.v1.AlertStep.Kind;
import io.whoread.collector.log.v1.Entry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Who may do what about an alert, and how it gets into the log.
 *
 * <p>One step at a time: the list of alerts has taken in all that lies in the log when a step is
 * looked at, the step is on disk when it is answered, and the answer tells how the alert stands by
 * it. A step on an alert that has changed since the person looked is not taken; they are told what
 * came meanwhile. Only the detector may write between look and step: a judgement on a revision that
 * is no longer the newest does not count, wherever in the log it lies.
 *
 * <p>Responders work on alerts. That one is misuse takes two people, the second a responder or an
 * approver. Nobody handles an alert on themselves, nor sees it unless asked. Who was asked answers,
 * and does nothing else.
 */
final class AlertSteps {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Alerts alerts;
  private final Log log;
  private final Accounts accounts;
  private final Answerable answerable;

  AlertSteps(Alerts alerts, Log log, Accounts accounts, Answerable answerable) {
    this.alerts = alerts;
    this.log = log;
    this.accounts = accounts;
    this.answerable = answerable;
  }

  /**
   * Somebody with an account.
   *
   * @param handles whether alerts can be given to them
   * @param confirms whether they can be the second person
   */
  record Colleague(String name, boolean handles, boolean confirms) {}

  List<Colleague> colleagues(Person person) {
    return accounts.all().stream()
        .map(
            account ->
                new Colleague(
                    account.name(),
                    account.is(AccountRole.RESPONDER),
                    confirms(account) && !isSame(account, person.account())))
        .toList();
  }

  /** Accounts of the person that an alert is on. */
  List<String> askable(Alert alert) {
    return answerable.themselves(alert);
  }

  /** Whether an alert is on this very person, as far as accounts and register tell. */
  boolean isOn(Alert alert, Person person) {
    return answerable.isOn(alert, person.account());
  }

  /** The account of the person's manager; null where none is known. */
  String manager(Alert alert) {
    return answerable.manager(alert).orElse(null);
  }

  private static boolean confirms(Account account) {
    return account.is(AccountRole.RESPONDER) || account.is(AccountRole.APPROVER);
  }

  /** Two accounts of one person are one. */
  private static boolean isSame(Account one, Account other) {
    return one.name().equals(other.name())
        || one.actor() != null && one.actor().equals(other.actor());
  }

  /** Labels of what a person may do about an alert now. */
  List<String> allowed(Person person, AlertRow row) {
    return Arrays.stream(Deed.values())
        .filter(deed -> row.life().allows(deed.kind()))
        .filter(deed -> refusal(person, row, deed.kind()) == null)
        .map(Deed::label)
        .toList();
  }

  /** Whether a second person is needed, and this one is not another. */
  boolean needsAnother(Person person, AlertRow row) {
    return row.life().allows(Kind.CONFIRMED) && isProposer(person, row.life());
  }

  private boolean isProposer(Person person, Life life) {
    return person.name().equals(life.proposer())
        || accounts
            .find(life.proposer())
            .filter(account -> isSame(account, person.account()))
            .isPresent();
  }

  /** Why a person may not do something, whatever the alert's standing; null where they may. */
  private Refusal refusal(Person person, AlertRow row, Kind kind) {
    if (kind == Kind.ANSWERED) {
      return person.name().equals(row.life().asked())
          ? null
          : new Refusal(403, "not-asked", "Only who was asked may answer.");
    }
    if (isOn(row.alert(), person)) {
      return ownAlert();
    }
    boolean second = kind == Kind.CONFIRMED || kind == Kind.REJECTED;
    boolean may =
        second || kind == Kind.COMMENTED
            ? confirms(person.account())
            : person.is(AccountRole.RESPONDER);
    if (!may) {
      return new Refusal(403, "not-allowed", "This account does not have the role.");
    }
    return second && isProposer(person, row.life())
        ? new Refusal(403, "second-person", "This takes a second person: who proposed may not.")
        : null;
  }

  static Refusal ownAlert() {
    return new Refusal(403, "own-alert", "Nobody handles an alert on themselves.");
  }

  /**
   * Takes a step.
   *
   * @return the alert as it then stands
   * @throws Refusal where the person may not, or something is not as it must be
   * @throws Conflict where the alert has changed since, or does not stand so
   */
  synchronized AlertRow take(Person person, AlertStep.Builder step, StepRequest request) {
    awaitAll(log.end());
    AlertRow row = require(step.getAlert());
    Refusal refusal = refusal(person, row, step.getKind());
    if (refusal != null && step.getKind() == Kind.ANSWERED && lastAsked(person, row) >= 0) {
      throw Conflict.notNow(row.life().revision());
    }
    if (refusal != null) {
      throw refusal;
    }
    Life life = row.life();
    if (isOvertaken(person, step, row, request.lastSeen())) {
      throw meanwhile(person, step, request);
    }
    step.setUser(person.name()).setAddress(person.address());
    complete(person, step, row, request);
    if (!life.allows(step.build())) {
      throw Conflict.notNow(life.revision());
    }
    if (!alerts.counted(step.getAlert(), append(step))) {
      throw meanwhile(person, step, request);
    }
    return require(step.getAlert());
  }

  /**
   * Ends an exception before its time, whether or not its alert is still kept.
   *
   * @throws Refusal where there is none such, or it is the person's own
   */
  synchronized void endException(Person person, String id) {
    awaitAll(log.end());
    Exceptions.Grant grant =
        alerts.exceptions().stream()
            .filter(each -> each.exception().getId().equals(id))
            .findFirst()
            .orElseThrow(
                () ->
                    Refusal.notFound(
                        "no-such-exception", "There is no exception of this `id`, or it ended."));
    if (answerable.is(
        grant.exception().getRole(), grant.exception().getActor(), person.account())) {
      throw ownAlert();
    }
    AlertStep.Builder step =
        AlertStep.newBuilder()
            .setAlert(grant.alert())
            .setUser(person.name())
            .setAddress(person.address())
            .setKind(Kind.EXCEPTION_ENDED)
            .setException(grant.exception());
    alerts
        .get(grant.alert())
        .map(AlertRow::life)
        .ifPresent(life -> step.setRevision(life.revision()).setAssignee(life.turn()));
    append(step);
  }

  /** A comment is never too late, an answer only where something else was asked since. */
  private boolean isOvertaken(Person person, AlertStep.Builder step, AlertRow row, long seen) {
    return switch (step.getKind()) {
      case COMMENTED -> false;
      case ANSWERED -> lastAsked(person, row) > seen;
      case EXPLAINED, PROPOSED, CONFIRMED ->
          row.life().changed() > seen || step.getRevision() != row.life().revision();
      default -> row.life().changed() > seen;
    };
  }

  /** Position of the last question about an alert that was put to a person; -1 where none was. */
  private long lastAsked(Person person, AlertRow row) {
    return alerts.steps(row.alert().getId()).stream()
        .filter(each -> each.step().getKind() == Kind.ASKED)
        .filter(each -> each.step().getAssignee().equals(person.name()))
        .mapToLong(Step::position)
        .max()
        .orElse(-1);
  }

  private AlertRow require(String alert) {
    return alerts
        .get(alert)
        .orElseThrow(() -> Refusal.notFound("no-such-alert", "There is no alert of this number."));
  }

  /** Who was asked is not told what others did. */
  private Conflict meanwhile(Person person, AlertStep.Builder step, StepRequest request) {
    List<LifeView.StepView> since =
        step.getKind() == Kind.ANSWERED
            ? List.of()
            : alerts.steps(step.getAlert()).stream()
                .filter(each -> each.position() > request.lastSeen())
                .map(LifeView.StepView::of)
                .toList();
    return Conflict.meanwhile(require(step.getAlert()).life().revision(), since);
  }

  /** What only the alert tells; whose turn it is from then on stands in every step. */
  private void complete(Person person, AlertStep.Builder step, AlertRow row, StepRequest request) {
    Life life = row.life();
    switch (step.getKind()) {
      case CLAIMED -> step.setAssignee(handler(person, step.getAssignee(), row.alert()));
      case ASKED -> step.setAssignee(toAsk(person, step.getAssignee(), row.alert()));
      case PROPOSED -> step.setAssignee(second(person, step.getAssignee(), row.alert()));
      case REOPENED -> step.setAssignee(person.name());
      case ANSWERED, REJECTED -> step.setAssignee(life.holder());
      case COMMENTED -> step.setAssignee(life.turn());
      case EXPLAINED -> {
        step.clearAssignee();
        if (request.exception() != null) {
          step.setException(
              Wishes.exception(person, request.exception(), row, alerts.parts(life.alert())));
        }
      }
      case MERGED -> step.clearAssignee().setInto(into(life, request.into()));
      default -> step.clearAssignee();
    }
  }

  private String handler(Person person, String name, Alert alert) {
    Account account = name.isEmpty() ? person.account() : account(name);
    if (!account.is(AccountRole.RESPONDER) || answerable.isOn(alert, account)) {
      throw Refusal.badRequest(
          "bad-assignee",
          "`assignee` must be an account with the role responder, and not of the person that the"
              + " alert is on.");
    }
    return account.name();
  }

  private String toAsk(Person person, String name, Alert alert) {
    Account account = account(name.isEmpty() ? usual(alert) : name);
    if (isSame(account, person.account())) {
      throw Refusal.badRequest("bad-assignee", "`assignee` must be another person.");
    }
    return account.name();
  }

  private String usual(Alert alert) {
    return askable(alert).stream()
        .findFirst()
        .or(() -> answerable.manager(alert))
        .orElseThrow(
            () ->
                Refusal.badRequest(
                    "nobody-to-ask",
                    "The person that the alert is on has no account, nor has the manager: name in"
                        + " `assignee` who is to answer."));
  }

  private String second(Person person, String name, Alert alert) {
    if (name.isEmpty()) {
      return "";
    }
    Account account = account(name);
    if (!confirms(account)
        || isSame(account, person.account())
        || answerable.isOn(alert, account)) {
      throw Refusal.badRequest(
          "bad-assignee",
          "`assignee` must be another person with the role responder or approver, and not the one"
              + " that the alert is on.");
    }
    return name;
  }

  private Account account(String name) {
    return accounts
        .find(name)
        .orElseThrow(
            () -> Refusal.badRequest("bad-assignee", "`assignee` must be an account's name."));
  }

  private String into(Life life, String into) {
    if (into == null
        || alerts.get(into).filter(row -> Lives.mayMerge(life, row.life())).isEmpty()) {
      throw Refusal.badRequest(
          "bad-into",
          "`into` must be another alert on the same person that is not settled, nor proposed.");
    }
    return into;
  }

  private long append(AlertStep.Builder step) {
    long position;
    try {
      position = log.append(Entry.newBuilder().setAlertStep(step).build()).join();
    } catch (CompletionException e) {
      throw new Refusal(
          503, "log-unavailable", "The log cannot be written, so nothing may be done.", e);
    }
    awaitAll(position + 1);
    return position;
  }

  /** Waits until the list of alerts has taken in what lies before a position. */
  private void awaitAll(long end) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (log.isBefore(alerts.position(), end)) {
      if (System.nanoTime() > deadline) {
        throw new Refusal(
            503,
            "alerts-behind",
            "The list of alerts has not taken in all of the log yet: look again in a while.");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
