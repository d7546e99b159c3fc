package io.whoread.agent.scope;

import io.whoread.agent.boot.Loads;
import io.whoread.agent.boot.RowPlan;
import io.whoread.agent.capture.jdbc.Plan;
import io.whoread.agent.ship.AccessDraft.LoadedDraft;
import io.whoread.agent.ship.ExposureKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the threads of one request loaded from its databases and is not told yet, by statement. */
final class LoadedSums {
  private static final String OTHERS = "other statements";
  private static final long[] NOTHING_LEFT = new long[0];

  /** Rows and kinds, by plan; null for the sum of all statements that are not told apart. */
  private final Map<RowPlan, long[]> sums = new LinkedHashMap<>(4);

  boolean isEmpty() {
    return sums.isEmpty();
  }

  void add(Loads loads) {
    for (int i = 0; i < loads.size(); i++) {
      Loads.Load load = loads.get(i);
      boolean apart = sums.size() < Loads.MAX - 1 || sums.containsKey(load.plan);
      long[] sum = sums.computeIfAbsent(apart ? load.plan : null, key -> new long[2]);
      sum[0] += load.rows;
      sum[1] |= load.bits;
    }
  }

  /** All of it, which counts as told from now on. */
  List<LoadedDraft> take() {
    List<LoadedDraft> drafts = new ArrayList<>(sums.size());
    sums.forEach(
        (plan, sum) -> {
          LoadedDraft draft = new LoadedDraft();
          draft.statement = plan == null ? OTHERS : ((Plan) plan).statement;
          draft.rows = sum[0];
          draft.exposure = new ExposureKey("", sum[1], 0, NOTHING_LEFT, NOTHING_LEFT);
          drafts.add(draft);
        });
    sums.clear();
    return drafts;
  }
}
