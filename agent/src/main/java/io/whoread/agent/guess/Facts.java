package io.whoread.agent.guess;

import io.whoread.agent.config.GuardRule;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which members of a class say whose its objects are: identities, owner, day and status. */
final class Facts {
  private static final String[] SUBJECTS = {"order", "waybill", "customer", "after-sale", "parent"};

  /** Kind to member; null for the subject where nothing says whose. */
  Line subject;

  final Map<String, Line> links = new LinkedHashMap<>();
  Line owner;
  Line placed;
  Line status;

  private final Sort sort;

  /** Kind to the number that people know it by, and to the id of its row. */
  private final Map<String, Line> numbers = new LinkedHashMap<>();

  private final Map<String, Line> rows = new LinkedHashMap<>();

  Facts(Sort sort, Collection<Member> members, Set<String> own) {
    this.sort = sort;
    for (Member member : members) {
      boolean holdsId = member.holdsId();
      if (holdsId && !Names.isPlace(member)) {
        identity(member.name, Names.identity(member.name, own));
      }
      if (owner == null && holdsId && Names.isOwner(member.name)) {
        owner = new Line(member.name, "owner", 0.85, "name", false);
      }
    }
    textIds(members);
    described(members);
    forgetPayments();
    bareIds(members);
    byName(members);
    choose();
    boolean ofOrder = sort == Sort.ORDER;
    boolean hasOrder = numbers.containsKey("order") || rows.containsKey("order");
    placed = hasOrder ? first(members, "placed", ofOrder ? "placed in an order" : "placed") : null;
    status = hasOrder ? first(members, "status", ofOrder ? "status in an order" : "status") : null;
    if (hasOrder && status == null && sort == Sort.WAYBILL) {
      status = first(members, "status", "status in an order");
    }
  }

  /** Links it by one more member, unless it has a link of that kind, or is no subject's. */
  void link(String kind, Line line) {
    if (subject != null && !subject.word.equals(kind) && links.size() < GuardRule.MAX_LINKS) {
      links.putIfAbsent(kind, line);
    }
  }

  boolean hasOrder() {
    return subject != null && subject.word.equals("order") || links.containsKey("order");
  }

  /** By descriptions and headers, where names do not say it. */
  private void described(Collection<Member> members) {
    for (Member member : members) {
      boolean holdsId = member.holdsId();
      String kind = holdsId ? Notes.identity(member) : null;
      // What is called an id is one of a row, whatever is said of it.
      boolean isRow = kind != null && Words.of(member.name).contains("id");
      if (kind != null && !numbers.containsKey(kind) && !rows.containsKey(kind)) {
        (isRow ? rows : numbers)
            .put(kind, new Line(member.name, kind, 0.85, "its description", false));
      }
    }
  }

  private void identity(String member, String kind) {
    if (kind == null) {
      return;
    }
    boolean isNumber = Names.isNumber(member);
    Map<String, Line> found = isNumber ? numbers : rows;
    // What a payment calls the order holds where the order has no name of its own.
    Line known = found.get(kind);
    if (known == null || isOfPayment(known.member) && !isOfPayment(member)) {
      found.put(kind, new Line(member, kind, isNumber ? 0.95 : 0.9, "name", false));
    }
  }

  /** In an order that has an {@code id}, an {@code orderId} that is a text is its number. */
  private void textIds(Collection<Member> members) {
    boolean hasId = members.stream().anyMatch(member -> member.name.equalsIgnoreCase("id"));
    for (Member member : members) {
      Line row = rows.get("order");
      boolean isRow = row != null && row.member.equals(member.name);
      if (isRow && hasId && sort == Sort.ORDER && member.type == Member.Holds.TEXT) {
        Line number = numbers.get("order");
        if (number == null || isOfPayment(number.member)) {
          numbers.put("order", row);
          rows.remove("order");
        }
      }
    }
  }

  /** Where customers have no id, they are known by the name that they log in with. */
  private void byName(Collection<Member> members) {
    if (numbers.containsKey("customer") || rows.containsKey("customer")) {
      return;
    }
    for (Member member : members) {
      boolean isText = member.type == Member.Holds.TEXT && member.holdsId();
      if (isText && Names.stands("login name", member.name)) {
        rows.putIfAbsent(
            "customer", new Line(member.name, "customer", 0.6, "where there is no id", false));
      }
    }
  }

  private void forgetPayments() {
    Line number = numbers.get("order");
    if (number != null && isOfPayment(number.member) && rows.containsKey("order")) {
      numbers.remove("order");
    }
  }

  private static boolean isOfPayment(String member) {
    return member.toLowerCase(Locale.ROOT).startsWith("out");
  }

  /** In a class that is itself the order a bare number or id is the order's. */
  private void bareIds(Collection<Member> members) {
    String kind =
        sort == Sort.ORDER
            ? "order"
            : sort == Sort.CUSTOMER
                ? "customer"
                : sort == Sort.AFTER_SALE ? "after-sale" : sort == Sort.WAYBILL ? "waybill" : null;
    if (kind == null) {
      return;
    }
    for (Member member : members) {
      if (!member.holdsId()) {
        continue;
      }
      String reason = "the class is named so";
      if (Names.isBareNumber(member.name) && !member.name.equals("num") && sort != Sort.CUSTOMER) {
        numbers.putIfAbsent(kind, new Line(member.name, kind, 0.8, reason, false));
      } else if (member.name.equalsIgnoreCase("id") && sort != Sort.WAYBILL) {
        rows.putIfAbsent(kind, new Line(member.name, kind, 0.85, reason, false));
      }
    }
  }

  private void choose() {
    if (sort == Sort.CUSTOMER) {
      take("customer");
    }
    for (String kind : SUBJECTS) {
      take(kind);
    }
    for (Map<String, Line> found : java.util.Arrays.asList(numbers, rows)) {
      for (String kind : new java.util.ArrayList<>(found.keySet())) {
        take(kind);
      }
    }
  }

  /** The first is the subject, all others are links; of an order both its number and its row. */
  private void take(String kind) {
    boolean known = subject != null && subject.word.equals(kind) || links.containsKey(kind);
    Line number = numbers.get(kind);
    Line row = rows.get(kind);
    if (known || number == null && row == null || links.size() >= GuardRule.MAX_LINKS) {
      return;
    }
    // Customers are joined by the id of their row, which orders hold; all else by what people know.
    boolean byRow = row != null && (number == null || kind.equals("customer"));
    Line best = byRow ? row : number;
    if (subject == null) {
      subject = number == null ? because(best, "the id of its row: no number is here") : best;
      if (number != null && row != null && kind.equals("order")) {
        links.put("order", because(row, "the id of its row, by which others name it"));
      }
    } else {
      links.put(kind, best);
    }
  }

  /** Says of what staff know by a number that this is none. */
  private static Line because(Line line, String what) {
    boolean numbered =
        ClassGuess.isKnownByNumber(line.word) && Words.of(line.member).contains("id");
    String reason = numbered ? line.reason + "; " + what : line.reason;
    return new Line(line.member, line.word, line.confidence, reason, line.strong);
  }

  private static Line first(Collection<Member> members, String list, String second) {
    for (String each : new String[] {list, second}) {
      for (Member member : members) {
        if (member.type != Member.Holds.OBJECT && Names.stands(each, member.name)) {
          return new Line(member.name, list, each.equals(list) ? 0.9 : 0.8, "name", false);
        }
      }
    }
    return null;
  }
}
