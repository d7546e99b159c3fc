package io.whoread.collector.api;

import java.util.List;

/** A step was not taken, because the alert is not as the person saw it. */
final class Conflict extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String code;
  private final int revision;
  private final transient List<LifeView.StepView> steps;

  private Conflict(String code, String sentence, int revision, List<LifeView.StepView> steps) {
    super(sentence);
    this.code = code;
    this.revision = revision;
    this.steps = steps;
  }

  /**
   * @param revision the newest
   * @param steps that came meanwhile
   */
  static Conflict meanwhile(int revision, List<LifeView.StepView> steps) {
    return new Conflict(
        "meanwhile",
        "Nothing was done: the alert has changed since it was looked at.",
        revision,
        steps);
  }

  static Conflict notNow(int revision) {
    return new Conflict(
        "not-now",
        "Nothing was done: the alert does not stand so that this could be done.",
        revision,
        List.of());
  }

  String code() {
    return code;
  }

  int revision() {
    return revision;
  }

  List<LifeView.StepView> steps() {
    return steps;
  }
}
