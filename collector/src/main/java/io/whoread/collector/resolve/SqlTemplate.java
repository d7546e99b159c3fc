package io.whoread.collector.resolve;

import io.whoread.collector.settings.SettingsException;
import io.whoread.collector.settings.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query as it is prepared: what is asked for is bound, and never a part of its text.
 *
 * @param sql with a question mark for each parameter
 * @param parameters their names, in the order of the marks
 */
record SqlTemplate(String sql, List<String> parameters) {
  static final String PHONE = "phone";
  static final String NAME = "name";
  static final String FROM = "from";
  static final String TO = "to";

  private static final List<String> KNOWN = List.of(PHONE, NAME, FROM, TO);

  /** A parameter; or what may hold a colon and none: a text, a comment, PostgreSQL's cast. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "'[^']*'|\"[^\"]*\"|`[^`]*`|--[^\n]*|/\\*.*?\\*/|::|:([A-Za-z_]\\w*)", Pattern.DOTALL);

  private static final Pattern READS =
      Pattern.compile("(?:select|with)\\b.*", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  /**
   * @throws SettingsException for what is no such query
   */
  static SqlTemplate of(Yaml query) {
    String text = query.text().strip().replaceFirst(";\\s*$", "");
    if (!READS.matcher(text).matches()) {
      throw query.wrong("expected a query that reads: select ... or with ...");
    }
    List<String> parameters = new ArrayList<>();
    Matcher matcher = PARAMETER.matcher(text);
    String sql =
        matcher.replaceAll(
            found -> {
              String parameter = found.group(1);
              if (parameter == null) {
                return Matcher.quoteReplacement(found.group());
              }
              if (!KNOWN.contains(parameter)) {
                throw query.wrong(
                    ":" + parameter + " is not known; expected :phone, :name, :from or :to");
              }
              parameters.add(parameter);
              return "?";
            });
    if (!parameters.contains(PHONE) && !parameters.contains(NAME)) {
      throw query.wrong("expected :phone or :name in the query");
    }
    return new SqlTemplate(sql, List.copyOf(parameters));
  }
}
