package io.whoread.agent.config;

import io.whoread.agent.config.Config.FormRule;
import io.whoread.agent.config.Config.RoleRule;
import io.whoread.agent.ship.FieldNames;
import io.whoread.record.FieldKind;
import io.whoread.record.v1.Form;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the lists of rules of {@code whoread.yaml}: whose role is what, which form, what to guard.
 */
final class RuleReader {
  /**
   * Members that hold the number of another one of the same kind, however they are written. {@code
   * sourceOrderNo}, {@code originNo} and {@code mainNo} are none: they may be the platform's number
   * of the very same order.
   */
  private static final Pattern ANOTHER =
      Pattern.compile(
          "^(?i:parent|father|child|sub|prev|previous|next|merged|related)"
              + "(?:$|[_0-9]|(?<=[a-z])[A-Z]|(?i:(?:order|trade)?(?:id|no|sn|code|number)$))");

  private static final String KIND = "[a-z][a-z0-9-]{0,30}";
  private static final String MEMBER = "[\\p{L}_$][\\p{L}\\p{N}_$]*";
  private static final String TABLE = "[\\p{L}\\p{N}_$#*-]+";
  private static final String NO_IDENTITY =
      "must be a kind of identity: order, customer, waybill, parent, sub-order, after-sale, or a"
          + " word of your own in lower-case letters, digits and hyphens";
  private static final String NO_MEMBER = "must be the Java name of a member, such as orderNo";
  private static final String FORMS = "listed, opened, revealed, exported, printed, api, job";

  private RuleReader() {}

  static void roles(Section top, Config config) throws ConfigException {
    for (Section rule : top.sections("roles", "role", "authority", "path", "claim", "id")) {
      String role = rule.required("role", "staff");
      if (!role.matches(KIND)) {
        throw rule.wrong("role", "must be a word of lower-case letters, digits and hyphens");
      }
      RoleRule found = null;
      for (RoleRule.By by : RoleRule.By.values()) {
        String key = by.name().toLowerCase(Locale.ROOT);
        String pattern = rule.text(key);
        if (pattern == null) {
          continue;
        }
        if (found != null) {
          throw rule.wrong(
              key, "stands beside another; a rule has one of authority, path, claim, id");
        }
        int equals = pattern.indexOf('=');
        if (by == RoleRule.By.CLAIM && equals < 1) {
          throw rule.wrong(key, "must be NAME=PATTERN, such as dept=support*");
        }
        String claim = by == RoleRule.By.CLAIM ? pattern.substring(0, equals) : null;
        found =
            new RoleRule(
                role, by, claim, new Glob(pattern.substring(claim == null ? 0 : equals + 1)));
      }
      if (found == null) {
        throw rule.wrong(
            "a rule of roles needs one of authority, path, claim, id: for example"
                + " {role: staff, authority: ROLE_STAFF}");
      }
      config.roles.add(found);
    }
  }

  static void forms(Section top, Config config) throws ConfigException {
    for (Section rule : top.sections("forms", "form", "operation")) {
      String word = rule.required("form", "exported");
      Form form = null;
      for (Form each : Form.values()) {
        if (each.name().equals("FORM_" + word.toUpperCase(Locale.ROOT)) && each.getNumber() > 0) {
          form = each;
        }
      }
      if (form == null) {
        throw rule.wrong("form", "must be one of " + FORMS);
      }
      config.forms.add(
          new FormRule(form, new Glob(rule.required("operation", "\"GET /orders/export*\""))));
    }
  }

  static void guard(Section top, Config config) throws ConfigException {
    Set<String> kinds = new LinkedHashSet<>();
    for (Section rule :
        top.sections(
            "guard", "class", "table", "columns", "subject", "id", "links", "owner", "placed",
            "status", "fields")) {
      Glob table = table(rule);
      Glob type = table == null || rule.has("class") ? type(rule, config) : null;
      String subject = rule.text("subject");
      String id = member(rule, "id");
      if (subject == null != (id == null)) {
        throw rule.wrong(
            subject == null ? "id" : "subject",
            "stands alone; subject and id belong together: subject: order, id: orderNo");
      }
      if (subject != null && !subject.matches(KIND)) {
        throw rule.wrong("subject", NO_IDENTITY);
      }
      Map<String, String> links = links(rule, subject, id);
      if (!rule.has("fields")) {
        throw rule.wrong(
            "guard needs fields: members and their kinds, such as fields: {mobile: phone}");
      }
      Map<String, String> fields = rule.section("fields").texts();
      for (Map.Entry<String, String> field : fields.entrySet()) {
        if (!field.getKey().matches(MEMBER)) {
          throw rule.section("fields").wrong(field.getKey(), NO_MEMBER);
        }
        if (!field.getValue().matches(KIND)) {
          throw rule.section("fields")
              .wrong(
                  field.getKey(),
                  "must be a kind: name, phone, address, order-id, card-tail, bank-card, email,"
                      + " id-number, birth-date, purchase, free-text, or a word of your own");
        }
        if (kinds.add(field.getValue())) {
          question(rule.section("fields"), field, config);
        }
      }
      if (kinds.size() > FieldNames.MAX) {
        throw rule.wrong("fields", "brings the kinds of field to more than " + FieldNames.MAX);
      }
      GuardRule made =
          new GuardRule(
              type,
              table,
              columns(rule),
              subject,
              id,
              links,
              member(rule, "owner"),
              member(rule, "placed"),
              member(rule, "status"),
              fields);
      known(rule, made);
      config.guard.add(made.at(lines(rule)));
    }
    if (top.has("guard") && config.guard.isEmpty()) {
      throw top.wrong("guard", "is empty; leave it out to have classes guessed by their names");
    }
  }

