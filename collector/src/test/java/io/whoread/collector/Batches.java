package io.whoread.collector;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Actor;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Channel;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Form;
import io.whoread.record.v1.Link;
import io.whoread.record.v1.Operation;
import io.whoread.record.v1.Subject;
import java.nio.ByteBuffer;
import java.time.Instant;

/** Batches for tests; their people belong to nobody. */
public final class Batches {
  private Batches() {}

  public static ByteString run(int number) {
    return ByteString.copyFrom(ByteBuffer.allocate(16).putInt(12, number).array());
  }

  public static ByteString pseudonym(int number) {
    ByteBuffer bytes = ByteBuffer.allocate(16);
    // Spread as an HMAC's bits are.
    long mixed = (number + 1) * 0x9e3779b97f4a7c15L;
    bytes.putLong(mixed ^ mixed >>> 29).putLong(mixed * 0xbf58476d1ce4e5b9L);
    return ByteString.copyFrom(bytes.array());
  }

  /** A batch with one access of an employee to one order, which links to a customer. */
  public static Batch.Builder one(int run, long sequence, Instant at, int subject) {
    return Batch.newBuilder()
        .setRun(run(run))
        .setSequence(sequence)
        .setStart(Timestamps.fromMillis(at.toEpochMilli()))
        .setKeyEpoch(1)
        .setInstance("host-1/4711")
        .setSender("test/1")
        .addOperations(Operation.newBuilder().setName("GET /orders/{id}").setForm(Form.FORM_OPENED))
        .addCallers(
            Caller.newBuilder()
                .setAddress("192.0.2.7")
                .setActor(
                    Actor.newBuilder()
                        .setId("E1001")
                        .setRole("staff")
                        .setSource("spring-security")))
        .addExposures(
            Exposure.newBuilder()
                .setSubjectKind("order")
                .addTouched("name")
                .addTouched("phone")
                .addDisclosures(
                    Disclosure.newBuilder()
                        .setChannel(Channel.CHANNEL_RESPONSE)
                        .addPlain("name")
                        .addMasked("phone")))
        .addWords("customer")
        .addAccesses(
            Access.newBuilder()
                .setOperation(1)
                .setCaller(1)
                .addSubjects(
                    Subject.newBuilder()
                        .setId(pseudonym(subject))
                        .setExposure(1)
                        .addLinks(
                            Link.newBuilder().setKind(1).setId(pseudonym(1_000_000 + subject)))));
  }
}
