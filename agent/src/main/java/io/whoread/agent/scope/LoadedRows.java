package io.whoread.agent.scope;

import io.whoread.agent.boot.Ledger;
import io.whoread.agent.boot.Results;
import io.whoread.agent.boot.Row;
import io.whoread.agent.boot.RowPlan;
import io.whoread.agent.capture.jdbc.Plans;

/** The rows that requests load from their databases. */
public final class LoadedRows implements Results.Source {
  private final Plans plans;

  public LoadedRows(Plans plans) {
    this.plans = plans;
  }

  @Override
  public void prepared(Object statement, String sql) {
    plans.prepared(statement, sql);
  }

  @Override
  public void closed(Object statement) {
    plans.closed(statement);
  }

  @Override
  public RowPlan plan(Object resultSet) {
    return plans.of(resultSet);
  }

  @Override
  public void row(Ledger ledger, Row row) {
    ledger.loaded(row);
  }
}
