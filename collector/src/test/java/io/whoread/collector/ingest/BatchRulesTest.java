package io.whoread.collector.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.whoread.collector.Batches;
import io.whoread.collector.index.AccessScan;
import io.whoread.collector.index.LazyBatch;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Loaded;
import io.whoread.record.v1.Unattributed;
import java.time.Instant;
import java.util.Random;
import net.jqwik.api.Example;
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
    readAlike(lazy, Batch.parseFrom(bytes));
  }

  /** An agent of tomorrow tells more: what is new is passed over, in every message. */
  @Property(tries = 500)
  void fieldsOfTomorrowArePassedOver(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    Batch batch = (Batch) withMore(batch(random), random);
    LazyBatch lazy = LazyBatch.of(batch.toByteString());
    BatchRules.check(lazy, NOW.toEpochMilli());
    readAlike(lazy, batch);
  }

  /** With a field of one of the numbers that are not used yet, in this and every message below. */
  private static Message withMore(Message message, Random random) {
    Message.Builder more = message.toBuilder();
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (field.getJavaType() != Descriptors.FieldDescriptor.JavaType.MESSAGE
                  || field.getMessageType().getFile() != Batch.getDescriptor().getFile()) {
                return;
              }
              if (field.isRepeated()) {
                for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                  Message each = (Message) message.getRepeatedField(field, i);
                  more.setRepeatedField(field, i, withMore(each, random));
                }
              } else {
                more.setField(field, withMore((Message) value, random));
              }
            });
    UnknownFieldSet.Builder unknown = UnknownFieldSet.newBuilder();
    for (int number = 1; number <= 40; number++) {
      if (message.getDescriptorForType().findFieldByNumber(number) == null
          && random.nextInt(4) == 0) {
        unknown.addField(number, field(random));
      }
    }
    return more.setUnknownFields(unknown.build()).build();
  }

  private static UnknownFieldSet.Field field(Random random) {
    UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
    switch (random.nextInt(5)) {
      case 0 -> field.addVarint(random.nextLong());
      case 1 -> field.addFixed32(random.nextInt());
      case 2 -> field.addFixed64(random.nextLong());
      case 3 -> field.addLengthDelimited(Batches.run(random.nextInt()));
      default ->
          field.addGroup(
              UnknownFieldSet.newBuilder().mergeVarintField(1, random.nextInt(9)).build());
    }
    return field.build();
  }

  @Example
  void untilIsATimeOfOurDays() throws Exception {
    Batch.Builder batch = batch(new Random(1)).toBuilder();
    for (long until : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, 3 * 86_400_000L}) {
      batch.getAccessesBuilder(0).setRepeats(1).setUntilMs(until);
      assertThatThrownBy(
              () ->
                  BatchRules.check(LazyBatch.of(batch.build().toByteString()), NOW.toEpochMilli()))
          .isInstanceOf(InvalidBatchException.class)
          .hasMessageContaining("accesses[0].until_ms");
    }
  }

  private static void readAlike(LazyBatch lazy, Batch parsed) throws Exception {
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
