package io.whoread.agent.scan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The {@code whoread.yaml} of a service, into which a scan puts what it found: the parts actors,
 * roles, forms and guard stand in a block of their own at its end, which says a sum of its lines. A
 * part that stands elsewhere makes way, and comes back where another scan finds none of it; all
 * else stays as it is, with the file's first line end. Changes by hand are told by that sum, and by
 * what {@code service add} wrote.
 */
final class ServiceFile {
  private static final String BEGIN = "# ---- whoread scan: ";
  private static final String END = "# ---- end of whoread scan";
  private static final Pattern SUM = Pattern.compile("\\(sum ([0-9a-f]{8})\\)$");

  private static final Pattern PART =
      Pattern.compile("[\"']?(actors|roles|forms|guard)[\"']?\\s*:(?:\\s.*)?");

  private static final String MOVED = ": as `whoread scan` found it, at the end of this file";

  /** Lines that {@code service add} writes under {@code roles:}. */
  static final List<String> ROLES =
      Arrays.asList(
          "  - {role: staff, authority: ROLE_STAFF}",
          "  - {role: seller, authority: ROLE_SELLER}",
          "  - {role: courier, authority: ROLE_COURIER}");

  private static final List<String> FORMS =
      Collections.singletonList("  - {form: exported, operation: \"*export*\"}");

  private final List<String> block = new ArrayList<>();
  private final List<String> rest;
  private final String lineEnd;

  /** What a person has changed, in a few words; null where nobody has. */
  private String changed;

  /**
   * @param text of the file
   */
  ServiceFile(String text) {
    int end = text.indexOf('\n');
    lineEnd = end > 0 && text.charAt(end - 1) == '\r' ? "\r\n" : "\n";
    rest = new ArrayList<>(Arrays.asList(text.split("\\R", -1)));
    while (!rest.isEmpty() && rest.get(rest.size() - 1).trim().isEmpty()) {
      rest.remove(rest.size() - 1);
    }
    takeBlock();
  }

  private void takeBlock() {
    int from = -1;
    for (int i = 0; i < rest.size(); i++) {
      String line = rest.get(i);
      if (line.startsWith(BEGIN)) {
        from = i;
      } else if (line.equals(END) && from >= 0) {
        List<String> found = rest.subList(from, i + 1);
        Matcher sum = SUM.matcher(found.get(0));
        block.addAll(found.subList(1, found.size() - 1));
        if (!sum.find() || !sum.group(1).equals(sum(block))) {
          changed = "what the last scan wrote was changed by hand (line " + (from + 1) + " on)";
        }
        found.clear();
        return;
      }
    }
  }

  /**
   * Puts what a scan found in the place of what stands there.
   *
   * @param parts lines of what a scan found, with its parts
   * @param source what was scanned
   * @return the file's new text; as it was where the scan found the same again
   */
  String with(List<String> parts, String source) {
    List<String> lines = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (String line : parts) {
      Matcher part = PART.matcher(line);
      if (part.matches()) {
        found.add(part.group(1));
      }
    }
    for (int i = 0; i < rest.size(); i++) {
      Matcher part = PART.matcher(rest.get(i));
      if (!part.matches() || !found.contains(part.group(1))) {
        stays(rest.get(i), found, lines);
        continue;
      }
      int end = endOf(i);
      if (changed == null && !isWrittenBefore(part.group(1), rest.subList(i, end))) {
        changed = part.group(1) + ": was written by hand (line " + (i + 1) + ")";
      }
      lines.add("# " + part.group(1) + MOVED);
      i = end - 1;
    }
    while (!lines.isEmpty() && lines.get(lines.size() - 1).trim().isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    lines.add("");
    lines.add(
        BEGIN
            + source
            + ". Correct it here; another `scan --into` then asks for --force. (sum "
            + sum(parts)
            + ")");
    lines.addAll(parts);
    lines.add(END);
    return String.join(lineEnd, lines) + lineEnd;
  }

  /** A line; where it tells of a part that is not found any more, that as it was at first. */
  private static void stays(String line, List<String> found, List<String> lines) {
    Matcher part = PART.matcher(line.replaceFirst("^# ", ""));
    if (!line.endsWith(MOVED) || !part.matches() || found.contains(part.group(1))) {
      lines.add(line);
      return;
    }
    List<String> first = writtenBefore(part.group(1));
    if (!first.isEmpty()) {
      lines.add(part.group(1) + ":");
      lines.addAll(first);
    }
  }

  /** What {@code service add} writes under a key, so that nobody misses it. */
  private static List<String> writtenBefore(String key) {
    return key.equals("roles")
        ? ROLES
        : key.equals("forms") ? FORMS : Collections.<String>emptyList();
  }

  /** What a person has changed of what {@link #with} replaces, in a few words; else null. */
  String changed() {
    return changed;
  }

  /** Behind the last line of a part: comments that are not indented belong to what follows. */
  private int endOf(int from) {
    int end = from + 1;
    for (int i = from + 1; i < rest.size(); i++) {
      String line = rest.get(i);
      if (line.startsWith(" ") || line.startsWith("-") || line.startsWith("\t")) {
        end = line.trim().isEmpty() ? end : i + 1;
      } else if (!line.trim().isEmpty() && !line.startsWith("#")) {
        break;
      }
    }
    return end;
  }

  private static boolean isWrittenBefore(String key, List<String> part) {
    List<String> known = new ArrayList<>(writtenBefore(key));
    known.add(key + ":");
    known.replaceAll(String::trim);
    return part.stream()
        .map(String::trim)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .allMatch(known::contains);
  }

  /** Whatever ends the lines, and whatever blanks an editor took away. */
  private static String sum(List<String> lines) {
    CRC32 sum = new CRC32();
    for (String line : lines) {
      sum.update((line.replaceAll("\\s+$", "") + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return String.format("%08x", sum.getValue());
  }
}
