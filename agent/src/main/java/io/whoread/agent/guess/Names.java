package io.whoread.agent.guess;

import io.whoread.agent.guess.Evidence.Force;
import io.whoread.agent.guess.Evidence.Whose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the name of a member or column says of its value. The end of a name says what it is, what
 * stands before says whose: in {@code receiverPhoneNo} the end is a phone's number, and it is the
 * receiver's.
 */
final class Names {
  private static final Lexicon WORDS = Lexicon.NAMES;

  /** A flat name is taken apart only if both parts are long enough not to be there by chance. */
  private static final int LEAST_END = 3;

  private static final int LEAST_BEGIN = 4;

  private static final List<String> IDENTITIES =
      Arrays.asList("parent", "sub-order", "after-sale", "order", "waybill", "customer");

  /** What names say that came before: most of a service's members are called like others. */
  private static final Map<String, Evidence> KNOWN = new ConcurrentHashMap<>();

  private static final int MOST_KNOWN = 2_000;
  private static final Evidence UNKNOWN = Evidence.nothing("");

  private Names() {}

  /** What a name says, or null for nothing. */
  static Evidence kind(String name) {
    Evidence known = KNOWN.get(name);
    if (known == null) {
      known = Words.isChinese(name) ? Texts.kind(name) : kind(Words.of(name));
      known = known == null || known.kind == null ? UNKNOWN : known;
      if (KNOWN.size() < MOST_KNOWN) {
        KNOWN.put(name, known);
      }
    }
    return known == UNKNOWN ? null : known;
  }

  static Evidence kind(List<String> words) {
    List<String> left = words.size() == 1 ? apart(words.get(0)) : new ArrayList<>(words);
    while (!left.isEmpty()) {
      for (int from = 0; from < left.size(); from++) {
        String end = Words.join(left.subList(from, left.size()));
        Evidence found = ending(end, left.subList(0, from));
        if (found != null) {
          return found.kind == null ? null : found;
        }
      }
      if (left.size() == 1 || !WORDS.has("endings", left.get(left.size() - 1))) {
        return null;
      }
      left.remove(left.size() - 1);
    }
    return null;
  }

  /** What an end of a name says with what stands before it; with a null kind for nothing at all. */
  private static Evidence ending(String end, List<String> before) {
    if (isOrderNumber(end)) {
      return order(end, before);
    }
    String phrase = end;
    Kinds kind = WORDS.kind(phrase);
    if (kind == null && end.endsWith("s") && end.length() > 4) {
      phrase = end.substring(0, end.length() - 1);
      kind = WORDS.kind(phrase);
    }
    if (kind == null) {
      return null;
    }
    double weight = WORDS.weight(kind.list, phrase);
    return kind == Kinds.BARE
        ? name(weight, before)
        : kind == Kinds.FREE_TEXT && WORDS.has("free-text short", end)
            ? shortText(weight, before)
            : judged(kind, weight, before);
  }

  /** {@code content} and the like hold what people write in some classes only. */
  private static Evidence shortText(double weight, List<String> before) {
    String prefix = Words.join(before);
    return before.isEmpty() || WORDS.has("people write", before.get(before.size() - 1))
        ? new Evidence("free-text", weight, Whose.UNSAID, Force.BESIDE, prefix, "name")
        : Evidence.nothing("");
  }

  private static Evidence judged(Kinds kind, double weight, List<String> before) {
    String prefix = Words.join(before);
    if (kind == Kinds.BANK_CARD && weight < 0.7 && !before.isEmpty()) {
      String last = before.get(before.size() - 1);
      return WORDS.has("bank before", last)
          ? new Evidence(kind.kind, 0.75, Whose.PEOPLE, kind.force, prefix, "name")
          : Evidence.nothing("");
    }
    Whose whose = Whose.UNSAID;
    boolean isKnown = before.isEmpty();
    for (int i = before.size() - 1; i >= 0 && !isKnown; i--) {
      String word = before.get(i);
      isKnown = true;
      if (WORDS.has("staff", word)) {
        whose = Whose.STAFF;
      } else if (WORDS.has("people", word)) {
        whose = Whose.PEOPLE;
      } else if (WORDS.has("things", word)) {
        return Evidence.nothing("");
      } else if (WORDS.has("business", word)) {
        whose = Whose.BUSINESS;
      } else {
        isKnown = false;
      }
    }
    if (kind.force == Force.WEAK && whose != Whose.PEOPLE && kind != Kinds.CHOSEN) {
      // Whoever writes a remark, it may be about the customer.
      weight *= whose == Whose.UNSAID ? 1 : 0.9;
      whose = Whose.UNSAID;
    }
    return new Evidence(
        kind.kind, isKnown ? weight : weight * 0.85, whose, kind.force, prefix, "name");
  }

  private static Evidence name(double weight, List<String> before) {
    if (before.isEmpty()) {
      return new Evidence("name", weight, Whose.UNSAID, Force.BESIDE, "", "name");
    }
    String last = before.get(before.size() - 1);
    String prefix = Words.join(before);
    if (WORDS.has("staff", last)) {
      return new Evidence("name", weight, Whose.STAFF, Force.STRONG, prefix, "name");
    }
    if (!WORDS.has("people named", last)) {
      return Evidence.nothing("");
    }
    for (String word : before) {
      if (WORDS.has("staff", word)) {
        return new Evidence("name", weight, Whose.STAFF, Force.STRONG, prefix, "name");
      }
    }
    double named = WORDS.weight("people named", last);
    return new Evidence("name", named, Whose.PEOPLE, Force.STRONG, prefix, "name");
  }

