package io.whoread.agent.guess;

import io.whoread.agent.guess.Evidence.Force;
import io.whoread.agent.guess.Evidence.Whose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What annotations say of a member: descriptions and headers of sheets, names of columns and JSON
 * properties, rules that a value is held against, and what masks or encrypts it.
 */
final class Notes {
  private static final Pattern DESCRIBES =
      Pattern.compile(
          ".*(Schema|ApiModel|ApiParam|Excel|Export|Comment|Descri|Label|Title|Csv|"
              + "Remark|Meaning|Caption|Header|Display).*");
  private static final Pattern NAMES =
      Pattern.compile(
          "Column|TableField|JsonProperty|JSONField|SerializedName|Alias|Field|"
              + "XmlElement|CsvBindByName|JsonAlias|TableId");
  private static final Pattern MASKS =
      Pattern.compile(
          "(?i).*(sensitiv|desensit|mask|privacy|encrypt|decrypt|crypt|tuomin|blur|"
              + "cipher|secur|hidden|redact|personal).*");
  private static final Pattern MASKED_BY =
      Pattern.compile(
          "JsonSerialize|TableField|Convert|JSONField|ExcelProperty|Type|ColumnTransformer");
  private static final Pattern PHONE_RULE =
      Pattern.compile("1(\\[[3-9]|\\[34|\\(3|3\\[|\\\\d\\{10|\\[0-9\\]\\{10).*");
  private static final Pattern PHONE_WORDS =
      Pattern.compile("手机|电话|(?i:\\bmobile\\b|\\bphone\\b|\\bcellphone\\b)");

  /** Characters of a mobile phone number in China. */
  private static final int PHONE_LENGTH = 11;

  private static final Pattern ID_RULE =
      Pattern.compile(".*(\\{17\\}|\\[xX|\\[Xx|dXx|dxX|9Xx|9xX).*");
  private static final List<String> MASK_WORDS =
      Arrays.asList(
          "sensitive desensitize desensitization desensitized desensitizer mask masked masking masker privacy encrypt encrypted encryption"
              .concat(
                  " decrypt serializer serialize serialization handler type json strategy info"
                      + " crypto")
              .concat(
                  " field data secret is valid validator validate check constraint not null rule"
                      + " format")
              .concat(
                  " enum converter attribute by fixed slider chinese value my custom redact"
                      + " personal")
              .split(" "));

  private static final String[] DESCRIPTIONS = {
    "value", "name", "title", "description", "desc", "label", "header", "comment"
  };

  /** What a few names of annotations are, which stand at many members. */
  private static final Map<Pattern, Map<String, Boolean>> KNOWN = new ConcurrentHashMap<>();

  private static final int MOST_KNOWN = 1_000;

  private Notes() {}

  private static boolean is(Note note, Pattern pattern) {
    Map<String, Boolean> known = KNOWN.computeIfAbsent(pattern, p -> new ConcurrentHashMap<>());
    Boolean is = known.get(note.type);
    if (is == null) {
      is = pattern.matcher(note.type).matches();
      if (known.size() < MOST_KNOWN) {
        known.put(note.type, is);
      }
    }
    return is;
  }

  /** All that the annotations of a member say; the last of it may only be that it is masked. */
  static List<Evidence> of(Member member) {
    List<Evidence> said = new ArrayList<>();
    for (Note note : member.notes) {
      if (is(note, DESCRIBES)) {
        described(note, said);
      }
      if (is(note, NAMES)) {
        named(note, member.name, said);
      }
      ruled(note, said);
      masked(note, said);
    }
    if (member.mappedColumn != null && !same(member.mappedColumn, member.name)) {
      add(Names.kind(member.mappedColumn), "column " + member.mappedColumn, 0.9, said);
    }
    if (member.columnComment != null && !member.columnComment.isEmpty()) {
      add(Texts.kind(member.columnComment), comment(member), 1, said);
    }
    return said;
  }

  private static String comment(Member member) {
    return "comment \"" + brief(member.columnComment) + "\"";
  }

  /**
   * Why what people log in with is a phone number, given that it is the member; null where nothing
   * says so.
   */
  static Line phone(Member member) {
    for (Note note : member.notes) {
      for (String text : is(note, DESCRIBES) ? note.all(DESCRIPTIONS) : new ArrayList<String>()) {
        if (PHONE_WORDS.matcher(text).find()) {
          return new Line(member.name, "phone", 0.8, note.shown(brief(text)), true);
        }
      }
    }
    if (member.columnComment != null && PHONE_WORDS.matcher(member.columnComment).find()) {
      return new Line(member.name, "phone", 0.8, comment(member), true);
    }
    return member.columnLength == PHONE_LENGTH
        ? new Line(member.name, "phone", 0.65, "its column is as long as a phone number", true)
        : null;
  }

