package io.whoread.collector.detect;

import io.whoread.collector.detect.v1.Networks;
import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Touch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * By actor: picks out the reads of two who use one account at once. Of those, one network's read
 * stands between two of another's, and the networks are none that the actor is used to have by
 * turns: whoever has a telephone beside the desk, or a proxy with several ways out, has them on
 * {@link #USUAL_DAYS} days and more.
 *
 * <p>A network is the first half of an IPv4 address, or the first two groups of an IPv6 one: what
 * one provider gives to one place. Some 200 bytes an actor, 1,500 at most.
 */
final class Places implements Sieve {
  /** So soon after another network's read. */
  private static final long AT_ONCE_MS = 10 * 60_000L;

  /** So soon after one's own. */
  private static final long SESSION_MS = 3_600_000L;

  private static final int USUAL_DAYS = 3;
  private static final int MOST_NETWORKS = 4;
  private static final int MOST_PAIRS = 12;
  private static final int KEPT_DAYS = 60;

  private final LocalDays clock;
  private final KeyedState<String, Networks> state;

  // Mostly that of the read before: there is one copy of each word.
  private String lastAddress;
  private String lastNetwork;

  Places(Rules rules, KeyedState<String, Networks> state) {
    this.clock = new LocalDays(rules.zone());
    this.state = state;
  }

  @Override
  public void accept(String actor, Touch touch, Consumer<Touch> next) {
    Read read = touch.getRead();
    if (read.getAddress().isEmpty() || read.getActor().getId().isEmpty()) {
      return;
    }
    Networks known = state.get(actor);
    long time = read.getTimeMs();
    if (read.getAddress() != lastAddress) {
      lastAddress = read.getAddress();
      lastNetwork = network(lastAddress);
    }
    String here = lastNetwork;
    if (known != null
        && known.getLastCount() == 1
        && known.getLast(0).getName().equals(here)
        && time - known.getLast(0).getTimeMs() < AT_ONCE_MS / 4) {
      return;
    }
    Networks.Builder now = known == null ? Networks.newBuilder() : known.toBuilder();
    String between = between(now, here, time);
    int day = clock.day(time);
    if (between != null && !usual(now, pair(here, between), day)) {
      next.accept(touch);
    }
    state.put(actor, moved(now, here, time).setDay(Math.max(now.getDay(), day)).build());
  }

  /** A network that was read from between the last read from here and this one; or null. */
  private static String between(Networks.Builder known, String here, long time) {
    long before = Long.MIN_VALUE;
    for (Networks.Last last : known.getLastList()) {
      if (last.getName().equals(here)) {
        before = last.getTimeMs();
      }
    }
    if (before < time - SESSION_MS) {
      return null;
    }
    for (Networks.Last last : known.getLastList()) {
      if (!last.getName().equals(here)
          && last.getTimeMs() > before
          && last.getTimeMs() >= time - AT_ONCE_MS
          && last.getTimeMs() <= time) {
        return last.getName();
      }
    }
    return null;
  }

  private static Networks.Builder moved(Networks.Builder known, String here, long time) {
    List<Networks.Last> kept = new ArrayList<>();
    long last = time;
    for (Networks.Last other : known.getLastList()) {
      if (other.getName().equals(here)) {
        last = Math.max(time, other.getTimeMs());
      } else if (other.getTimeMs() > time - SESSION_MS && kept.size() < MOST_NETWORKS - 1) {
        kept.add(other);
      }
    }
    kept.addFirst(Networks.Last.newBuilder().setName(here).setTimeMs(last).build());
    return known.clearLast().addAllLast(kept);
  }

  /** Takes in that two were used by turns on a day; whether they often were before. */
  private static boolean usual(Networks.Builder known, String pair, int day) {
    List<Networks.Pair> kept = new ArrayList<>();
    int days = 0;
    int last = day;
    for (Networks.Pair other : known.getPairList()) {
      if (other.getName().equals(pair)) {
        days = other.getDays();
        last = other.getDay();
        if (last >= day) {
          return days > USUAL_DAYS;
        }
      } else if (other.getDay() > day - KEPT_DAYS && kept.size() < MOST_PAIRS - 1) {
        kept.add(other);
      }
    }
    kept.addFirst(Networks.Pair.newBuilder().setName(pair).setDay(day).setDays(days + 1).build());
    known.clearPair().addAllPair(kept);
    return days >= USUAL_DAYS;
  }

  private static String pair(String one, String other) {
    return one.compareTo(other) < 0 ? one + ' ' + other : other + ' ' + one;
  }

  /** Up to the second separator. */
  static String network(String address) {
    char separator = address.indexOf(':') >= 0 ? ':' : '.';
    int first = address.indexOf(separator);
    int second = address.indexOf(separator, first + 1);
    return second < 0 ? address : address.substring(0, second);
  }

  @Override
  public void forget(long now) {
    int day = clock.day(now);
    state.removeIf((actor, networks) -> networks.getDay() < day - KEPT_DAYS);
  }
}
