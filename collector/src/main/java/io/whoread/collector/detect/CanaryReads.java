package io.whoread.collector.detect;

import io.whoread.collector.detect.v1.Listed;
import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Touch;
import io.whoread.record.v1.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * By actor: picks out the reads of canaries, which nobody has a reason to read. A search shows
 * whatever fits, so those that a list showed count only from several different ones within a day
 * on. Keeps these until then: some 300 bytes each.
 */
final class CanaryReads implements Sieve {
  private final Rules rules;
  private final KeyedState<String, Listed> state;

  /**
   * @param state what lists showed to an actor and does not count yet
   */
  CanaryReads(Rules rules, KeyedState<String, Listed> state) {
    this.rules = rules;
    this.state = state;
  }

  @Override
  public void accept(String actor, Touch touch, Consumer<Touch> next) {
    Read read = touch.getRead();
    if (!read.getCanary()) {
      return;
    }
    if (read.getForm() != Form.FORM_LISTED_VALUE || rules.listedCanaries() == 1) {
      next.accept(touch);
      return;
    }
    List<Read> earlier = earlier(state.get(actor), read);
    List<Read> all = new ArrayList<>(earlier);
    all.add(read);
    int most = rules.listedCanaries();
    state.put(
        actor,
        Listed.newBuilder()
            .addAllReads(all.subList(Math.max(0, all.size() - most), all.size()))
            .build());
    if (earlier.size() >= most) {
      // Those before counted when they came.
      next.accept(touch);
    } else if (all.size() >= most) {
      all.forEach(each -> next.accept(Touch.newBuilder().setRead(each).build()));
    }
  }

  /** What a list showed of others within a day. */
  private static List<Read> earlier(Listed listed, Read than) {
    return listed == null
        ? List.of()
        : listed.getReadsList().stream()
            .filter(each -> !each.getSubject().equals(than.getSubject()))
            .filter(each -> Math.abs(than.getTimeMs() - each.getTimeMs()) < RecentReads.DAY_MS)
            .toList();
  }

  /** Of several, when the newest was read. */
  static long last(Listed listed) {
    return listed.getReads(listed.getReadsCount() - 1).getTimeMs();
  }

  @Override
  public void forget(long now) {
    state.removeIf((actor, listed) -> last(listed) < now - RecentReads.DAY_MS);
  }
}
