package io.whoread.collector.api;

import io.whoread.collector.api.login.AccountRole;
import io.whoread.record.Pseudonyms;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Pseudonyms as they stand in an address: 32 hexadecimal digits each, commas between them. */
final class Subjects {
  static final int MOST = 64;

  private Subjects() {}

  static List<byte[]> parse(String text) {
    String[] parts = text.split(",");
    if (parts.length > MOST
        || !Arrays.stream(parts).allMatch(part -> part.matches("[0-9a-f]{32}"))) {
      throw Refusal.badRequest(
          "bad-subject",
          "`subject` must be up to "
              + MOST
              + " pseudonyms of "
              + 2 * Pseudonyms.LENGTH
              + " hexadecimal digits, commas between them.");
    }
    return Arrays.stream(parts).map(HexFormat.of()::parseHex).toList();
  }

  static Set<String> hex(List<byte[]> pseudonyms) {
    return pseudonyms.stream().map(HexFormat.of()::formatHex).collect(Collectors.toSet());
  }

  static void require(Person person) {
    if (!person.is(AccountRole.RESPONDER)) {
      throw new Refusal(403, "not-allowed", "This account may not look orders up.");
    }
  }
}
