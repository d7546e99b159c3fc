package io.whoread.collector.index;

import io.whoread.record.v1.Form;
import java.util.Locale;

/** Labels of forms: {@code FORM_LISTED} is "listed". */
public final class Forms {
  private static final String PREFIX = "FORM_";

  private Forms() {}

  /** Empty for none. */
  public static String label(Form form) {
    return form == Form.FORM_UNSPECIFIED || form == Form.UNRECOGNIZED
        ? ""
        : form.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
  }
}
