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
  /** What ids of one kind begin with: "E1001", "kf-02". */
  private static final Pattern BEGINNING = Pattern.compile("([A-Za-z]+[-_]?)[0-9]+");

  /** What stands between quotes as it is, and for itself alone. */
  private static final Pattern QUOTABLE = Pattern.compile("[^\"\\\\*\\p{Cntrl}]+");

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
          "nobody could be named in %s of accesses %s. `./whoread scan` of the service writes the line actors: for whoread.yaml where its code shows who is logged in; by hand, for an attribute of the session, it is one that begins at the left edge: actors: [{session: user.id}]"
              .formatted(percent(nameless, accesses), these));
    }
    if (roleless > 0) {
      text.attention(
          "who acted is named, and the role is not known, in %s of accesses %s. %s"
              .formatted(percent(roleless, accesses), these, rule()));
    }
  }

  /**
   * A line as the agent reads it, which is pasted as it stands. It never fits all: customers would
   * be taken for staff.
   */
  private String rule() {
    String id = last != null && last.role().equals(Roles.UNKNOWN) ? last.actor() : "";
    if (!QUOTABLE.matcher(id).matches() || PSEUDONYM.matcher(id).matches()) {
      return "Lines under roles: in whoread.yaml say who they are, by authority, path or id.";
    }
    Matcher beginning = BEGINNING.matcher(id);
    boolean isOne = !beginning.matches();
    return "Where %s, this line under roles: in whoread.yaml says so%s:\n  - {role: staff, id: \"%s\"}"
        .formatted(
            isOne ? "that is staff" : "those are staff",
            isOne ? "; one by authority or path says it of all" : "",
            isOne ? id : beginning.group(1) + "*");
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
