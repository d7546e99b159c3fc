package io.whoread.agent.scan;

import io.whoread.agent.guess.ClassGuess;
import io.whoread.agent.guess.ClassGuess.Verdict;
import io.whoread.agent.guess.Line;
import io.whoread.agent.guess.Member;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Writes what a scan found as a {@code whoread.yaml} that the agent takes as it is. */
final class Yaml {
  /** Comments begin here, where the line is not longer. */
  private static final int COMMENT = 44;

  /** So long are lines of members that are not taken. */
  private static final int NOT_TAKEN = 80;

  /** A class that is left out is named, with so many of its members. */
  private static final int MOST_NAMED = 6;

  private static final List<String> WORDS =
      Arrays.asList("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  private final Scan scan;
  private final StringBuilder out = new StringBuilder();

  private Yaml(Scan scan) {
    this.scan = scan;
  }

  /**
   * @param source what was scanned
   * @param service name of the service
   * @param isGuessed whether the name is nobody's choice
   */
  static String of(Scan scan, String source, String service, boolean isGuessed) {
    Yaml yaml = new Yaml(scan);
    yaml.head(service, isGuessed);
    yaml.body(source, service);
    return yaml.out.toString();
  }

  /**
   * The lines of actors, roles, forms and guard alone, for a file that has the rest.
   *
   * @param source what was scanned
   * @param service name of the service
   */
  static List<String> parts(Scan scan, String source, String service) {
    Yaml yaml = new Yaml(scan);
    yaml.body(source, service);
    return Arrays.asList(yaml.out.toString().split("\n"));
  }

  private void head(String service, boolean isGuessed) {
    line(
        "# Written by `whoread scan`; with --into DIR it writes into the whoread.yaml of a folder");
    line("# that `whoread service add` made, which has the lines that are comments here.");
    line("");
    line(
        "service: " + service,
        isGuessed ? "? is this its name? the file's; --service says another" : "");
    line("# collector: https://collector.example:8090");
    line("# token-file: token");
    line("# key-file: key");
    line(
        "# spool: {dir: /var/lib/whoread-"
            + service
            + "}   # must be a folder that the service may write");
    line(
        "# zone: Asia/Shanghai             # of the service, for the day on which an order was"
            + " placed");
    line("");
  }

  private void body(String source, String service) {
    line(
        "# Found in "
            + source
            + ". Each line tells how sure it is (0 to 1) and what it was seen by.");
    line(
        "# Where a ? stands, a question is yours. No: take the line out, or correct it. Yes: leave"
            + " it; of");
    line(
        "# one that is a comment, take the # and the blank behind it away. The surest classes"
            + " come");
    line("# first. What looks personal and is not guarded stands at the end, with the reason.");
    line("");
    new Requests(scan, source + " " + service).lines().forEach(this::line);
    line("guard:");
    for (ClassGuess guess : scan.guarded) {
      rule(guess, "  ");
    }
    staff();
    leftOut();
  }

  private void rule(ClassGuess guess, String indent) {
    String name = guess.file.name;
    boolean sure = guess.confidence() >= 0.75;
    line(
        indent
            + (sure ? "# " : "# ? ")
            + String.format(Locale.ROOT, "%.2f", guess.confidence())
            + about(guess, sure));
    List<String> also = scan.subclasses.get(name);
    if (also != null) {
      line(indent + "# holds for what extends it too: " + String.join(", ", also));
    }
    line(indent + "- class: " + name);
    String in = indent + "  ";
    String table = guess.table();
    if (table != null && table.matches("[\\p{L}_][\\p{L}\\p{N}_$.]*")) {
      line(in + "table: " + table.substring(table.lastIndexOf('.') + 1));
    } else {
      table = null;
    }
    if (guess.subject() != null) {
      line(in + "subject: " + guess.subject().word);
      fact(in, "id", guess.subject());
    }
    if (!guess.links().isEmpty()) {
      line(in + "links:");
      guess.links().forEach((kind, line) -> fact(in + "  ", kind, line));
    }
    fact(in, "owner", guess.owner());
    fact(in, "placed", guess.placed());
    fact(in, "status", guess.status());
    if (table != null) {
      columns(guess, in);
    }
    line(in + "fields:");
    for (Line field : guess.fields) {
      line(
          in + "  " + word(field.member) + ": " + field.word, why(field, Questions.ofField(field)));
    }
    for (Line field : guess.leftOut) {
      line(
          in + "  # " + word(field.member) + ": " + field.word,
          why(field, Questions.ofField(field)));
    }
    notTaken(guess, in);
  }

  /** What no line speaks of: none of a personal class's members is passed over in silence. */
  private void notTaken(ClassGuess guess, String indent) {
    Set<String> spoken = new HashSet<>();
    for (List<Line> lines : Arrays.asList(guess.fields, guess.leftOut, facts(guess))) {
      lines.forEach(line -> spoken.add(line.member));
    }
    String name = guess.file.name;
    boolean extending = scan.subclasses.values().stream().anyMatch(each -> each.contains(name));
    StringBuilder rest = new StringBuilder();
    for (Member member : guess.members) {
      // What is inherited stands with the superclass.
      boolean elsewhere = extending && !guess.file.members.containsKey(member.name);
      if (!elsewhere && spoken.add(member.name)) {
        int line = rest.length() - rest.lastIndexOf("\n");
        boolean full = line + member.name.length() > NOT_TAKEN;
        rest.append(rest.length() == 0 ? "" : full ? ",\n" + indent + "#   " : ", ");
        rest.append(member.name);
      }
    }
    if (rest.length() > 0) {
      line(indent + "# not taken: " + rest);
    }
  }

  private static List<Line> facts(ClassGuess guess) {
    List<Line> facts = new ArrayList<>(guess.links().values());
    Stream.of(guess.subject(), guess.owner(), guess.placed(), guess.status())
        .filter(Objects::nonNull)
        .forEach(facts::add);
    return facts;
  }

  private String about(ClassGuess guess, boolean sure) {
    String holder = scan.inside.get(guess.file.name);
    String question = sure ? "" : "  is this about customers?";
    if (guess.subject() != null) {
      return question;
    }
    return holder != null
        ? question
            + "  holds no id of its own: counted for whom the object is about that it lies in, as"
            + " in "
            + holder
        : "  whose data is it? no member says so; name subject and id where one does";
  }

  private void fact(String indent, String key, Line line) {
    if (line != null) {
      line(indent + key + ": " + word(line.member), why(line, Questions.ofFact(key, line)));
    }
  }

  /** Columns that are not named like their member. */
  private void columns(ClassGuess guess, String indent) {
    Map<String, String> columns = new LinkedHashMap<>();
    List<String> named = new ArrayList<>();
    guess.fields.forEach(line -> named.add(line.member));
    facts(guess).forEach(line -> named.add(line.member));
    for (Member member : guess.members) {
      String column = column(guess, member);
      if (column != null
          && named.contains(member.name)
          && column.matches("[\\p{L}\\p{N}_$]+")
          && !column.equalsIgnoreCase(member.name)
          && !column.equalsIgnoreCase(snake(member.name))) {
        columns.putIfAbsent(column, member.name);
      }
    }
    if (!columns.isEmpty()) {
      line(indent + "columns:");
      columns.forEach((column, member) -> line(indent + "  " + word(column) + ": " + word(member)));
    }
  }

  /** Of a member that holds an object, the column that holds that one's id. */
  private String column(ClassGuess guess, Member member) {
    for (Line link : guess.links().values()) {
      ClassGuess held = link.member.equals(member.name) ? scan.held(member.object()) : null;
      if (held != null) {
        for (Member id : held.members) {
          if (id.name.equals(held.subject().member)) {
            return member.joinColumn(id);
          }
        }
      }
    }
    return member.isObject() ? null : member.column();
  }

  private static String snake(String member) {
    return member.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_");
  }

  private void staff() {
    List<ClassGuess> staff = scan.others.get(Verdict.STAFF);
    if (staff != null) {
      line("");
      line(
          "  # ? Are these staff, whose data is no customer's? To guard one all the same, take the"
              + " # and the blank behind it away.");
      for (ClassGuess guess : staff) {
        int from = out.length();
        rule(guess, "  ");
        String commented = out.substring(from).replaceAll("(?m)^  ", "  # ");
        out.setLength(from);
        out.append(commented.replace("  # # ", "  # "));
      }
    }
  }

  private void leftOut() {
    told(Verdict.BUSINESS, "a shop's, a company's or a place's own, as far as can be seen");
    told(Verdict.QUESTION, "callers pass them in; no method tells them");
    told(Verdict.TOO_LITTLE, "too little to be sure that it is about a person");
    if (!scan.classes.problems.isEmpty()) {
      line("");
      line("# Not looked at:");
      scan.classes.problems.forEach(problem -> line("#   " + problem.replaceAll("\\s+", " ")));
    }
  }

  private void told(Verdict verdict, String why) {
    List<ClassGuess> found = scan.others.get(verdict);
    if (found == null) {
      return;
    }
    line("");
    line("# Left out, " + why + ":");
    for (ClassGuess guess : found) {
      List<String> members = new ArrayList<>();
      for (List<Line> lines : Arrays.asList(guess.fields, guess.leftOut)) {
        lines.forEach(line -> members.add(line.member));
      }
      int more = members.size() - MOST_NAMED;
      List<String> named = more > 0 ? members.subList(0, MOST_NAMED) : members;
      String rest = more > 0 ? " and " + more + " more" : "";
      line("#   " + guess.file.name + ": " + String.join(", ", named) + rest);
    }
  }

  private static String why(Line line, String question) {
    String sure = String.format(Locale.ROOT, "%.2f  ", line.confidence);
    return line.isSure() ? sure + line.reason : "? " + sure + question + " " + line.reason;
  }

  private static String word(String word) {
    return WORDS.contains(word.toLowerCase(Locale.ROOT)) ? '"' + word + '"' : word;
  }

  private void line(String text, String comment) {
    StringBuilder line = new StringBuilder(text);
    if (!comment.isEmpty()) {
      while (line.length() < COMMENT) {
        line.append(' ');
      }
      line.append("  # ").append(comment.replaceAll("\\p{Cntrl}", " "));
    }
    line(line.toString());
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
