package io.whoread.agent.guess;

import io.whoread.agent.config.Glob;
import io.whoread.agent.config.GuardRule;
import io.whoread.agent.guess.Evidence.Force;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * What is to be guarded in a class, and why; or why it is left out.
 *
 * <p>Some kinds no class holds by accident: a phone, a receiver's name. A class is guarded for one
 * of these where a member says whose it is, and for two where none does. Others are personal only
 * in such company: a city beside an address, {@code name} beside a phone, a remark in an order.
 * What is the shop's own or of those who work there is told apart, for it is not a customer's.
 */
public final class ClassGuess {
  /** Why a class is not guarded. */
  public enum Verdict {
    GUARDED,
    STAFF,
    BUSINESS,
    /** Callers pass it in, the service does not tell it. */
    QUESTION,
    /** Something in it looks personal, not enough to guard it. */
    TOO_LITTLE,
    NOTHING
  }

  /** What looks less likely than this is told, and not guarded. */
  private static final double LEAST = 0.5;

  /** What a class may be guarded for has to be at least that sure. */
  private static final double STRONG = 0.7;

  /** Kinds of subject that people know by a number, to the class that is one. */
  private static final Map<String, Sort> KNOWN_BY_NUMBER = new LinkedHashMap<>();

  static {
    KNOWN_BY_NUMBER.put("order", Sort.ORDER);
    KNOWN_BY_NUMBER.put("waybill", Sort.WAYBILL);
    KNOWN_BY_NUMBER.put("after-sale", Sort.AFTER_SALE);
  }

  private static final List<String> ENOUGH_ALONE = Arrays.asList("phone", "id-number", "bank-card");

  public final ClassFile file;
  public final Verdict verdict;
  public final List<Line> fields = new ArrayList<>();

  /** What looks personal and is not guarded, each with the reason. */
  public final List<Line> leftOut = new ArrayList<>();

  public final List<Member> members;
  final Facts facts;
  final Sort sort;

  private final String table;

  /** Kind of the subject of the objects that its own lie in; null where they lie in none. */
  private final String inside;

  private final List<Personal> all = new ArrayList<>();

  /**
   * @param members of the class and, behind its own, of its superclasses
   */
  public ClassGuess(ClassFile file, Collection<Member> members) {
    this(file, members, null, null);
  }

  /**
   * @param members of the class and, behind its own, of its superclasses
   * @param mapped the table that a mapper's file reads it from, or null
   * @param inside the kind of subject of the objects that its own lie in, or null
   */
  public ClassGuess(ClassFile file, Collection<Member> members, String mapped, String inside) {
    this.file = file;
    this.members = new ArrayList<>(members);
    this.inside = inside;
    this.table = table(file, mapped);
    this.sort = Sort.of(file, table);
    for (Member member : members) {
      Personal personal = Personal.of(member);
      if (personal != null) {
        all.add(personal);
      }
    }
    facts = new Facts(sort, members, Sort.own(file));
    collect();
    number();
    verdict = verdict(members);
  }

  private void collect() {
    for (Personal each : all) {
      if (each.isTheirOwn() && sort != Sort.STAFF && sort != Sort.BUSINESS) {
        String whose = each.whose == Evidence.Whose.STAFF ? "of staff" : "the shop's own";
        leftOut.add(new Line(each.member.name, each.kind, each.weight, whose, false));
      } else {
        Line line = isContactsNumber(each) ? number(each) : line(each);
        if (line != null && line.word.equals("name") && Names.stands("login name", line.member)) {
          Line phone = Notes.phone(each.member);
          String reason = line.reason + "; phone, where people log in by that";
          line =
              phone != null
                  ? phone
                  : new Line(line.member, line.word, line.confidence, reason, line.strong);
        }
        if (line != null) {
          (line.confidence < LEAST ? leftOut : fields).add(line);
        }
      }
    }
  }

  /** Beside a name, where there is no phone, {@code contact} is how somebody is reached. */
  private boolean isContactsNumber(Personal each) {
    return each.member.name.matches("(?i)contacts?")
        && each.kind.equals("name")
        && !hasStrong("phone")
        && all.stream().anyMatch(other -> other != each && other.kind.equals("name"));
  }

  /** In an order a bare number is the order's; what a payment calls it is no second one. */
  private void number() {
    Line id = facts.subject;
    if (id != null && id.word.equals("order")) {
      fields.removeIf(
          line ->
              line.word.equals("order-id")
                  && !line.member.equals(id.member)
                  && line.member.toLowerCase(Locale.ROOT).startsWith("out"));
    }
    boolean isNumber = id != null && id.word.equals("order") && Names.isBareNumber(id.member);
    if (isNumber && fields.stream().noneMatch(line -> line.member.equals(id.member))) {
      fields.add(0, new Line(id.member, "order-id", id.confidence, id.reason, false));
    }
  }

