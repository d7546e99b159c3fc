package io.whoread.agent.guess;

import io.whoread.agent.guess.Evidence.Force;
import io.whoread.agent.guess.Evidence.Whose;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What name, type and annotations of one member say together. */
final class Personal {
  private static final double OTHERWISE_NAMED = 0.85;
  private static final double OF_SEVERAL = 0.7;
  private static final double DOUBT_LEFT_BY_A_MASK = 0.3;

  final Member member;
  final String kind;
  final double weight;
  final Whose whose;
  final Force force;
  final String before;
  final String reason;

  private Personal(
      Member member, Evidence best, double weight, Whose whose, Force force, String reason) {
    this.member = member;
    this.kind = best.kind;
    this.weight = weight;
    this.whose = whose;
    this.force = force;
    this.before = best.before;
    this.reason = reason;
  }

  /** Null for a member that is not personal as far as can be told. */
  static Personal of(Member member) {
    Evidence named = Names.kind(member.name);
    List<Evidence> said = Names.isNoValue(member) ? Notes.masks(member) : Notes.of(member);
    List<Evidence> all = new ArrayList<>();
    boolean denied = false;
    for (Evidence each : said) {
      denied |= each.kind == null;
      if (each.kind != null && Kinds.fits(each.kind, member.type)) {
        all.add(each);
      }
    }
    if (named != null && named.kind.equals("order-id") && Names.isPlace(member)) {
      named = null;
    }
    if (named != null && Kinds.fits(named.kind, member.type) && !(denied && all.isEmpty())) {
      all.add(0, named);
    }
    return all.isEmpty() ? null : weighed(member, named, all);
  }

  private static Personal weighed(Member member, Evidence named, List<Evidence> all) {
    Map<String, Double> doubts = new LinkedHashMap<>();
    for (Evidence each : all) {
      // Two descriptions in the same words are no more than one.
      double doubt = 1 - each.weight;
      doubts.merge(each.kind, doubt, (a, b) -> a * Math.max(b, 0.2));
    }
    Evidence best = null;
    for (Evidence each : all) {
      if (best == null || doubts.get(each.kind) < doubts.get(best.kind)) {
        best = each;
      }
    }
    Force force = Force.BESIDE;
    Whose whose = Whose.UNSAID;
    Set<String> reasons = new LinkedHashSet<>();
    for (Evidence each : all) {
      if (each.kind.equals(best.kind)) {
        force = each.force.compareTo(force) < 0 ? each.force : force;
        whose = each.whose == Whose.UNSAID ? whose : each.whose;
        if (!each.reason.isEmpty()) {
          reasons.add(each.reason);
        }
      }
    }
    double weight = 1 - doubts.get(best.kind);
    if (named != null && !named.kind.equals(best.kind)) {
      weight *= OTHERWISE_NAMED;
    }
    if (best.kind.equals("free-text") && all.stream().anyMatch(Personal::isOfSeveral)) {
      weight = Math.min(weight, OF_SEVERAL);
      reasons.add("may hold several kinds");
    }
    String mask = Notes.mask(member);
    if (mask != null) {
      weight = 1 - (1 - weight) * DOUBT_LEFT_BY_A_MASK;
      if (reasons.stream().noneMatch(reason -> reason.startsWith(mask))) {
        reasons.add(mask);
      }
    }
    return new Personal(member, best, weight, whose, force, String.join(", ", reasons));
  }

  /** {@code receiverInfo}: a name, a phone and an address in one, perhaps. */
  private static boolean isOfSeveral(Evidence each) {
    return each.kind.equals("free-text") && each.force == Force.WEAK && each.weight <= 0.65;
  }

  /** Whether it is somebody's who is no customer: the shop's, or of those who work there. */
  boolean isTheirOwn() {
    return whose == Whose.BUSINESS || whose == Whose.STAFF;
  }

  Line line() {
    return line(weight);
  }

  Line line(double confidence) {
    return new Line(member.name, kind, confidence, reason, force == Force.STRONG);
  }
}
