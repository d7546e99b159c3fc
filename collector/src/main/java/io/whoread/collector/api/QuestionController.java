package io.whoread.collector.api;

import io.whoread.collector.alert.AlertRow;
import io.whoread.collector.alert.Alerts;
import io.whoread.collector.alert.Step;
import io.whoread.collector.life.Standing;
import io.whoread.collector.log.v1.AlertStep.Kind;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * The questions that were put to whoever asks, as the person that an alert is on or as their
 * manager. They see what they were asked and what they said, and nothing of what others did.
 */
@RestController
class QuestionController {
  private final Alerts alerts;
  private final AlertSteps steps;
  private final AlertView.Teller teller;

  QuestionController(Alerts alerts, AlertSteps steps, AlertView.Teller teller) {
    this.alerts = alerts;
    this.steps = steps;
    this.teller = teller;
  }

  /**
   * @param alert id of the alert that it is about
   * @param seen position of the last step; to be sent with an answer
   * @param own whether the alert is on the person themselves
   * @param open whether an answer is waited for
   * @param more whether something may be added to the answer
   */
  record Question(
      String alert,
      int revision,
      Long seen,
      String actor,
      String role,
      Instant from,
      Instant to,
      AlertView.Text sentence,
      boolean own,
      boolean open,
      boolean more,
      List<Said> said) {}

  /**
   * @param question whether it was asked, by {@code user}; else it is the answer
   */
  record Said(Instant at, boolean question, String user, String text) {}

  /** Those that wait for an answer first, then the newest. */
  @GetMapping("/api/questions")
  List<Question> questions(Authentication authentication) {
    Person person = Person.of(authentication);
    return alerts.asked(person.name()).stream()
        .map(row -> question(person, row))
        .sorted(Comparator.comparing(Question::open).reversed())
        .toList();
  }

  @PostMapping("/api/questions/answer")
  Question answer(@RequestBody StepRequest request, Authentication authentication) {
    Person person = Person.of(authentication);
    return question(person, steps.take(person, request.step(Deed.ANSWER), request));
  }

  private Question question(Person person, AlertRow row) {
    List<Step> all = alerts.steps(row.alert().getId());
    boolean mine = person.name().equals(row.life().asked());
    return new Question(
        row.alert().getId(),
        row.life().revision(),
        all.isEmpty() ? null : all.getLast().position(),
        row.alert().getActor(),
        row.alert().getRole(),
        AlertView.instant(row.alert().getFrom()),
        AlertView.instant(row.alert().getTo()),
        teller.sentence(row.alert()),
        steps.isOn(row.alert(), person),
        mine && row.life().standing() == Standing.ASKED,
        mine && row.life().standing() == Standing.ANSWERED,
        all.stream()
            .filter(
                each ->
                    each.step().getKind() == Kind.ASKED
                            && each.step().getAssignee().equals(person.name())
                        || each.step().getKind() == Kind.ANSWERED
                            && each.step().getUser().equals(person.name()))
            .map(
                each ->
                    new Said(
                        each.received(),
                        each.step().getKind() == Kind.ASKED,
                        each.step().getUser(),
                        each.step().getText()))
            .toList());
  }
}
