package io.whoread.bench.market;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** One planted misuse: who, and which reads, as they came to pass. */
public final class Episode {
  final Kind kind;

  /** Null where the misuse is not one person's. */
  final Person person;

  /** From which customers' orders are read; else null. */
  final String address;

  /** Which writes what it reads into a log; else null. */
  final Operation operation;

  /** First day. */
  final int day;

  /** Customers whose accounts were used. */
  final Set<String> accounts = new HashSet<>();

  private final Set<Integer> orders = new HashSet<>();

  /** When each further order was read. */
  private long[] times = new long[16];

  private int size;
  private long last;

  /** Days on which reads are still to be planted. */
  int daysLeft;

  Episode(Kind kind, Person person, String address, Operation operation, int day, int daysLeft) {
    this.kind = kind;
    this.person = person;
    this.address = address;
    this.operation = operation;
    this.day = day;
    this.daysLeft = daysLeft;
  }

  /** Takes in reads, in order of time. */
  void note(long time, int[] read) {
    for (int order : read) {
      if (orders.add(order)) {
        append(time);
      }
    }
    last = time;
  }

  private void append(long time) {
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
    }
    times[size++] = time;
  }

  boolean cameToPass() {
    return size > 0;
  }

  /** Milliseconds since 1970. */
  long from() {
    return times[0];
  }

  long to() {
    return last;
  }

  /** Distinct orders read. */
  int subjects() {
    return size;
  }

  /** Distinct orders read up to a time. */
  int subjectsBy(long time) {
    int n = 0;
    while (n < size && times[n] <= time) {
      n++;
    }
    return n;
  }
}
