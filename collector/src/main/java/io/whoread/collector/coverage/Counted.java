package io.whoread.collector.coverage;

/**
 * What an access counts as, or a part of one.
 *
 * @param accesses that it stands for
 * @param subjects in each of them
 * @param unknown whether the role of who read is not known
 * @param nameless whether, besides, nobody could be named
 * @param ofNobody whether data was read of which it is not known whose it is
 * @param nobodysLeft whether such data left
 * @param kinds of its subjects
 */
record Counted(
    long accesses,
    int subjects,
    boolean unknown,
    boolean nameless,
    boolean ofNobody,
    boolean nobodysLeft,
    Kinds kinds) {

  /**
   * Which kinds there are among the subjects of an access.
   *
   * @param linked whether an order names a customer
   */
  record Kinds(boolean orders, boolean customers, boolean linked) {
    Kinds and(Kinds part) {
      return new Kinds(orders || part.orders, customers || part.customers, linked || part.linked);
    }
  }

  /** Together with a further part of the same access. */
  Counted and(Counted part) {
    return new Counted(
        Math.max(accesses, part.accesses),
        subjects + part.subjects,
        unknown && part.unknown,
        nameless && part.nameless,
        ofNobody || part.ofNobody,
        nobodysLeft || part.nobodysLeft,
        kinds.and(part.kinds));
  }

  Sums sums() {
    Sums sums = new Sums();
    sums.accesses = accesses;
    sums.records = accesses * subjects;
    sums.unknown = unknown ? accesses : 0;
    sums.nameless = nameless ? accesses : 0;
    // What was only read of objects beside those of somebody known may have been theirs.
    sums.ofNobody = ofNobody && subjects == 0 ? accesses : 0;
    sums.partOfNobody = nobodysLeft && subjects > 0 ? accesses : 0;
    sums.together = kinds.orders && kinds.customers ? accesses : 0;
    sums.unlinked = kinds.linked ? 0 : sums.together;
    return sums;
  }
}
