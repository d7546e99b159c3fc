package io.whoread.bench.market;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What everybody has, on the same stream: distinct orders an account reads in a day, against mean +
 * 3 sigma of its last thirty active days and never below thirty; and against one number for all,
 * the one that a hundredth of all actor-days of the first two weeks went beyond. Each tells the
 * moment that the count has come so far. Whoever knows fewer than ten days of an account tells
 * nothing of it.
 */
public final class Baselines implements Consumer<Visit> {
  private static final int HISTORY = 30;
  private static final int LEAST_HISTORY = 10;
  private static final int FLOOR = 30;
  private static final double BEYOND = 0.01;

  private final World world;
  private final Account[] accounts;
  private final List<Told> threeSigma = new ArrayList<>();
  private final List<Told> fixed = new ArrayList<>();
  private final Ints learnt = new Ints();
  private int threshold = Integer.MAX_VALUE;
  private int today = -1;

  private static final class Account {
    final int[] history = new int[HISTORY];
    int days;
    final Set<Integer> orders = new HashSet<>();
    final BitSet active = new BitSet();
    long from;
    double limit;
    boolean over;
    boolean overFixed;
  }

  public Baselines(World world) {
    this.world = world;
    accounts = new Account[world.everybody().size()];
    Arrays.setAll(accounts, i -> new Account());
  }

  @Override
  public void accept(Visit visit) {
    Person person = visit.reader().person();
    if (person == null) {
      return;
    }
    int day = world.days.of(visit.time());
    if (day > today) {
      newDay(day);
    }
    Account account = accounts[person.index];
    if (account.orders.isEmpty()) {
      account.from = visit.time();
      account.active.set(day);
    }
    for (int order : visit.orders()) {
      account.orders.add(order);
    }
    int count = account.orders.size();
    if (!account.over && count > account.limit) {
      account.over = true;
      threeSigma.add(told(person, account, visit.time(), count / account.limit));
    }
    if (!account.overFixed && count > threshold) {
      account.overFixed = true;
      fixed.add(told(person, account, visit.time(), (double) count / threshold));
    }
  }

  private Told told(Person person, Account account, long time, double risk) {
    return new Told(
        person.index + " " + today,
        Told.key(person.reader.role(), person.reader.id()),
        account.from,
        time,
        time,
        Told.REVIEW,
        risk,
        Set.of(),
        Set.of(),
        Set.of());
  }

  private void newDay(int day) {
    for (Account account : accounts) {
      if (!account.orders.isEmpty()) {
        account.history[account.days++ % HISTORY] = account.orders.size();
        if (day < Size.LEARNT_DAYS) {
          learnt.add(account.orders.size());
        }
        account.orders.clear();
        account.limit = limit(account);
      } else if (account.days == 0) {
        account.limit = Double.MAX_VALUE;
      }
      account.over = false;
      account.overFixed = false;
    }
    if (threshold == Integer.MAX_VALUE && day >= Size.LEARNT_DAYS - 1) {
      int[] counts = learnt.toArray();
      Arrays.sort(counts);
      threshold = counts[(int) (counts.length * (1 - BEYOND))];
    }
    today = day;
  }

  private static double limit(Account account) {
    int n = Math.min(account.days, HISTORY);
    if (n < LEAST_HISTORY) {
      return Double.MAX_VALUE;
    }
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      sum += account.history[i];
      squares += (double) account.history[i] * account.history[i];
    }
    double mean = sum / n;
    double sigma = Math.sqrt(Math.max(0, squares - n * mean * mean) / (n - 1));
    return Math.max(FLOOR, mean + 3 * sigma);
  }

  public List<Told> threeSigma() {
    return threeSigma;
  }

  public List<Told> fixed() {
    return fixed;
  }

  /** Distinct orders in a day. */
  public int threshold() {
    return threshold;
  }

  /** Days on which a person read anything. */
  BitSet active(Person person) {
    return accounts[person.index].active;
  }
}
