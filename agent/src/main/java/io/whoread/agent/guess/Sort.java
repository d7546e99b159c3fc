package io.whoread.agent.guess;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the objects of a class are, by its name, its table and what describes it. */
enum Sort {
  ORDER,
  ORDER_ITEM,
  CUSTOMER,
  ADDRESS,
  WAYBILL,
  AFTER_SALE,
  /** Money that goes to people. */
  PAYOUT,
  /** What people write: feedback, messages, questions. */
  VOICE,
  /** A shop's, a warehouse's, a company's own. */
  BUSINESS,
  STAFF,
  /** What is asked for, rather than told. */
  QUESTION,
  OTHER;

  private static final Lexicon WORDS = Lexicon.NAMES;

  /** In the order in which an end of a name is held against them. */
  private static final Object[][] NOUNS = {
    {STAFF, "class staff"},
    {ORDER_ITEM, "class order item"},
    {AFTER_SALE, "class after-sale"},
    {WAYBILL, "class waybill"},
    {ORDER, "class order"},
    {PAYOUT, "class payout"},
    {CUSTOMER, "class customer"},
    {ADDRESS, "class address"},
    {VOICE, "class voice"},
    {BUSINESS, "class business"},
  };

  /** Whether a class is named like what callers pass in. */
  static boolean asks(String simpleName) {
    for (String word : lastWords(simpleName)) {
      if (WORDS.has("class asks", word)) {
        return true;
      }
    }
    return false;
  }

  /** The words of a class's name, of which the item of a page is no noun. */
  private static List<String> words(String simpleName) {
    List<String> words = Words.of(simpleName);
    for (int i = words.size() - 1; i > 0; i--) {
      boolean isPage = words.get(i - 1).equals("page") || words.get(i - 1).equals("list");
      if (isPage && words.get(i).equals("item")) {
        words.remove(i);
      }
    }
    return words;
  }

  /** Whether a class's name leaves open whether it is of customers or of staff. */
  static boolean isEither(String simpleName) {
    boolean either = false;
    for (String word : coreWords(simpleName)) {
      boolean names = WORDS.has("either", word);
      if (!names && noun(word) == CUSTOMER) {
        return false;
      }
      either |= names;
    }
    return either;
  }

  /** The words at the end of a name that say only what it is made for. */
  private static List<String> lastWords(String simpleName) {
    List<String> words = words(simpleName);
    int from = words.size();
    while (from > 0
        && (WORDS.has("class endings", words.get(from - 1))
            || WORDS.has("class asks", words.get(from - 1)))) {
      from--;
    }
    return words.subList(Math.max(from, Math.min(1, words.size())), words.size());
  }

  /** What stands before those. */
  static List<String> coreWords(String simpleName) {
    List<String> words = words(simpleName);
    return new ArrayList<>(words.subList(0, words.size() - lastWords(simpleName).size()));
  }

  /**
   * @param table that its objects are rows of, or null
   */
  static Sort of(ClassFile file, String table) {
    Sort named =
        named(coreWords(file.simpleName().substring(file.simpleName().lastIndexOf('$') + 1)));
    if (named == OTHER && file.simpleName().indexOf('$') > 0) {
      named = named(coreWords(file.simpleName().replace('$', '_')));
    }
    Sort described = described(file);
    if (described == STAFF || described == BUSINESS && named != ORDER) {
      return described;
    }
    Sort byTable = table == null ? OTHER : named(coreWords(table));
    return named != OTHER ? named : byTable != OTHER ? byTable : described;
  }

  /** Whether a table is named as staff's: {@code sys_user}. */
  static boolean isStaffs(String table) {
    return named(coreWords(table)) == STAFF;
  }

  private static Sort described(ClassFile file) {
    for (Note note : file.notes) {
      if (note.is("ApiModel") || note.is("Schema") || note.is("Comment") || note.is("Table")) {
        for (String text : note.all("value", "description", "title", "comment")) {
          Sort found = Words.isChinese(text) ? chinese(text) : OTHER;
          if (found != OTHER) {
            return found;
          }
        }
      }
    }
    return OTHER;
  }

  /** 会员信息表 is of members, 会员等级 is of levels. */
  private static Sort chinese(String text) {
    String head = text.substring(text.lastIndexOf('-') + 1).replaceAll("[^\\p{IsHan}]", "");
    String shorter = head;
    do {
      head = shorter;
      for (String ending : Lexicon.CHINESE.list("class endings").keySet()) {
        if (head.endsWith(ending) && head.length() - ending.length() < shorter.length()) {
          shorter = head.substring(0, head.length() - ending.length());
        }
      }
    } while (shorter.length() < head.length());
    for (Sort sort : Arrays.asList(STAFF, BUSINESS, ORDER, CUSTOMER)) {
      String list = "class " + sort.name().toLowerCase(Locale.ROOT);
      if (Lexicon.CHINESE.list(list).keySet().stream().anyMatch(head::endsWith)) {
        return sort;
      }
    }
    return OTHER;
  }

  private static Sort named(List<String> words) {
    for (int to = words.size(); to > 0; to--) {
      for (int from = Math.max(0, to - 3); from < to; from++) {
        String noun = Words.join(words.subList(from, to));
        Sort sort = noun(noun);
        if (sort != OTHER && to >= words.size()) {
          return modified(sort, words.subList(0, from));
        }
      }
      if (to < words.size() || !WORDS.has("class endings", words.get(to - 1))) {
        break;
      }
    }
    return OTHER;
  }

  /** A company's address is the company's, a shop's customers are customers. */
  private static Sort modified(Sort sort, List<String> before) {
    if (sort == ORDER && !before.isEmpty()) {
      // An order to pay is a payment, with a number of its own.
      return WORDS.has("before order", before.get(before.size() - 1)) ? OTHER : sort;
    }
    if (sort == BUSINESS) {
      // A shop's part of an order is no shop.
      return before.stream().anyMatch(word -> noun(word) == ORDER) ? OTHER : sort;
    }
    boolean plain = sort == ADDRESS || sort == CUSTOMER || sort == VOICE;
    for (int i = before.size() - 1; i >= 0 && plain; i--) {
      String word = before.get(i);
      String two = i > 0 ? before.get(i - 1) + word : word;
      if (noun(word) == STAFF || noun(two) == STAFF || word.equals("sys")) {
        return STAFF;
      }
      if (sort == ADDRESS && noun(word) == BUSINESS) {
        return BUSINESS;
      }
      if (noun(word) == CUSTOMER || noun(word) == ORDER) {
        return sort;
      }
    }
    return sort;
  }

  private static Sort noun(String flat) {
    for (Object[] noun : NOUNS) {
      if (WORDS.has((String) noun[1], flat)
          || flat.endsWith("s")
              && WORDS.has((String) noun[1], flat.substring(0, flat.length() - 1))) {
        return (Sort) noun[0];
      }
    }
    return OTHER;
  }

  static String table(ClassFile file) {
    for (Note note : file.notes) {
      String table =
          note.is("TableName")
              ? note.first("value")
              : note.is("Table") || note.is("Entity") ? note.first("name") : null;
      if (table != null) {
        return table.replace("`", "").replace("\"", "").trim();
      }
    }
    return null;
  }

  /** Words that may stand before an id in the class, as its own name begins with them. */
  static Set<String> own(ClassFile file) {
    Set<String> own = new LinkedHashSet<>();
    List<String> words = coreWords(file.simpleName());
    for (int i = 0; i < words.size() - 1; i++) {
      if (noun(words.get(i)) == OTHER) {
        own.add(words.get(i));
      }
    }
    return own;
  }
}