  private static Line number(Personal each) {
    return new Line(each.member.name, "phone", 0.7, "name, beside another name", true);
  }

  /** As it counts in this class; null where it does not. */
  private Line line(Personal each) {
    if (sort == Sort.PAYOUT && Names.stands("account", each.member.name)) {
      return new Line(each.member.name, "bank-card", 0.72, "name, money goes to it", true);
    }
    if (sort == Sort.PAYOUT && Names.stands("account holder", each.member.name)) {
      return new Line(each.member.name, "name", 0.75, "name, beside an account", true);
    }
    if (each.force == Force.STRONG) {
      return each.line();
    }
    switch (each.kind) {
      case "address":
        return part(each);
      case "name":
        return each.force == Force.WEAK ? each.line() : bare(each);
      case "purchase":
        return isOfOrder() ? each.line() : null;
      case "free-text":
        boolean told =
            !each.before.isEmpty()
                || sort == Sort.ORDER
                || sort == Sort.AFTER_SALE
                || sort == Sort.VOICE;
        return each.force == Force.WEAK || told ? each.line() : null;
      default:
        return each.line();
    }
  }

  /** A product has a name as well, but no phone; a place has an address too. */
  private Line bare(Personal each) {
    boolean isPersons = hasStrong("phone", "id-number", "bank-card");
    boolean isPerson = sort == Sort.CUSTOMER || sort == Sort.ADDRESS || facts.subject != null;
    isPersons |= isPerson && hasStrong("address");
    isPersons |= sort == Sort.CUSTOMER && hasStrong("email", "birth-date");
    return isPersons ? new Line(each.member.name, each.kind, each.weight, each.reason, true) : null;
  }

  private boolean isOfOrder() {
    return facts.hasOrder()
        || sort == Sort.ORDER
        || sort == Sort.ORDER_ITEM
        || facts.subject == null && "order".equals(inside);
  }

  private boolean hasStrong(String... kinds) {
    for (Personal each : all) {
      if (each.force == Force.STRONG && Arrays.asList(kinds).contains(each.kind)) {
        return true;
      }
    }
    return false;
  }

  /** A part of an address belongs to the address that is named like it. */
  private Line part(Personal each) {
    boolean beside = false;
    for (Personal other : all) {
      if (other.force == Force.STRONG && other.kind.equals("address")) {
        if (other.before.equals(each.before) || each.weight > 0.9) {
          return each.line();
        }
        beside = true;
      }
    }
    return beside && each.weight >= 0.8 ? each.line(0.65) : null;
  }

  private Verdict verdict(Collection<Member> members) {
    long strong = fields.stream().filter(line -> line.strong && line.confidence >= STRONG).count();
    if (fields.isEmpty()) {
      return leftOut.isEmpty() ? Verdict.NOTHING : Verdict.TOO_LITTLE;
    }
    if (sort == Sort.STAFF || sort == Sort.BUSINESS) {
      boolean told = strong > 0;
      return !told ? Verdict.NOTHING : sort == Sort.STAFF ? Verdict.STAFF : Verdict.BUSINESS;
    }
    if (!isEnough(strong)) {
      return Verdict.TOO_LITTLE;
    }
    if (Sort.asks(file.simpleName())) {
      return Verdict.QUESTION;
    }
    if (isEither() && isLikeStaff(members)) {
      return Verdict.STAFF;
    }
    boolean place =
        facts.subject == null && inside == null && facts.owner != null && !hasPersonsName();
    return place ? Verdict.BUSINESS : Verdict.GUARDED;
  }

  private boolean isEnough(long strong) {
    if (strong > 1 || strong == 1 && (facts.subject != null || inside != null)) {
      return true;
    }
    boolean bought = has("purchase") && isOfOrder();
    bought &= sort != Sort.ORDER || facts.subject != null || inside != null;
    boolean written = sort == Sort.ORDER || sort == Sort.AFTER_SALE;
    written &= has("free-text") && facts.subject != null;
    boolean named = sort == Sort.ORDER && facts.links.containsKey("customer") && has("order-id");
    return bought
        || written
        || named
        || strong == 1 && fields.stream().anyMatch(line -> isEnoughAlone(line));
  }

  private static boolean isEnoughAlone(Line line) {
    return line.strong && line.confidence >= 0.9 && ENOUGH_ALONE.contains(line.word);
  }

  private boolean has(String kind) {
    return fields.stream().anyMatch(line -> line.word.equals(kind));
  }

  private boolean hasPersonsName() {
    return fields.stream().anyMatch(line -> line.word.equals("name") && line.strong);
  }