  private static boolean isOrderNumber(String end) {
    String noun = withoutNumber(end);
    return noun != null && WORDS.has("identity order", noun)
        || WORDS.has("whole order number", end);
  }

  private static Evidence order(String end, List<String> before) {
    for (String word : before) {
      if (!WORDS.has("before identity", word)) {
        return Evidence.nothing("");
      }
    }
    return new Evidence("order-id", 0.9, Whose.PEOPLE, Force.WEAK, Words.join(before), "name");
  }

  /** Without the word for a number that people know a thing by; null where it has none. */
  private static String withoutNumber(String flat) {
    String best = null;
    for (String word : WORDS.list("number").keySet()) {
      if (flat.length() > word.length() && flat.endsWith(word)) {
        String noun = flat.substring(0, flat.length() - word.length());
        best = best == null || noun.length() < best.length() ? noun : best;
      }
    }
    return best;
  }

  /** {@code receivermobile} as receiver and mobile; a name of one known word as it is. */
  private static List<String> apart(String word) {
    List<String> whole = new ArrayList<>();
    whole.add(word);
    for (int at = LEAST_BEGIN; at <= word.length() - LEAST_END; at++) {
      String begin = word.substring(0, at);
      String end = word.substring(at);
      boolean whose = WORDS.has("people", begin) || WORDS.has("staff", begin);
      if ((whose || WORDS.has("business", begin)) && WORDS.kind(end) != null) {
        if (ending(word, new ArrayList<String>()) != null) {
          return whole;
        }
        whole.set(0, begin);
        whole.add(end);
        return whole;
      }
    }
    return whole;
  }

  /**
   * The kind of subject that a member identifies: order, customer, waybill, or another word; null
   * for none.
   *
   * @param own words that may stand before, since the class's own name begins with them
   */
  static String identity(String name, Set<String> own) {
    List<String> words = Words.of(name);
    String flat = Words.join(words);
    for (String kind : IDENTITIES) {
      if (WORDS.has("whole " + kind, flat)) {
        return kind;
      }
    }
    List<String> nouns = nouns(words);
    if (nouns.isEmpty()) {
      return null;
    }
    for (int from = 0; from < nouns.size(); from++) {
      String noun = Words.join(nouns.subList(from, nouns.size()));
      if (from > 0 && !isHarmless(nouns.get(from - 1), own)) {
        return null;
      }
      for (String kind : IDENTITIES) {
        if (WORDS.has("identity " + kind, noun)) {
          return isOther(kind, noun, flat) ? null : kind;
        }
      }
      if (WORDS.has("identity own", noun)) {
        return noun;
      }
    }
    return null;
  }

  /** The code and the id of an express are its company's, and a return code is a computer's. */
  private static boolean isOther(String kind, String noun, String flat) {
    boolean coded = flat.endsWith("code");
    boolean byRow = flat.endsWith("id");
    return kind.equals("waybill") && (coded || byRow) && !WORDS.has("parcels", noun)
        || kind.equals("after-sale") && coded
        || kind.equals("customer") && WORDS.has("by id only", noun) && !byRow;
  }

  private static boolean isHarmless(String word, Set<String> own) {
    return WORDS.has("before identity", word)
        || own.contains(word) && !WORDS.has("before order", word);
  }

  /** What an id is the id of: {@code order} of {@code orderNo}; empty where it is no id. */
  private static List<String> nouns(List<String> words) {
    if (words.isEmpty()) {
      return words;
    }
    String last = words.get(words.size() - 1);
    if (words.size() > 1) {
      return WORDS.has("id", last) ? words.subList(0, words.size() - 1) : new ArrayList<String>();
    }
    List<String> nouns = new ArrayList<>();
    for (String id : WORDS.list("id").keySet()) {
      String noun = last.endsWith(id) ? last.substring(0, last.length() - id.length()) : "";
      if (noun.length() >= LEAST_BEGIN) {
        nouns.clear();
        nouns.add(noun);
      }
    }
    return nouns;
  }

  /** Whether a member is a number that people know, rather than a row's. */
  static boolean isNumber(String name) {
    List<String> words = Words.of(name);
    return withoutNumber(Words.join(words)) != null || WORDS.has("number", Words.join(words));
  }

  static boolean isBareNumber(String name) {
    return WORDS.has("number", Words.join(Words.of(name)));
  }

  /** {@code int orderNum}: in which order things stand. */
  static boolean isPlace(Member member) {
    return member.type == Member.Holds.NUMBER
        && member.name.toLowerCase(Locale.ROOT).endsWith("num");
  }

  /** An id of a seller or courier, which is told in clear. */
  static boolean isOwner(String name) {
    List<String> words = Words.of(name);
    List<String> nouns = nouns(words);
    return !nouns.isEmpty() && WORDS.has("owner", Words.join(nouns))
        || WORDS.has("whole owner", Words.join(words));
  }

  /**
   * Whether a name ends in what is no value: {@code picUrl}, {@code addressId}. An id that is a
   * text may be a number that people know.
   */
  static boolean isNoValue(Member member) {
    List<String> words = Words.of(member.name);
    String last = words.isEmpty() ? "" : words.get(words.size() - 1);
    return WORDS.has("no value", last) && !(last.equals("id") && member.type == Member.Holds.TEXT);
  }

  static boolean stands(String list, String name) {
    return WORDS.has(list, Words.join(Words.of(name)));
  }
}
