package io.whoread.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Actor;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Channel;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Form;
import io.whoread.record.v1.Operation;
import io.whoread.record.v1.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/**
 * Batches as an agent of a busy service sends them: employees who go through lists of orders, 30
 * operations, a trace id an access, orders drawn evenly and without linked identities. Not safe for
 * use by several threads.
 */
final class SyntheticReads {
  /** An agent's batches are at most about so large before compression. */
  private static final int BATCH_BYTES = 60_000;

  private static final int OPERATIONS = 30;
  private static final int MOST_ACCESSES = 4_096;

  private final Random random = new Random(1);
  private final byte[] run = new byte[16];
  private final int people;
  private final int callers;
  private final int subjects;
  private final int orders;
  private long sequence;

  /**
   * @param people how many there are
   * @param callers how many of them are in a batch
   * @param subjects of an access
   * @param orders how many there are to be read
   */
  SyntheticReads(int people, int callers, int subjects, int orders) {
    this.people = people;
    this.callers = callers;
    this.subjects = subjects;
    this.orders = orders;
    random.nextBytes(run);
  }

  /**
   * The next batch, of one record or more.
   *
   * @param start when it was begun; its accesses are a millisecond apart
   * @param most records
   */
  Batch next(Instant start, int most) {
    Batch.Builder batch = tables(start);
    int bytes = batch.build().getSerializedSize();
    int left = most;
    for (int i = 0;
        left > 0 && i < MOST_ACCESSES && bytes < BATCH_BYTES - 26 * subjects - 60;
        i++) {
      Access access = access(i, Math.min(left, subjects));
      bytes += access.getSerializedSize() + 3;
      left -= access.getSubjectsCount();
      batch.addAccesses(access);
    }
    return batch.build();
  }

  /** How many subjects all accesses of a batch name. */
  static int records(Batch batch) {
    return batch.getAccessesList().stream().mapToInt(Access::getSubjectsCount).sum();
  }

  private Batch.Builder tables(Instant start) {
    Batch.Builder batch =
        Batch.newBuilder()
            .setRun(ByteString.copyFrom(run))
            .setSequence(++sequence)
            .setStart(
                Timestamp.newBuilder().setSeconds(start.getEpochSecond()).setNanos(start.getNano()))
            .setKeyEpoch(1)
            .setInstance("bench-1/1")
            .setSender("bench/1")
            .addExposures(
                Exposure.newBuilder()
                    .setSubjectKind("order")
                    .addAllTouched(List.of("name", "phone", "address"))
                    .addDisclosures(
                        Disclosure.newBuilder()
                            .setChannel(Channel.CHANNEL_RESPONSE)
                            .addPlain("name")
                            .addMasked("phone")));
    for (int i = 0; i < OPERATIONS; i++) {
      batch.addOperations(
          Operation.newBuilder().setName("GET /orders/page" + i).setForm(Form.FORM_LISTED));
    }
    for (int i = 0; i < callers; i++) {
      int person = random.nextInt(people);
      batch.addCallers(
          Caller.newBuilder()
              .setActor(
                  Actor.newBuilder()
                      .setId("E" + (100_000 + person))
                      .setRole("staff")
                      .setSource("spring-security"))
              .setAddress("10." + person / 62_500 + "." + person / 250 % 250 + "." + person % 250));
    }
    return batch;
  }

  private Access access(int offsetMs, int subjects) {
    byte[] trace = new byte[16];
    random.nextBytes(trace);
    Access.Builder access =
        Access.newBuilder()
            .setOffsetMs(offsetMs)
            .setOperation(1 + random.nextInt(OPERATIONS))
            .setCaller(1 + random.nextInt(callers))
            .setTraceId(ByteString.copyFrom(trace));
    for (int i = 0; i < subjects; i++) {
      access.addSubjects(
          Subject.newBuilder().setId(pseudonym(random.nextInt(orders))).setExposure(1));
    }
    return access.build();
  }

  private static ByteString pseudonym(int order) {
    byte[] bytes = new byte[16];
    new Random(order).nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }
}
