package io.whoread.collector.coverage;

/** What is counted of accesses. */
final class Sums {
  long accesses;
  long records;

  /** In a role that is not known, nameless ones among them. */
  long unknown;

  /** Of which nobody could be named. */
  long nameless;

  long ofNobody;
  long partOfNobody;

  /** Of orders and customers, and those of them in which no order names a customer. */
  long together;

  long unlinked;

  /** Accesses that came from files, in none of the others. */
  long imported;

  void add(Sums other) {
    add(other, 1);
  }

  void subtract(Sums other) {
    add(other, -1);
  }

  private void add(Sums other, int sign) {
    accesses += sign * other.accesses;
    records += sign * other.records;
    unknown += sign * other.unknown;
    nameless += sign * other.nameless;
    ofNobody += sign * other.ofNobody;
    partOfNobody += sign * other.partOfNobody;
    together += sign * other.together;
    unlinked += sign * other.unlinked;
    imported += sign * other.imported;
  }
}
