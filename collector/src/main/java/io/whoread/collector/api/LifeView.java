package io.whoread.collector.api;

import io.whoread.collector.alert.AlertRow;
import io.whoread.collector.alert.Alerts;
import io.whoread.collector.alert.Step;
import io.whoread.collector.life.Exceptions;
import io.whoread.collector.life.Life;
import io.whoread.collector.log.v1.AlertException;
import io.whoread.collector.log.v1.AlertStep;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * How an alert stands. Lists have it in brief: without what people did.
 *
 * @param standing "open", "claimed" ...
 * @param holder login name of who looks into it; empty where nobody does
 * @param turn login name of whose turn it is; empty where it is nobody's in particular
 * @param proposer login name of who holds it to be misuse; empty where nobody does
 * @param into id of the alert that it is part of; empty where it stands for itself
 * @param reopened the revision by which it opened again by itself; 0 where it did not
 * @param seen position of the last step shown; null where there is none
 * @param allowed what the person who asks may do now: labels of {@link Deed}
 * @param second whether the person may not confirm or reject, because that takes another
 * @param steps the earliest first; null in brief
 * @param earlier how many steps came before these
 * @param parts the alerts that are part of it
 * @param exceptions made for it, and not taken back
 * @param askable accounts of the person that it is on
 * @param manager account of the person's manager; null where none is known
 */
record LifeView(
    String standing,
    String holder,
    String turn,
    String proposer,
    String into,
    int reopened,
    Long seen,
    List<String> allowed,
    boolean second,
    List<StepView> steps,
    int earlier,
    List<Part> parts,
    List<ExceptionView> exceptions,
    List<String> askable,
    String manager) {

  /**
   * @param kind "claimed", "exception-ended" ...
   */
  record StepView(
      long position,
      Instant at,
      String user,
      String kind,
      String text,
      String assignee,
      ExceptionView exception,
      String into) {
    static StepView of(Step one) {
      AlertStep step = one.step();
      return new StepView(
          one.position(),
          one.received(),
          step.getUser(),
          step.getKind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
          step.getText(),
          step.getAssignee(),
          step.hasException() && step.getException().getRulesCount() > 0
              ? ExceptionView.of(
                  new Exceptions.Grant(
                      step.getException(),
                      step.getAlert(),
                      step.getUser(),
                      one.position(),
                      one.received().toEpochMilli()))
              : null,
          step.getInto());
    }
  }

  record Part(String id, Instant from, Instant to) {}

  /**
   * @param actor empty where it is for the whole group
   * @param operation empty for any
   * @param alert id of the alert that it was made for
   * @param by login name of who made it, {@code at} that time
   * @param heldBack on how many days of an actor it held an alert back; null where that is not
   *     asked
   */
  record ExceptionView(
      String id,
      String role,
      String actor,
      String group,
      List<String> rules,
      String operation,
      long atMost,
      Instant from,
      Instant until,
      String alert,
      String by,
      Instant at,
      Integer heldBack) {
    ExceptionView heldBack(int days) {
      return new ExceptionView(
          id, role, actor, group, rules, operation, atMost, from, until, alert, by, at, days);
    }

    static ExceptionView of(Exceptions.Grant grant) {
      AlertException exception = grant.exception();
      return new ExceptionView(
          exception.getId(),
          exception.getRole(),
          exception.getActor(),
          exception.getGroup(),
          exception.getRulesList(),
          exception.getOperation(),
          exception.getAtMost(),
          AlertView.instant(exception.getFrom()),
          AlertView.instant(exception.getUntil()),
          grant.alert(),
          grant.user(),
          Instant.ofEpochMilli(grant.receivedMs()),
          null);
    }
  }

  static LifeView brief(Life life) {
    return new LifeView(
        life.standing().label(),
        life.holder(),
        life.turn(),
        life.proposer(),
        life.into(),
        life.reopened(),
        null,
        null,
        false,
        null,
        0,
        null,
        null,
        null,
        null);
  }

  static LifeView whole(AlertRow row, Alerts alerts, AlertSteps who, Person person) {
    Life life = row.life();
    String id = life.alert();
    List<Step> steps = alerts.steps(id);
    return new LifeView(
        life.standing().label(),
        life.holder(),
        life.turn(),
        life.proposer(),
        life.into(),
        life.reopened(),
        steps.isEmpty() ? null : steps.getLast().position(),
        who.allowed(person, row),
        who.needsAnother(person, row),
        steps.stream().map(StepView::of).toList(),
        alerts.earlierSteps(id),
        alerts.parts(id).stream()
            .map(
                part ->
                    new Part(
                        part.alert().getId(),
                        AlertView.instant(part.alert().getFrom()),
                        AlertView.instant(part.alert().getTo())))
            .toList(),
        alerts.exceptions().stream()
            .filter(grant -> grant.alert().equals(id))
            .map(ExceptionView::of)
            .toList(),
        who.askable(row.alert()),
        who.manager(row.alert()));
  }
}