  /** A kind of a configuration's own and a misspelt one look the same. */
  private static void question(Section fields, Map.Entry<String, String> field, Config config) {
    String meant = FieldKind.meant(field.getValue());
    if (meant != null) {
      config.questions.add(
          fields.at(
              field.getKey(),
              "kind \""
                  + field.getValue()
                  + "\" is none of the usual ones; did you mean \""
                  + meant
                  + "\"?"));
    }
  }

  private static Glob type(Section rule, Config config) throws ConfigException {
    String type = rule.required("class", "com.example.order.Order");
    if (!type.matches("[\\p{L}_$*][\\p{L}\\p{N}_$.*]*") || type.matches("[*.]*")) {
      throw rule.wrong(
          "class", "must be the full name of a class, or a pattern such as com.example.*VO");
    }
    for (GuardRule earlier : config.guard) {
      if (earlier.type != null && earlier.type.matches(type)) {
        throw rule.wrong(
            "class",
            "is never reached, for "
                + earlier.type
                + " above fits it too and the first that fits holds; it must stand before that");
      }
    }
    return new Glob(type);
  }

  private static Glob table(Section rule) throws ConfigException {
    String table = rule.text("table");
    if (table != null && (!table.matches(TABLE) || table.matches("[*]*"))) {
      throw rule.wrong(
          "table",
          "must be the name of a table without its schema, or a pattern such as t_order_*");
    }
    return table == null ? null : new Glob(table.toLowerCase(Locale.ROOT));
  }

  private static Map<String, String> columns(Section rule) throws ConfigException {
    if (!rule.has("columns")) {
      return Collections.emptyMap();
    }
    if (!rule.has("table")) {
      throw rule.wrong("columns", "stands alone; it belongs beside table");
    }
    Section section = rule.section("columns");
    Map<String, String> columns = new LinkedHashMap<>();
    for (String column : section.texts().keySet()) {
      if (column.trim().isEmpty()) {
        throw section.wrong(column, "must be the name of a column, such as rcv_mobile");
      }
      if (columns.put(column.toLowerCase(Locale.ROOT), member(section, column)) != null) {
        throw section.wrong(column, "stands here twice: the names of columns have no case");
      }
    }
    return columns;
  }

  /** A column of a member that nothing else is said of would be passed over in silence. */
  private static void known(Section rule, GuardRule made) throws ConfigException {
    Set<String> members = made.members();
    for (Map.Entry<String, String> column : made.columns.entrySet()) {
      if (!members.contains(column.getValue())) {
        throw rule.wrong(
            "columns",
            "names "
                + column.getValue()
                + ", which is no member of this rule; it has "
                + String.join(", ", members));
      }
    }
  }

  private static Map<String, String> links(Section rule, String subject, String id)
      throws ConfigException {
    if (!rule.has("links")) {
      return Collections.emptyMap();
    }
    Section section = rule.section("links");
    Map<String, String> links = section.texts();
    for (String kind : links.keySet()) {
      if (!kind.matches(KIND)) {
        throw section.wrong(kind, NO_IDENTITY);
      }
      String member = member(section, kind);
      if (kind.equals(subject) && member.equals(id)) {
        throw section.wrong(
            kind,
            "names nothing, for "
                + member
                + " is the id itself; it must be another number of the same "
                + kind
                + ", such as that of its row");
      }
      if (kind.equals(subject) && ANOTHER.matcher(member).find()) {
        throw section.wrong(
            kind,
            "must be another number of the same "
                + kind
                + ", such as that of its row; "
                + member
                + " is that of another one: write parent: "
                + member
                + ", or a kind of your own");
      }
    }
    if (subject == null) {
      throw rule.wrong(
          "links",
          "stand alone; they say what else a subject names, so subject and id belong beside them,"
              + " also where the superclass has them: subject: order, id: orderNo");
    }
    if (links.size() > GuardRule.MAX_LINKS) {
      throw rule.wrong("links", "may have at most " + GuardRule.MAX_LINKS + " entries");
    }
    return links;
  }

  /** Where each member is named, so that one that no class has is found. */
  private static Map<String, Integer> lines(Section rule) throws ConfigException {
    Map<String, Integer> lines = rule.lines("id", "owner", "placed", "status");
    if (rule.has("links")) {
      Section links = rule.section("links");
      lines.putAll(links.lines(links.texts().keySet().toArray(new String[0])));
    }
    lines.putAll(rule.section("fields").keyLines());
    return lines;
  }

  /** The member that a key names, or null where the key does not stand there. */
  private static String member(Section section, String key) throws ConfigException {
    String member = section.text(key);
    if (member != null && !member.matches(MEMBER)) {
      throw section.wrong(key, NO_MEMBER);
    }
    return member;
  }
}
