package io.whoread.collector.people;

import java.util.List;

/** A register cannot be taken: all that is wrong with it, up to {@link #MOST}. Nothing was done. */
public final class BadRegister extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** So many faults are told one by one. */
  static final int MOST = 100;

  private final transient List<Fault> faults;
  private final long count;

  /**
   * @param faults at least one
   */
  BadRegister(List<Fault> faults) {
    super(said(faults));
    this.faults = List.copyOf(faults.subList(0, Math.min(MOST, faults.size())));
    this.count = faults.size();
  }

  private static String said(List<Fault> faults) {
    return "The register is not taken: "
        + (faults.size() == 1 ? "" : faults.size() + " faults, the first: ")
        + faults.getFirst()
        + ".";
  }

  public List<Fault> faults() {
    return faults;
  }

  /** How many there are, those not told included. */
  public long count() {
    return count;
  }
}