  /** What says by itself what it masks, or what a value is held against. */
  static List<Evidence> masks(Member member) {
    List<Evidence> said = new ArrayList<>();
    for (Note note : member.notes) {
      masked(note, said);
    }
    return said;
  }

  /** Whether something masks or encrypts the member; the name of it, or null. */
  static String mask(Member member) {
    for (Note note : member.notes) {
      if (is(note, MASKS)) {
        return "@" + note.type;
      }
      if (is(note, MASKED_BY)) {
        for (List<String> values : note.values.values()) {
          for (String value : values) {
            if (value.length() < 80 && MASKS.matcher(value).matches()) {
              return "@" + note.type + "(" + value + ")";
            }
          }
        }
      }
    }
    return null;
  }

  /** The kind of identity that a description says a member is; null for none. */
  static String identity(Member member) {
    for (Note note : member.notes) {
      if (is(note, DESCRIBES)) {
        for (String text : note.all(DESCRIPTIONS)) {
          String kind = Texts.identity(text);
          if (kind != null) {
            return kind;
          }
        }
      }
    }
    return member.columnComment == null ? null : Texts.identity(member.columnComment);
  }

  private static void described(Note note, List<Evidence> said) {
    for (String text : note.all(DESCRIPTIONS)) {
      if (!text.isEmpty() && (Words.isChinese(text) || !note.is("Column"))) {
        add(Texts.kind(text), note.shown(brief(text)), 1, said);
      }
    }
  }

  /** One line, and no more than is needed to see what it says. */
  private static String brief(String text) {
    String line = text.replaceAll("[\\s\"]+", " ").trim();
    return line.length() > 40 ? line.substring(0, 40) + "..." : line;
  }

  private static void named(Note note, String member, List<Evidence> said) {
    for (String name : note.all("name", "value", "column")) {
      if (!name.isEmpty() && !same(name, member) && name.length() < 60) {
        add(Names.kind(name), note.shown(brief(name)), 0.9, said);
      }
    }
    String definition = note.first("columnDefinition");
    int comment =
        definition == null ? -1 : definition.toLowerCase(java.util.Locale.ROOT).indexOf("comment");
    if (comment >= 0) {
      String text = definition.substring(comment + 7).replace("'", "").trim();
      add(Texts.kind(text), note.shown(brief(text)), 1, said);
    }
  }

  private static boolean same(String name, String member) {
    return Words.join(Words.of(name)).equals(Words.join(Words.of(member)));
  }

  private static void ruled(Note note, List<Evidence> said) {
    if (note.is("Email")) {
      said.add(certain("email", 0.9, "@Email"));
    } else if (note.is("Pattern")) {
      for (String regex : note.all("regexp", "value")) {
        String bare = regex.replace("^", "");
        if (ID_RULE.matcher(regex).matches()) {
          said.add(certain("id-number", 0.8, "@Pattern of an identity number"));
        } else if (PHONE_RULE.matcher(bare).find() && bare.indexOf('1') < 6) {
          said.add(certain("phone", 0.85, "@Pattern of a phone number"));
        }
      }
    } else if (!is(note, DESCRIBES) && !is(note, NAMES)) {
      Evidence kind = maskedKind(note.type);
      if (kind != null && kind.force == Force.STRONG) {
        said.add(certain(kind.kind, 0.9, "@" + note.type));
      }
    }
  }

  private static void masked(Note note, List<Evidence> said) {
    boolean masks = is(note, MASKS);
    if (!masks && !is(note, MASKED_BY)) {
      return;
    }
    for (Map.Entry<String, List<String>> values : note.values.entrySet()) {
      for (String value : values.getValue()) {
        if (value.length() < 60 && (masks || MASKS.matcher(value).matches())) {
          Evidence kind = Words.isChinese(value) ? Texts.kind(value) : maskedKind(value);
          if (kind != null && kind.kind != null && kind.force != Force.WEAK) {
            said.add(certain(kind.kind, 0.95, note.shown("") + "(" + value + ")"));
          }
        }
      }
    }
  }

  /** {@code CHINESE_NAME}, {@code MobileDesensitize}, {@code PhoneMaskSerializer}. */
  private static Evidence maskedKind(String name) {
    List<String> words = new ArrayList<>(Words.of(name));
    boolean masks = words.removeAll(MASK_WORDS);
    if (words.isEmpty() || words.size() > 4) {
      return null;
    }
    Evidence kind = Names.kind(words);
    boolean isName = kind != null && kind.force == Force.BESIDE && kind.kind.equals("name");
    return isName && masks ? certain("name", 0.9, "") : kind;
  }

  private static Evidence certain(String kind, double weight, String reason) {
    return new Evidence(kind, weight, Whose.UNSAID, Force.STRONG, "", reason);
  }

  private static void add(Evidence kind, String reason, double factor, List<Evidence> said) {
    if (kind != null) {
      said.add(kind.because(reason).weighing(kind.weight * factor));
    }
  }
}
