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

  private static final Pattern OPENED_WORDS = word("detail|info|view|xiangqing");
  private static final Pattern LISTED_WORDS =
      word("list|page|search|query|find|all|route|liebiao|chaxun");

  private static final int LISTED = Form.FORM_LISTED_VALUE;
  private static final int OPENED = Form.FORM_OPENED_VALUE;

  /** In place of a form's number: opened, where it showed one subject and no more. */
  private static final int OPENED_BY_NAME = -1;

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

  /** In lower case, the words of {@code soldExcel} apart. */
  private static String words(String operation) {
    return operation.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
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

  /**
   * Number of the form: that of the first rule that fits, else guessed from the template and from
   * how many subjects it showed. A page of several is a list, whatever its route is called: one
   * that shows twenty orders to find one, or all stops of a courier's tour.
   */
  int form(String operation, int subjects) {
    int form = form(operation);
    return form == OPENED_BY_NAME ? (subjects > 1 ? LISTED : OPENED) : form;
  }

  /** Number of the form of a job: that of the first rule that fits. */
  int job(String name) {
    for (FormRule rule : rules) {
      if (rule.operation.matches(name)) {
        return rule.form.getNumber();
      }
    }
    return Form.FORM_JOB_VALUE;
  }

  private int form(String operation) {
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
    String text = words(operation);
    if (EXPORTED.matcher(text).find()) {
      return Form.FORM_EXPORTED_VALUE;
    } else if (PRINTED.matcher(text).find()) {
      return Form.FORM_PRINTED_VALUE;
    } else if (REVEALED.matcher(text).find()) {
      return Form.FORM_REVEALED_VALUE;
    }
    boolean one = text.endsWith("}") || OPENED_WORDS.matcher(text).find();
    return one || text.contains("{") && !LISTED_WORDS.matcher(text).find()
        ? OPENED_BY_NAME
        : LISTED;
  }
}
