package io.whoread.collector.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.Batches;
import io.whoread.collector.index.AccessScan;
import io.whoread.collector.index.LazyBatch;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Loaded;
import io.whoread.record.v1.Unattributed;
import java.time.Instant;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class BatchRulesTest {
  private static final Instant NOW = Instant.now();

  /** Whatever bytes come: what is let into the log can be read by everybody who reads it. */
  @Property(tries = 3_000)
  void whatIsLetInIsReadAlikeByAll(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    byte[] bytes = batch(random).toByteArray();
    for (int i = random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(bytes.length);
      bytes[at] =
          (byte) (random.nextBoolean() ? random.nextInt() : bytes[at] ^ 1 << random.nextInt(8));
    }
    LazyBatch lazy;
    try {
      lazy = LazyBatch.of(ByteString.copyFrom(bytes));
      BatchRules.check(lazy, NOW.toEpochMilli());
    } catch (InvalidProtocolBufferException | InvalidBatchException e) {
      return;
    }
    Batch parsed = Batch.parseFrom(bytes);
    assertThat(lazy.run()).isEqualTo(parsed.getRun());
    assertThat(lazy.sequence()).isEqualTo(parsed.getSequence());
    assertThat(lazy.start()).isEqualTo(parsed.getStart());
    assertThat(lazy.callers()).isEqualTo(parsed.getCallersList());
    assertThat(lazy.words()).isEqualTo(parsed.getWordsList());
    assertThat(lazy.size()).isEqualTo(parsed.getAccessesCount());
    AccessScan scan = new AccessScan();
    for (int i = 0; i < lazy.size(); i++) {
      Access access = parsed.getAccesses(i);
      assertThat(lazy.access(i)).isEqualTo(access);
      scan.read(lazy, i);
      assertThat(scan.offsetMs()).isEqualTo(access.getOffsetMs());
      assertThat(scan.operation()).isEqualTo(access.getOperation());
      assertThat(scan.caller()).isEqualTo(access.getCaller());
      assertThat(scan.repeats()).isEqualTo(Integer.toUnsignedLong(access.getRepeats()));
      assertThat(scan.subjects()).isEqualTo(access.getSubjectsCount());
      access.getSubjectsList().forEach(subject -> assertThat(subject.getId().size()).isEqualTo(16));
    }
  }

  @Property(tries = 200)
  void whatAgentsSendIsLetIn(@ForAll long seed) throws Exception {
    Batch batch = batch(new Random(seed));
    BatchRules.check(LazyBatch.of(batch.toByteString()), NOW.toEpochMilli());
  }

  private static Batch batch(Random random) {
    Batch.Builder batch = Batches.one(1, 1 + random.nextInt(9), NOW, random.nextInt());
    for (int i = random.nextInt(4); i > 0; i--) {
      batch.addAccesses(
          batch.getAccesses(0).toBuilder()
              .setOffsetMs(random.nextInt(1_000))
              .setPurpose(random.nextInt(2))
              .setTraceId(Batches.run(i))
              .setRequest(Batches.run(i).substring(8))
              .setRepeats(random.nextInt(3))
              .setUntilMs(random.nextInt(1_000))
              .addSubjects(batch.getAccesses(0).getSubjects(0).toBuilder().setPlacedDay(20_000))
              .addUnattributed(Unattributed.newBuilder().setExposure(1).setCount(3))
              .addLoaded(Loaded.newBuilder().setStatement(1).setRows(20)));
    }
    return batch.build();
  }
}
