package io.whoread.collector;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import io.whoread.record.PseudonymKey;
import io.whoread.record.Pseudonyms;
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
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Sixty days of orders, each with a customer and a waybill, read by a job when it is placed and by
 * two of twelve couriers later on; courier C3 sold ten of those that C3 read. One customer in two
 * bought a second time, thirty days later.
 */
public final class Parcels {
  public static final int SOLD = 10;
  private static final Instant FIRST = Instant.parse("2026-03-02T01:00:00Z");
  private static final int DAYS = 60;
  private static final int COURIERS = 12;

  private final Random random = new Random(1);
  private final Pseudonyms pseudonyms;
  private final int daily;
  private final List<Batch> batches = new ArrayList<>();
  private final List<Line> victims = new ArrayList<>();
  private Batch.Builder batch;
  private int sold;

  /** Of a list of victims. */
  public record Line(int order, Instant placed, Instant fraud) {
    /** With the number of the order, or any other that stands for it. */
    public String text(String number) {
      return number + "," + day(placed) + "," + day(fraud) + "\n";
    }

    private static LocalDate day(Instant at) {
      return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
  }

  /**
   * @param daily orders a day, at most 100
   */
  public Parcels(PseudonymKey key, int daily) {
    this.pseudonyms = new Pseudonyms(key);
    this.daily = daily;
    for (int day = 0; day < DAYS; day++) {
      begin(day);
      for (int i = 0; i < daily; i++) {
        order(day * daily + i, placed(day * daily + i, daily));
      }
      batches.add(batch.build());
    }
  }

  /** When an order was placed. */
  public static Instant placed(int order, int daily) {
    return FIRST.plus(order / daily, ChronoUnit.DAYS).plusSeconds(order % daily * 300L);
  }

  public static String number(int order) {
    return "SO-2026-" + (500_000 + order);
  }

  public static String waybill(int order) {
    return "YT77" + (600_000 + order);
  }

  public String customer(int order) {
    // Every second one is the customer of thirty days before.
    int half = DAYS / 2 * daily;
    return "CU-" + (700_000 + (order >= half && order % 2 == 0 ? order - half : order));
  }

  public List<Batch> batches() {
    return batches;
  }

  /** First those whom the courier sold, then four strangers. */
  public List<Line> victims() {
    return victims;
  }

  private void begin(int day) {
    batch =
        Batch.newBuilder()
            .setRun(Batches.run(1))
            .setSequence(1 + day)
            .setStart(Timestamps.fromMillis(FIRST.toEpochMilli()))
            .setKeyEpoch(pseudonyms.epoch())
            .setInstance("host-1/4711")
            .setSender("test/1")
            .addOperations(Operation.newBuilder().setName("night-job").setForm(Form.FORM_JOB))
            .addOperations(
                Operation.newBuilder().setName("GET /parcels/{id}").setForm(Form.FORM_OPENED))
            .addCallers(caller("job", "system", "10.0.0.1"))
            .addExposures(
                Exposure.newBuilder()
                    .setSubjectKind("order")
                    .addDisclosures(
                        Disclosure.newBuilder()
                            .setChannel(Channel.CHANNEL_RESPONSE)
                            .addPlain("name")
                            .addPlain("phone")))
            .addWords("customer")
            .addWords("waybill")
            .addWords("S-7");
    for (int courier = 0; courier < COURIERS; courier++) {
      batch.addCallers(caller("C" + courier, "courier", "10.0.1." + courier));
    }
  }

  private static Caller caller(String id, String role, String address) {
    return Caller.newBuilder()
        .setActor(Actor.newBuilder().setId(id).setRole(role).setSource("header"))
        .setAddress(address)
        .build();
  }

  private void order(int order, Instant placed) {
    read(order, placed, placed, 1, 1);
    int one = random.nextInt(COURIERS);
    int other = (one + 1 + random.nextInt(COURIERS - 1)) % COURIERS;
    for (int courier : new int[] {one, other}) {
      Instant read = placed.plus(20 + random.nextInt(60), ChronoUnit.HOURS);
      read(order, placed, read, 2, courier + 2);
      if (courier == 3 && order % 10 == 0 && sold < SOLD) {
        victims.add(
            sold++, new Line(order, placed, read.plus(2 + random.nextInt(9), ChronoUnit.DAYS)));
      }
    }
    if (order % (12 * daily) == 7) {
      victims.add(new Line(order, placed, placed.plus(12, ChronoUnit.DAYS)));
    }
  }

  private void read(int order, Instant placed, Instant at, int operation, int caller) {
    batch.addAccesses(
        Access.newBuilder()
            .setOffsetMs(ChronoUnit.MILLIS.between(FIRST, at))
            .setOperation(operation)
            .setCaller(caller)
            .addSubjects(
                Subject.newBuilder()
                    .setId(pseudonym("order", number(order)))
                    .setExposure(1)
                    .setOwner(3)
                    .setPlacedDay((int) (placed.toEpochMilli() / 86_400_000) + 1)
                    .addLinks(
                        Link.newBuilder().setKind(1).setId(pseudonym("customer", customer(order))))
                    .addLinks(
                        Link.newBuilder().setKind(2).setId(pseudonym("waybill", waybill(order))))));
  }

  private ByteString pseudonym(String kind, String number) {
    return ByteString.copyFrom(pseudonyms.of(kind, number));
  }
}
