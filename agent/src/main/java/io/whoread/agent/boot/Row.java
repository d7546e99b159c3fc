package io.whoread.agent.boot;

/**
 * One row of a result set: the values of the columns of interest, as the driver handed them out to
 * its caller. What the caller does not ask for stays null. Filled by the reading thread as it goes
 * on; of no other thread's concern.
 */
public final class Row {
  public final RowPlan plan;

  /** By place of the plan. */
  public final Object[] values;

  /** Kinds of personal data that were handed out. */
  public long bits;

  /** How many values were handed out. */
  public int asked;

  /** How many had been when it was last looked at. */
  public int known;

  Row(RowPlan plan) {
    this.plan = plan;
    this.values = new Object[plan.size()];
  }
}
