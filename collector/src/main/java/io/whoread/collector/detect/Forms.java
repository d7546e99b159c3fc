package io.whoread.collector.detect;

import io.whoread.record.v1.Form;
import java.util.Map;

/** What the forms of access weigh: a subject listed among twenty was perhaps not even looked at. */
final class Forms {
  private Forms() {}

  static double weight(int form) {
    Form known = Form.forNumber(form);
    return switch (known == null ? Form.FORM_UNSPECIFIED : known) {
      case FORM_LISTED -> 0.75;
      case FORM_REVEALED, FORM_EXPORTED, FORM_PRINTED -> 1.25;
      default -> 1;
    };
  }

  /**
   * The mean weight of a signal's subjects, a fifth more where all left in plain.
   *
   * @param forms number of a form to how many subjects
   * @param plain how many of all left in plain
   */
  static double weight(Map<Integer, Long> forms, long plain) {
    double sum = 0;
    long count = 0;
    for (Map.Entry<Integer, Long> form : forms.entrySet()) {
      sum += weight(form.getKey()) * form.getValue();
      count += form.getValue();
    }
    return count == 0 ? 1 : sum / count * (1 + 0.2 * plain / count);
  }
}
