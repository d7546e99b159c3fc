package io.whoread.collector.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.collector.index.lucene.LuceneIndex;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Feeds an index from a log, and asks it what a model of the same log is asked. */
final class IndexCheck {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private IndexCheck() {}

  /**
   * Opens an index and closes it; fed with what it lacks, it holds the log, all of it and once.
   *
   * @return up to where it held it when it was opened
   */
  static long holdsAllOf(LocalLog log, Path dir, Random random) throws IOException {
    try (LuceneIndex index = LuceneIndex.open(dir, log, false)) {
      long position = index.position();
      follow(log, index, null);
      AccessModel model = new AccessModel();
      feed(log, 0, model);
      ask(index, model, random, 30);
      return position;
    }
  }

  /**
   * @param model fed with the same, or null
   */
  static void follow(Log log, LogIndex index, AccessModel model) throws IOException {
    long from = index.position();
    try (Log.Cursor cursor = log.read(from)) {
      while (cursor.next()) {
        index.apply(cursor.position(), cursor.entry());
      }
    }
    index.refresh();
    if (model != null) {
      feed(log, from, model);
    }
  }

  static void feed(Log log, long from, AccessModel model) throws IOException {
    try (Log.Cursor cursor = log.read(from)) {
      while (cursor.next()) {
        model.add(cursor.position(), cursor.entry());
      }
    }
  }

  static void ask(Index index, AccessModel model, Random random, int questions) throws IOException {
    for (int i = 0; i < questions; i++) {
      AccessFilter filter = RandomReads.filter(random);
      assertThat(index.totals(filter)).as("%s", filter).isEqualTo(model.totals(filter));
      Index.Heatmap heatmap = index.heatmap(filter, ZONE);
      assertThat(heatmap.accesses()).isDeepEqualTo(model.heatmap(filter, ZONE).accesses());
      assertThat(heatmap.subjects()).isDeepEqualTo(model.heatmap(filter, ZONE).subjects());
      assertThat(index.days(filter, ZONE)).isEqualTo(model.days(filter, ZONE));
      int limit = 1 + random.nextInt(6);
      assertThat(index.actors(filter, limit)).isEqualTo(model.actors(filter, limit));
      String actor = "E" + random.nextInt(6);
      assertThat(index.roles(actor)).isEqualTo(model.roles(actor));
      List<AccessRow> wanted = model.accesses(filter);
      List<AccessRow> got = new ArrayList<>();
      List<AccessRow> page;
      do {
        page = index.accesses(filter, got.isEmpty() ? null : got.getLast().cursor(), limit);
        got.addAll(page);
      } while (page.size() == limit && got.size() <= wanted.size());
      assertThat(got).as("%s", filter).isEqualTo(wanted);
      List<AccessRow> each = new ArrayList<>();
      index.each(filter, each::add);
      assertThat(each).as("%s", filter).containsExactlyInAnyOrderElementsOf(wanted);
    }
  }
}