  private static boolean isLikeStaff(Collection<Member> members) {
    return members.stream().anyMatch(member -> Names.stands("staff members", member.name));
  }

  /** From 0 to 1: how sure it is that the class is to be guarded. */
  public double confidence() {
    double most = 0;
    for (Line line : fields) {
      most = Math.max(most, line.confidence * (line.strong ? 1 : 0.8));
    }
    return facts.subject == null && inside == null ? most * 0.75 : most;
  }

  /** Whether its objects are orders, rather than something that tells of one. */
  public boolean isOrder() {
    return sort == Sort.ORDER;
  }

  /**
   * The table that a class's objects are rows of; null where nothing says it.
   *
   * @param mapped the table that a mapper's file reads it from, or null
   */
  public static String table(ClassFile file, String mapped) {
    String annotated = Sort.table(file);
    return annotated == null ? mapped : annotated;
  }

  /** Whether its objects are customers, rather than something that tells of one. */
  public boolean isCustomer() {
    return sort == Sort.CUSTOMER && facts.subject != null && facts.subject.word.equals("customer");
  }

  /** Whether its name leaves open whether its objects are customers or staff. */
  public boolean isEither() {
    return sort == Sort.CUSTOMER && Sort.isEither(file.simpleName());
  }

  /** The table that its objects are rows of, as far as known; else null. */
  public String table() {
    return table;
  }

  public Line subject() {
    return facts.subject;
  }

  /** Kind of identity to its line. */
  public Map<String, Line> links() {
    return facts.links;
  }

  public Line owner() {
    return facts.owner;
  }

  public Line placed() {
    return facts.placed;
  }

  public Line status() {
    return facts.status;
  }

  /**
   * Links it to those that its members hold as objects, where they are guarded with a subject. What
   * has a number that people know, of an order or a parcel, is about those that it holds: it is
   * guarded for that number if for nothing else.
   *
   * @param guarded by internal name, a class as it is guarded; null for one that is not
   * @return its verdict after that
   */
  public Verdict linkObjects(Function<String, ClassGuess> guarded) {
    boolean left = verdict == Verdict.TOO_LITTLE || verdict == Verdict.NOTHING;
    if (facts.subject == null || left && !isKnownByNumber()) {
      return verdict;
    }
    boolean holdsOthers =
        ObjectLinks.find(
            members,
            type -> {
              ClassGuess held = guarded.apply(type);
              return held == null ? null : held.subject();
            },
            facts);
    if (!left || !holdsOthers || !holds()) {
      return verdict;
    }
    return Sort.asks(file.simpleName()) ? Verdict.QUESTION : Verdict.GUARDED;
  }

  /** The kinds of field that such numbers are. */
  static List<String> numbers() {
    List<String> kinds = new ArrayList<>();
    KNOWN_BY_NUMBER.keySet().forEach(subject -> kinds.add(subject + "-id"));
    return kinds;
  }

  /** Whether people know subjects of a kind by a number. */
  static boolean isKnownByNumber(String kind) {
    return KNOWN_BY_NUMBER.containsKey(kind);
  }

  /** Whether it is an order or the like, or has the number of one. */
  private boolean isKnownByNumber() {
    Line subject = facts.subject;
    return sort != Sort.STAFF
        && sort != Sort.BUSINESS
        && KNOWN_BY_NUMBER.containsKey(subject.word)
        && (sort == KNOWN_BY_NUMBER.get(subject.word) || Names.isNumber(subject.member));
  }

  /** Leaves to its superclass's rule what that says already. */
  public void leaveToSuperclass() {
    fields.removeIf(line -> !file.members.containsKey(line.member));
    leftOut.removeIf(line -> !file.members.containsKey(line.member));
  }

  /**
   * Has it guarded so that what lies in its objects is counted for their subject.
   *
   * @return false where it says itself that they have none
   */
  public boolean holds() {
    Line subject = facts.subject;
    if (subject != null && fields.isEmpty()) {
      String reason = "so that what lies inside is counted for it";
      fields.add(new Line(subject.member, subject.word + "-id", 0.6, reason, false));
    }
    return subject != null;
  }

  /** The rule that this comes to. */
  GuardRule rule() {
    Map<String, String> links = new LinkedHashMap<>();
    facts.links.forEach((kind, line) -> links.put(kind, line.member));
    Map<String, String> guarded = new LinkedHashMap<>();
    fields.forEach(line -> guarded.put(line.member, line.word));
    boolean hasSubject = facts.subject != null;
    return new GuardRule(
        new Glob(file.name),
        hasSubject ? facts.subject.word : null,
        hasSubject ? facts.subject.member : null,
        links,
        member(facts.owner),
        member(facts.placed),
        member(facts.status),
        guarded);
  }

  private static String member(Line line) {
    return line == null ? null : line.member;
  }
}
