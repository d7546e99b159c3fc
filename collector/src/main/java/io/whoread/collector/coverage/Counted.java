package io.whoread.collector.coverage;

import io.whoread.collector.coverage.ServiceRecord.Sums;

/**
 * What an access counts as, or a part of one.
 *
 * @param accesses that it stands for
 * @param subjects in each of them
 * @param unknown whether it is not known who read
 * @param ofNobody whether data was read of which it is not known whose it is
 * @param nobodysLeft whether such data left
 */
record Counted(
    long accesses, int subjects, boolean unknown, boolean ofNobody, boolean nobodysLeft) {

  /** Together with a further part of the same access. */
  Counted and(Counted part) {
    return new Counted(
        Math.max(accesses, part.accesses),
        subjects + part.subjects,
        unknown && part.unknown,
        ofNobody || part.ofNobody,
        nobodysLeft || part.nobodysLeft);
  }

  Sums sums() {
    Sums sums = new Sums();
    sums.accesses = accesses;
    sums.records = accesses * subjects;
    sums.unknown = unknown ? accesses : 0;
    // What was only read of objects beside those of somebody known may have been theirs.
    sums.ofNobody = ofNobody && subjects == 0 ? accesses : 0;
    sums.partOfNobody = nobodysLeft && subjects > 0 ? accesses : 0;
    return sums;
  }
}
