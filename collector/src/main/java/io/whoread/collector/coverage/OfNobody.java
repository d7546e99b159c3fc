package io.whoread.collector.coverage;

import io.whoread.collector.coverage.Coverages.InstanceStatus;
import io.whoread.record.v1.GuardedType;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What is told of data of which it is not known whose it is, and what would mend it. */
final class OfNobody {
  /** What an agent calls rows that no class stands for. */
  private static final String ROWS = "resultset";

  private final CheckText text;

  /** Classes of such objects, and of them those that have no subject. */
  private final TreeSet<String> classes = new TreeSet<>();

  private final TreeSet<String> nameless;

  OfNobody(List<InstanceStatus> running, CheckText text) {
    this.text = text;
    running.forEach(each -> classes.addAll(each.unattributed()));
    nameless = new TreeSet<>(classes);
    running.forEach(each -> nameless.removeAll(sayWhose(each)));
  }

  /** Classes whose objects have an id, but for those that are not saved yet, for example. */
  private static List<String> sayWhose(InstanceStatus instance) {
    return instance.coverage() == null
        ? List.of()
        : instance.coverage().getTypesList().stream()
            .filter(type -> !type.getSubjectKind().isEmpty())
            .map(GuardedType::getName)
            .toList();
  }

  /**
   * @param all accesses that read such data alone
   * @param partly accesses of which such data left, beside a known subject's
   * @param accesses of all
   * @param these since when
   */
  void write(long all, long partly, long accesses, String these) {
    if (all > 0 && (classes.isEmpty() || !nameless.isEmpty())) {
      text.attention(
          "%s of %,d %s read personal data, and it is not known of anybody whose%s: %s"
              .formatted(
                  CheckText.many(all, "access", "accesses"),
                  accesses,
                  these,
                  classes.isEmpty() ? "" : " (" + named(nameless) + ")",
                  remedy()));
    }
    if (!classes.isEmpty()) {
      text.row(
          "of nobody",
          "%s are counted, and in no person's or order's trail%s"
              .formatted(
                  named(classes),
                  nameless.size() == classes.size() ? "" : ", where they have no id"));
    }
    if (partly > 0) {
      partly(partly, accesses, these);
    }
  }

  /** Nothing to mend where each class has a subject: some of its objects have no id. */
  private void partly(long partly, long accesses, String these) {
    String line =
        "in %,d of %s %s data left beside a known subject's, and it is not known whose: no look-up of a person or an order finds it"
            .formatted(partly, CheckText.many(accesses, "access", "accesses"), these);
    if (nameless.isEmpty()) {
      text.row("", line);
    } else {
      text.question(line + " (" + named(nameless) + ")");
    }
  }

  private static String named(TreeSet<String> sources) {
    List<String> objects = new ArrayList<>(sources);
    boolean rows = objects.remove(ROWS);
    String all = objects.isEmpty() ? "" : "objects of " + String.join(", ", objects);
    return !rows ? all : all.isEmpty() ? "rows read by SQL" : all + " and rows read by SQL";
  }

  private String remedy() {
    List<String> remedies = new ArrayList<>();
    if (nameless.isEmpty() || !nameless.equals(new TreeSet<>(List.of(ROWS)))) {
      remedies.add("a class needs subject: and id: under guard: in whoread.yaml");
    }
    if (nameless.contains(ROWS)) {
      remedies.add(
          "rows need a rule with table:, subject: and id: there, the id being a column that the"
              + " statement asks for");
    }
    return String.join("; ", remedies);
  }
}
