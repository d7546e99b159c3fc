package io.whoread.bench;

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
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Half a year of orders in a hundred regions of fifty people each, with a customer each. Each order
 * is read eight times: by a job, five times in a list of twenty, and opened by two people of its
 * region within a week, in one session a day. One of them sells what was opened; 35 victims are
 * from there, 15 are not.
 */
final class OrderReads {
  private static final int READS = 8;
  private static final int DAYS = 180;
  private static final int REGIONS = 100;
  private static final int PEOPLE = 50;
  private static final int PAGE = 20;
  private static final int SOLD = 35;
  private static final int STRANGERS = 15;
  private static final int LEAKER = 17 * PEOPLE + 3;
  private static final long DAY_MS = 86_400_000;
  private static final int MOST_BYTES = 55_000;

  /** Days after the purchase on which an order is listed, and opened. */
  private static final int[] LISTED = {0, 0, 1, 2, 4};

  private static final int[] OPENED = {1, 5};

  private final PseudonymKey key = PseudonymKey.generate(1);
  private final Pseudonyms pseudonyms = new Pseudonyms(key);
  private final Random random = new Random(1);
  private final int daily;
  private final long first = Instant.now().toEpochMilli() / DAY_MS * DAY_MS - (DAYS + 1) * DAY_MS;
  private final byte[] run = new byte[16];
  private final List<int[]> opened = new ArrayList<>();
  private Sink sink;
  private long sequence;
  private long reads;
  private Batch.Builder batch;
  private int bytes;
  private final Map<Object, Integer> places = new HashMap<>();

  interface Sink {
    void post(byte[] batch) throws IOException, InterruptedException;
  }

  OrderReads(long reads) {
    daily = (int) (reads / READS / DAYS);
    random.nextBytes(run);
  }

  PseudonymKey key() {
    return key;
  }

  long reads() {
    return reads;
  }

  int orders() {
    return daily * DAYS;
  }

  int sold() {
    return SOLD;
  }

  String leaker() {
    return "E" + LEAKER;
  }

  /** Sends all of them, day by day. */
  void batches(Sink to) throws IOException, InterruptedException {
    sink = to;
    for (int day = 0; day < DAYS; day++) {
      for (int order = day * daily; order < (day + 1) * daily; order++) {
        read(day, List.of(order), -1, 1);
      }
      for (int after : LISTED) {
        if (day >= after) {
          list(day, day - after);
        }
      }
      for (int after : OPENED) {
        for (int i = 0; day >= after && i < daily; i++) {
          open(day, (day - after) * daily + i);
        }
      }
    }
    flush();
  }

  /** Of all that was bought on a day, region by region. */
  private void list(int day, int placed) throws IOException, InterruptedException {
    for (int region = 0; region < REGIONS; region++) {
      List<Integer> page = new ArrayList<>();
      for (int i = region; i < daily; i += REGIONS) {
        page.add(placed * daily + i);
        if (page.size() == PAGE || i + REGIONS >= daily) {
          read(day, page, person(region), 2);
          page = new ArrayList<>();
        }
      }
    }
  }

  private void open(int day, int order) throws IOException, InterruptedException {
    int person = person(order % daily % REGIONS);
    if (person == LEAKER && day < DAYS - 20) {
      opened.add(new int[] {order, day});
    }
    read(day, List.of(order), person, 3);
  }

  private int person(int region) {
    return region * PEOPLE + random.nextInt(PEOPLE);
  }

  private void read(int day, List<Integer> orders, int person, int operation)
      throws IOException, InterruptedException {
    int size = 60 + 70 * orders.size();
    if (batch == null || bytes + size > MOST_BYTES) {
      flush();
      begin(day);
    }
    bytes += size;
    Access.Builder access =
        Access.newBuilder()
            .setOffsetMs(first + day * DAY_MS + random.nextInt((int) DAY_MS) - start())
            .setOperation(operation)
            .setCaller(caller(day, person));
    for (int order : orders) {
      access.addSubjects(
          Subject.newBuilder()
              .setId(pseudonym("order", number(order)))
              .setExposure(1)
              .setOwner(2 + order % 40)
              .setPlacedDay((int) (first / DAY_MS) + order / daily + 1)
              .addLinks(Link.newBuilder().setKind(1).setId(pseudonym("customer", "c" + order))));
    }
    reads += orders.size();
    batch.addAccesses(access);
  }

  private static String number(int order) {
    return "SO-" + (1_000_000_000 + order);
  }

  private ByteString pseudonym(String kind, String number) {
    return ByteString.copyFrom(pseudonyms.of(kind, number));
  }

  private long start() {
    return Timestamps.toMillis(batch.getStart());
  }

  /** One session a day. */
  private int caller(int day, int person) {
    return places.computeIfAbsent(
        List.of(day, person),
        each -> {
          bytes += 80;
          return batch
              .addCallers(
                  Caller.newBuilder()
                      .setSession(pseudonym("session", person + "/" + day))
                      .setAddress("10." + (person + 1) / 250 + ".0." + (person + 1) % 250)
                      .setActor(
                          Actor.newBuilder()
                              .setId(person < 0 ? "job" : "E" + person)
                              .setRole(person < 0 ? "system" : "staff")
                              .setSource("header")))
              .getCallersCount();
        });
  }

  private void begin(int day) {
    places.clear();
    batch =
        Batch.newBuilder()
            .setRun(ByteString.copyFrom(run))
            .setSequence(++sequence)
            .setStart(Timestamps.fromMillis(first + day * DAY_MS))
            .setKeyEpoch(1)
            .setInstance("bench-1/1")
            .setSender("bench/1")
            .addOperations(Operation.newBuilder().setName("job").setForm(Form.FORM_JOB))
            .addOperations(Operation.newBuilder().setName("GET /orders").setForm(Form.FORM_LISTED))
            .addOperations(
                Operation.newBuilder().setName("GET /orders/{id}").setForm(Form.FORM_OPENED))
            .addExposures(
                Exposure.newBuilder()
                    .setSubjectKind("order")
                    .addDisclosures(
                        Disclosure.newBuilder()
                            .setChannel(Channel.CHANNEL_RESPONSE)
                            .addPlain("name")
                            .addMasked("phone")))
            .addWords("customer");
    for (int shop = 0; shop < 40; shop++) {
      batch.addWords("S" + shop);
    }
    bytes = batch.build().getSerializedSize();
  }

  private void flush() throws IOException, InterruptedException {
    if (batch != null) {
      sink.post(batch.build().toByteArray());
      batch = null;
    }
  }

  /** The list, in CSV; after all was sent. */
  String victims() {
    StringBuilder list = new StringBuilder("order,purchase,fraud\n");
    for (int i = 0; i < SOLD; i++) {
      int[] read = opened.remove(random.nextInt(opened.size()));
      line(list, read[0], read[1] + 1 + random.nextInt(19));
    }
    for (int i = 0; i < STRANGERS; i++) {
      int order = random.nextInt((DAYS - 20) * daily);
      line(list, order, order / daily + 2 + random.nextInt(18));
    }
    return list.toString();
  }

  private void line(StringBuilder list, int order, int fraud) {
    list.append(number(order))
        .append(',')
        .append(day(order / daily))
        .append(',')
        .append(day(fraud))
        .append('\n');
  }

  private LocalDate day(int day) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(first + day * DAY_MS), ZoneOffset.UTC);
  }
}
