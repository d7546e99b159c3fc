package io.whoread.agent.capture.jdbc;

import io.whoread.agent.boot.Row;
import io.whoread.agent.boot.RowPlan;
import java.util.List;

/**
 * What the rows of a statement are: whose, and what of them is personal. Places are those of a
 * {@link Row}'s values; -1 where there is none.
 */
public final class Plan extends RowPlan {
  /** Fingerprint of the statement: holds no value. */
  public final String statement;

  /** Kind of the subject, {@code order} for example; null where rows have none. */
  public final String subject;

  /** Place of the subject's id. */
  public final int id;

  public final int owner;
  public final int placed;
  public final int status;

  /** Kinds of the links, and at the same place of the other the place of the linked id. */
  public final List<String> linkKinds;

  public final int[] links;

  /** Whether its rows name another number of their own subject beside the id. */
  public final boolean hasOtherIds;

  Plan(
      String statement,
      String[] labels,
      int[] places,
      long[] bits,
      String subject,
      int id,
      int owner,
      int placed,
      int status,
      List<String> linkKinds,
      int[] links) {
    super(labels, places, bits);
    this.statement = statement;
    this.subject = subject;
    this.id = id;
    this.owner = owner;
    this.placed = placed;
    this.status = status;
    this.linkKinds = linkKinds;
    this.links = links;
    this.hasOtherIds = linkKinds.contains(subject);
  }
}
