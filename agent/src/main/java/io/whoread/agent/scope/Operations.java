package io.whoread.agent.scope;

import io.whoread.agent.actor.Exchange;
import io.whoread.agent.config.Config.FormRule;
import io.whoread.record.v1.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** What a request executed, as its route's template, and in which form it showed people's data. */
final class Operations {
  static final String UNMATCHED = "unmatched";

  private static final String BEST_PATTERN =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";
  private static final Pattern EXPORTED = word("export|download|excel|csv|daochu|xiazai");
  private static final Pattern PRINTED = word("print|dayin");
  private static final Pattern REVEALED = word("reveal|plain|unmask|decrypt|mingwen");

  /** Operations are as many as an application has routes; more than these come from a scan. */
  private static final int MAX_KNOWN = 4_096;

  private final List<FormRule> rules;
  private final Map<String, Integer> forms = new ConcurrentHashMap<>();

  Operations(List<FormRule> rules) {
    this.rules = new ArrayList<>(rules);
  }

  private static Pattern word(String words) {
    return Pattern.compile("(?:^|[^a-z])(?:" + words + ")");
  }

  /** {@code GET /orders/{id}}, or {@value #UNMATCHED}: never the path that was asked for. */
  static String name(Exchange request) {
    Object best = request.attribute(BEST_PATTERN);
    String pattern = best == null ? request.mapping() : best.toString();
    boolean matched =
        pattern != null
            && !pattern.isEmpty()
            && !pattern.equals("/")
            && !pattern.equals("/*")
            && !pattern.equals("/**");
    return matched || best != null && "/".equals(pattern)
        ? request.method() + " " + pattern
        : UNMATCHED;
  }

  /** Number of the form: that of the first rule that fits, else guessed from the template. */
  int form(String operation) {
    Integer known = forms.get(operation);
    if (known == null) {
      if (forms.size() >= MAX_KNOWN) {
        forms.clear();
      }
      known = find(operation);
      forms.put(operation, known);
    }
    return known;
  }

  private int find(String operation) {
    for (FormRule rule : rules) {
      if (rule.operation.matches(operation)) {
        return rule.form.getNumber();
      }
    }
    String text = operation.toLowerCase(Locale.ROOT);
    Form form =
        EXPORTED.matcher(text).find()
            ? Form.FORM_EXPORTED
            : PRINTED.matcher(text).find()
                ? Form.FORM_PRINTED
                : REVEALED.matcher(text).find()
                    ? Form.FORM_REVEALED
                    : text.contains("{") ? Form.FORM_OPENED : Form.FORM_LISTED;
    return form.getNumber();
  }
}
