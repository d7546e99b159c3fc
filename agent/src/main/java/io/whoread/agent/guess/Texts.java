package io.whoread.agent.guess;

import io.whoread.agent.guess.Evidence.Force;
import io.whoread.agent.guess.Evidence.Whose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a description or an Excel header says of a member, in Chinese or English. In both the end of
 * its first clause says what it is: 收货人手机号, "the receiver's phone number".
 */
final class Texts {
  private static final Lexicon CHINESE = Lexicon.CHINESE;
  private static final String CLAUSE_ENDS = "，,。；;：:（([【\n\t|=—~";
  private static final int MOST_WORDS = 8;
  private static final Set<String> STOPS =
      new HashSet<>(
          Arrays.asList(
              "the", "a", "an", "s", "his", "her", "their", "your", "its", "for", "this"));

  private Texts() {}

  /** What a text says; null for nothing, and with a null kind where it is nothing personal. */
  static Evidence kind(String text) {
    return Words.isChinese(text) ? chinese(text) : english(text);
  }

  /** The kind of identity that a description in Chinese says a member is; null for none. */
  static String identity(String text) {
    String clause = clause(text.trim()).toLowerCase(Locale.ROOT).replace(" ", "");
    for (String kind : new String[] {"customer", "waybill", "after-sale"}) {
      if (CHINESE.has("identity " + kind, clause)) {
        return kind;
      }
    }
    Evidence said = Words.isChinese(clause) ? clauseKind(clause) : null;
    return said != null && "order-id".equals(said.kind) ? "order" : null;
  }

  private static Evidence chinese(String text) {
    String clause = clause(text.trim()).toLowerCase(Locale.ROOT).replace(" ", "");
    Evidence whole = clauseKind(clause);
    Set<String> kinds = new HashSet<>();
    boolean strong = false;
    for (String part : clause.split("[/、和及]")) {
      Evidence said = clauseKind(part);
      if (said != null && said.kind != null) {
        kinds.add(said.kind);
        strong |= said.force == Force.STRONG;
        whole = whole == null ? said : whole;
      }
    }
    boolean half = kinds.size() == 1 && strong && !clause.equals(clause.split("[/、和及]")[0]);
    if (half && clauseKind(clause.split("[/、和及]")[0]) == null) {
      // "Waybill or phone": the one or the other.
      return whole.weighing(whole.weight * 0.7);
    }
    return kinds.size() > 1 && strong
        ? new Evidence("free-text", 0.65, Whose.UNSAID, Force.WEAK, "", "")
        : whole;
  }

  private static Evidence clauseKind(String clause) {
    String left = clause;
    while (!left.isEmpty()) {
      for (int from = 0; from < left.length(); from++) {
        Evidence found = ending(left.substring(from), left.substring(0, from));
        if (found != null) {
          return found;
        }
      }
      String shorter = withoutEnding(left);
      if (shorter.length() == left.length()) {
        return null;
      }
      left = shorter;
    }
    return null;
  }

  private static Evidence ending(String end, String before) {
    if (CHINESE.has("none", end)) {
      return Evidence.nothing("");
    }
    Kinds kind = CHINESE.kind(end);
    if (kind == null) {
      return null;
    }
    double weight = CHINESE.weight(kind.list, end);
    return kind == Kinds.FREE_TEXT && CHINESE.has("free-text short", end)
        ? shortText(weight, before)
        : judged(kind, weight, before);
  }

  /** 内容 and the like hold what people write in some classes only. */
  private static Evidence shortText(double weight, String before) {
    return before.isEmpty() || endsWith(before, "people write")
        ? new Evidence("free-text", weight, Whose.UNSAID, Force.BESIDE, before, "")
        : Evidence.nothing("");
  }

  private static Evidence judged(Kinds kind, double weight, String before) {
    Whose whose = whose(before);
    if (kind == Kinds.BARE && !before.isEmpty()) {
      return endsWith(before, "people")
          ? new Evidence("name", weight, Whose.PEOPLE, Force.STRONG, before, "")
          : null;
    }
    if (kind == Kinds.ORDER_ID && !before.isEmpty() && !endsWith(before, "order before")
        || kind == Kinds.ADDRESS && isOfThings(before)) {
      return Evidence.nothing("");
    }
    if (kind.force == Force.WEAK && kind != Kinds.CHOSEN) {
      whose = Whose.UNSAID;
    }
    return new Evidence(kind.kind, weight, whose, kind.force, before, "");
  }

  private static boolean endsWith(String before, String list) {
    return CHINESE.list(list).keySet().stream()
        .anyMatch(word -> before.endsWith(word) || before.endsWith(word + "人"));
  }

  private static boolean isOfThings(String before) {
    return CHINESE.list("things").keySet().stream().anyMatch(before::contains);
  }

  /** Whose, by the word that stands last. */
  private static Whose whose(String before) {
    int best = -1;
    Whose whose = Whose.UNSAID;
    for (Whose each : new Whose[] {Whose.PEOPLE, Whose.BUSINESS, Whose.STAFF}) {
      for (String word : CHINESE.list(each.name().toLowerCase(Locale.ROOT)).keySet()) {
        int at = before.lastIndexOf(word);
        if (at >= 0 && at + word.length() > best) {
          best = at + word.length();
          whose = each;
        }
      }
    }
    return whose;
  }

  private static String withoutEnding(String clause) {
    String shorter = clause;
    for (String ending : CHINESE.list("endings").keySet()) {
      if (clause.endsWith(ending) && clause.length() - ending.length() < shorter.length()) {
        shorter = clause.substring(0, clause.length() - ending.length());
      }
    }
    return shorter;
  }

  private static Evidence english(String text) {
    String clause = clause(text.trim());
    int of = clause.toLowerCase(Locale.ROOT).indexOf(" of ");
    String ordered = of < 0 ? clause : clause.substring(of + 4) + " " + clause.substring(0, of);
    List<String> words = new ArrayList<>(Words.of(ordered));
    words.removeAll(STOPS);
    if (words.isEmpty() || words.size() > MOST_WORDS) {
      return null;
    }
    Evidence said = Names.kind(words);
    return said == null ? null : said.because("");
  }

  /** Up to the first sign that something else begins. */
  private static String clause(String text) {
    int dash = text.indexOf(" - ");
    if (dash > 0) {
      return clause(text.substring(dash + 3));
    }
    for (int i = 1; i < text.length(); i++) {
      if (CLAUSE_ENDS.indexOf(text.charAt(i)) >= 0) {
        return text.substring(0, i);
      }
    }
    return text;
  }
}
