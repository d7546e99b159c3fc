package io.whoread.collector.trace;

import io.whoread.collector.index.AccessFilter;
import io.whoread.collector.index.AccessRow;
import io.whoread.collector.index.Index;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All reads of some pseudonyms: each time that an access names one, itself or by a link. */
final class Mentions {
  private static final int PAGE = 1_000;

  private final Map<String, List<Mention>> byPseudonym = new HashMap<>();

  private Mentions() {}

  /**
   * @param kind of the pseudonym, as the record tells it
   * @param subject that is it, or names it
   */
  record Mention(String kind, AccessRow access, AccessRow.SubjectRow subject) {}

  /**
   * @throws TooManyReads beyond {@code most} of them
   */
  static Mentions of(Index index, Collection<byte[]> pseudonyms, int most) throws IOException {
    Mentions mentions = new Mentions();
    if (pseudonyms.isEmpty()) {
      return mentions;
    }
    for (byte[] pseudonym : pseudonyms) {
      mentions.byPseudonym.put(HexFormat.of().formatHex(pseudonym), new ArrayList<>());
    }
    AccessFilter filter = AccessFilter.between(null, null).ofSubjects(List.copyOf(pseudonyms));
    AccessRow.Cursor after = null;
    List<AccessRow> page;
    int count = 0;
    do {
      page = index.accesses(filter, after, PAGE);
      for (AccessRow row : page) {
        count += mentions.add(row);
        after = row.cursor();
      }
      if (count > most) {
        throw new TooManyReads();
      }
    } while (page.size() == PAGE);
    return mentions;
  }

  private int add(AccessRow row) {
    int count = 0;
    for (AccessRow.SubjectRow subject : row.subjects()) {
      count += add(subject.id(), new Mention(subject.kind(), row, subject));
      for (AccessRow.LinkRow link : subject.links()) {
        count += add(link.id(), new Mention(link.kind(), row, subject));
      }
    }
    return count;
  }

  private int add(String pseudonym, Mention mention) {
    List<Mention> asked = byPseudonym.get(pseudonym);
    if (asked == null) {
      return 0;
    }
    asked.add(mention);
    return 1;
  }

  /** The latest first; empty where there is none. */
  List<Mention> of(byte[] pseudonym) {
    return byPseudonym.getOrDefault(HexFormat.of().formatHex(pseudonym), List.of());
  }

  void each(Collection<byte[]> pseudonyms, Consumer<Mention> use) {
    pseudonyms.forEach(pseudonym -> of(pseudonym).forEach(use));
  }
}
