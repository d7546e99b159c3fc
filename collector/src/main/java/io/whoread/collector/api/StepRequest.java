package io.whoread.collector.api;

import io.whoread.collector.log.v1.AlertStep;
import java.util.List;

/**
 * A step that somebody wants to take.
 *
 * @param alert id
 * @param revision that the person had before them
 * @param seen position of the last step that the person had before them; null where there was none
 * @param text what the person says
 * @param assignee login name: who is to look into it, to answer, or to be the second person
 * @param into id of the alert that this one becomes part of
 * @param exception so that the same is not asked again; null for none
 */
record StepRequest(
    String alert,
    Integer revision,
    Long seen,
    String text,
    String assignee,
    String into,
    Wish exception) {

  /**
   * An exception as it is wanted.
   *
   * @param scope "actor", or "group" for all of it
   * @param operation null or empty for any
   * @param atMost subjects a day
   * @param until ISO 8601 instant
   */
  record Wish(String scope, List<String> rules, String operation, Long atMost, String until) {}

  /** The step as far as it can be told without knowing the alert. */
  AlertStep.Builder step(Deed deed) {
    if (alert == null || alert.isBlank()) {
      throw Refusal.badRequest("no-alert", "Say which alert, in `alert`.");
    }
    if (revision == null || revision < 1) {
      throw Refusal.badRequest(
          "bad-revision", "`revision` must be the revision of the alert that was looked at.");
    }
    return AlertStep.newBuilder()
        .setAlert(alert)
        .setRevision(revision)
        .setKind(deed.kind())
        .setText(Written.text(text, deed.needsText()))
        .setAssignee(assignee == null ? "" : assignee.strip());
  }

  /** Position of the last step seen, -1 where there was none. */
  long lastSeen() {
    return seen == null ? -1 : seen;
  }
}
