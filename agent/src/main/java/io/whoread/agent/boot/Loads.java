package io.whoread.agent.boot;

/** How many rows with personal data a ledger's thread loaded, by statement, since that was told. */
public final class Loads {
  /** Statements that are told apart in one part of a record. */
  public static final int MAX = 32;

  /** When the first was loaded, in milliseconds since 1970. */
  public long firstAtMs;

  private Load[] all = new Load[4];
  private int size;

  public int size() {
    return size;
  }

  /**
   * @param at from 0
   */
  public Load get(int at) {
    return all[at];
  }

  /** The sum that rows of a plan are counted in; that of all others once there are many. */
  Load of(RowPlan plan) {
    for (int i = 0; i < size; i++) {
      if (all[i].plan == plan || all[i].plan == null) {
        return all[i];
      }
    }
    if (size == 0) {
      firstAtMs = System.currentTimeMillis();
    }
    if (size == all.length) {
      Load[] more = new Load[2 * size];
      System.arraycopy(all, 0, more, 0, size);
      all = more;
    }
    Load load = new Load(size == MAX - 1 ? null : plan);
    all[size++] = load;
    return load;
  }

  /** Begins anew, as what was here is told. */
  public void clear() {
    for (int i = 0; i < size; i++) {
      all[i].told = true;
      all[i] = null;
    }
    size = 0;
  }

  /** Rows of one statement. */
  public static final class Load {
    /** Null for the sum of all other statements. */
    public final RowPlan plan;

    public long rows;

    /** Kinds of personal data that were handed out. */
    public long bits;

    boolean told;

    Load(RowPlan plan) {
      this.plan = plan;
    }
  }
}
