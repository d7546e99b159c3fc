package io.whoread.collector.coverage;

import io.whoread.collector.coverage.Coverages.LastAccess;
import io.whoread.record.Roles;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is told of accesses by nobody known, or in a role that is not known, and the line of
 * whoread.yaml that would mend it.
 *
 * @param last access; null for none
 */
record UnknownActors(LastAccess last, CheckText text) {
  /** What ids of one kind begin with: "E1001", "kf-02"; of a name alone, all of it. */
  private static final Pattern BEGINNING = Pattern.compile("([A-Za-z]+[-_]?)([0-9]+)?");

  private static final Pattern PSEUDONYM = Pattern.compile("[0-9a-f]{32}");

  /**
   * @param unknown accesses in a role that is not known
   * @param nameless those of them of which nobody could be named
   * @param accesses of all
   * @param these since when
   */
  void write(long unknown, long nameless, long accesses, String these) {
    long roleless = unknown - nameless;
    text.row(
        "actors",
        "not named in %,d, in a role that is not known in %,d, of %s %s"
            .formatted(nameless, roleless, CheckText.many(accesses, "access", "accesses"), these));
    if (!Coverages.areManyUnknown(unknown, accesses)) {
      return;
    }
    if (nameless > 0) {
      text.attention(
          "nobody could be named in %s of accesses %s. `./whoread scan` of the service writes the line actors: for whoread.yaml where its code shows who is logged in; by hand, for an attribute of the session:\n        actors: [{session: user.id}]"
              .formatted(percent(nameless, accesses), these));
    }
    if (roleless > 0) {
      text.attention(
          "who acted is named, and the role is not known, in %s of accesses %s. Where those are staff, this under roles: in whoread.yaml says so:\n  %s"
              .formatted(percent(roleless, accesses), these, rule()));
    }
  }

  /** As the agent reads it; {@code role} takes any word. */
  private String rule() {
    boolean isOne = last != null && !last.actor().isEmpty() && last.role().equals(Roles.UNKNOWN);
    return "      - {role: staff, id: \"%s\"}".formatted(isOne ? pattern(last.actor()) : "*");
  }

  /** That of the last one and of those who are named like them. */
  private static String pattern(String id) {
    Matcher beginning = BEGINNING.matcher(id);
    return PSEUDONYM.matcher(id).matches() || !beginning.matches()
        ? "*"
        : beginning.group(2) == null ? id : beginning.group(1) + "*";
  }

  /** Who read, as far as it is known. */
  static String described(LastAccess last) {
    if (last.actor().isEmpty()) {
      return "could not be named: see actors: in whoread.yaml";
    }
    return last.role().equals(Roles.UNKNOWN)
        ? last.actor() + ", named by " + last.actorSource() + ", in a role that is not known"
        : last.actor() + ", role " + last.role() + ", named by " + last.actorSource();
  }

  private static String percent(long part, long whole) {
    return String.format(Locale.ROOT, "%.0f%%", Math.max(1, 100.0 * part / whole));
  }
}
