package io.whoread.collector.api;

import io.whoread.record.Pseudonyms;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Pseudonyms as the API and its addresses name them: {@code ~} and 32 hexadecimal digits each,
 * commas between them. The sign tells them from order numbers, some of which are 32 such digits
 * themselves: what does not begin with it is never taken for a pseudonym.
 */
final class Subjects {
  static final int MOST = 64;

  private static final String SIGN = "~";
  private static final Pattern NAME = Pattern.compile(SIGN + "[0-9a-f]{32}");

  private Subjects() {}

  static List<byte[]> parse(String text) {
    String[] parts = text.split(",");
    if (parts.length > MOST || !Arrays.stream(parts).allMatch(Subjects::isName)) {
      throw Refusal.badRequest(
          "bad-subject",
          "`subject` must be up to "
              + MOST
              + " pseudonyms, each "
              + SIGN
              + " and "
              + 2 * Pseudonyms.LENGTH
              + " hexadecimal digits, commas between them.");
    }
    return Arrays.stream(parts)
        .map(part -> HexFormat.of().parseHex(part, SIGN.length(), part.length()))
        .toList();
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  static String name(String hex) {
    return SIGN + hex;
  }

  static String names(List<byte[]> pseudonyms) {
    return pseudonyms.stream()
        .map(pseudonym -> name(HexFormat.of().formatHex(pseudonym)))
        .distinct()
        .collect(Collectors.joining(","));
  }

  static Set<String> hex(List<byte[]> pseudonyms) {
    return pseudonyms.stream().map(HexFormat.of()::formatHex).collect(Collectors.toSet());
  }
}
