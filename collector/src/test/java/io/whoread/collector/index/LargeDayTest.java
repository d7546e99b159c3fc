package io.whoread.collector.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.whoread.collector.Batches;
import io.whoread.collector.index.lucene.LuceneIndex;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Entry;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Batch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions about a busy day take little memory, however many accesses match. */
class LargeDayTest {
  private static final Instant DAY = Instant.parse("2026-03-02T00:00:00Z");
  private static final int BATCHES = 400;
  private static final int ACCESSES = 2_000;
  private static final AccessFilter ALL = AccessFilter.between(null, null);

  @TempDir private Path temp;

  @Test
  void largeDayIsSummedUpInASmallHeap() throws Exception {
    try (LocalLog log = LocalLog.open(temp.resolve("log"))) {
      for (int i = 0; i < BATCHES; i++) {
        log.append(entry(i));
      }
      log.append(Entry.getDefaultInstance()).join();
      LuceneIndex index = LuceneIndex.open(temp.resolve("index"), log, false);
      try (Log.Cursor cursor = log.read(0)) {
        while (cursor.next()) {
          index.apply(cursor.position(), cursor.entry());
        }
      }
      index.close();
    }
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx40m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Ask.class.getName(),
                temp.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(said).isZero();
    assertThat(said).contains("800000 accesses", "800000 on the day", "3 actors");
  }

  /** The child: asks everything that sums up. */
  static final class Ask {
    public static void main(String[] args) throws Exception {
      Path data = Path.of(args[0]);
      try (LocalLog log = LocalLog.open(data.resolve("log"))) {
        LuceneIndex index = LuceneIndex.open(data.resolve("index"), log, false);
        System.out.println(index.totals(ALL).accesses() + " accesses");
        System.out.println(index.heatmap(ALL, ZoneOffset.UTC).accesses()[0][0] + " on the day");
        System.out.println(index.days(ALL, ZoneOffset.UTC).size() + " days");
        System.out.println(index.actors(ALL, 10).size() + " actors");
        System.out.println(index.roles("E0"));
        index.close();
      }
    }
  }

  private static Entry entry(int i) {
    Batch.Builder batch = Batches.one(1, i + 1, DAY, i);
    for (int c = 0; c < 3; c++) {
      batch.addCallers(batch.getCallers(0).toBuilder());
      batch.getCallersBuilder(c).getActorBuilder().setId("E" + c);
    }
    Access one = batch.getAccesses(0);
    batch.clearAccesses();
    for (int a = 0; a < ACCESSES; a++) {
      Access.Builder access = one.toBuilder().setCaller(1 + a % 3).setOffsetMs(i);
      access.getSubjectsBuilder(0).clearLinks().setId(Batches.pseudonym(a));
      batch.addAccesses(access);
    }
    return Entry.newBuilder().setService("shop").setBatch(batch.build().toByteString()).build();
  }

  /** Who reads most is told, and how much to a few hundredths, with a tenth of the memory. */
  @Test
  void sumsAreEstimatedWhereTheyTakeTooMuchMemory() throws Exception {
    ActorSums exact = new ActorSums(1_000_000, 100_000_000);
    ActorSums bounded = new ActorSums(300, 20_000);
    AccessScan scan = new AccessScan();
    for (int round = 0; round < 200; round++) {
      for (int actor = 0; actor < 600; actor++) {
        // A few read much, many read a little.
        int subjects = actor < 5 ? 40 * (actor + 1) : round % 100 == 0 ? 1 : 0;
        if (subjects == 0) {
          continue;
        }
        Access.Builder access = Access.newBuilder();
        for (int s = 0; s < subjects; s++) {
          access.addSubjectsBuilder().setId(Batches.pseudonym(1_000_000 * actor + 200 * round + s));
        }
        Batch batch = Batch.newBuilder().addAccesses(access).build();
        scan.read(LazyBatch.of(ByteString.copyFrom(batch.toByteArray())), 0);
        ActorId who = new ActorId("staff", "E" + actor);
        exact.add(who, round, Batches.run(1), scan);
        bounded.add(who, round, Batches.run(1), scan);
      }
    }
    List<Index.ActorTotal> wanted = exact.most(5);
    List<Index.ActorTotal> got = bounded.most(5);
    assertThat(wanted.getFirst().subjects()).isEqualTo(200 * 200);
    for (int i = 0; i < 5; i++) {
      assertThat(got.get(i).actor()).isEqualTo(wanted.get(i).actor());
      assertThat(got.get(i).accesses()).isEqualTo(wanted.get(i).accesses());
      double most = wanted.get(i).subjects();
      assertThat((double) got.get(i).subjects()).isCloseTo(most, within(0.1 * most));
    }
  }

  @Test
  void largeQuestionsWaitForEachOther() throws Exception {
    try (LocalLog log = LocalLog.open(temp.resolve("log"));
        ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
      log.append(entry(0)).join();
      LuceneIndex index = LuceneIndex.open(temp.resolve("index"), log, false);
      try (Log.Cursor cursor = log.read(0)) {
        cursor.next();
        index.apply(0, cursor.entry());
      }
      index.refresh();
      List<Future<Index.Totals>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(askers.submit(() -> index.totals(ALL)));
      }
      for (Future<Index.Totals> answer : answers) {
        assertThat(answer.get().accesses()).isEqualTo(ACCESSES);
      }
      // Whoever gives up waiting is told so, and takes no room from the others.
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> index.totals(ALL)).isInstanceOf(BusyException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(index.totals(ALL).accesses()).isEqualTo(ACCESSES);
      index.close();
    }
  }
}
