package io.whoread.collector.index;

import io.whoread.record.v1.Form;
import java.util.Locale;

/** Labels of forms: {@code FORM_LISTED} is "listed". */
public final class Forms {
  private static final String PREFIX = "FORM_";

  private Forms() {}

  /** Empty for none, "other" for one of a later version. */
  public static String label(Form form) {
    return switch (form) {
      case FORM_UNSPECIFIED -> "";
      case UNRECOGNIZED -> "other";
      default -> form.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
    };
  }
}
