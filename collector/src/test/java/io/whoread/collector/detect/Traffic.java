package io.whoread.collector.detect;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.Batches;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Traffic of a made-up shop, in order of time, the same for the same seed. */
final class Traffic {
  private record Event(long time, String actor, String role, Form form, int[] subjects) {}

  private final Random random;
  private final List<Event> events = new ArrayList<>();

  Traffic(long seed) {
    random = new Random(seed);
  }

  /** Ordinary office days of staff: each reads some orders between 9 and 18 o'clock. */
  Traffic office(Instant midnight, int days, int people, int perDay) {
    for (int day = 0; day < days; day++) {
      for (int person = 0; person < people; person++) {
        workday(midnight.plusSeconds(day * 86_400L), "E" + (1000 + person), perDay);
      }
    }
    return this;
  }

  /** One ordinary day of one person. */
  Traffic workday(Instant midnight, String actor, int reads) {
    int count = Math.max(1, (int) Math.round(reads * (1 + 0.2 * random.nextGaussian())));
    for (int i = 0; i < count; i++) {
      long time = midnight.toEpochMilli() + 9 * 3_600_000L + random.nextInt(9 * 3_600_000);
      events.add(
          new Event(time, actor, "staff", Form.FORM_OPENED, new int[] {random.nextInt(1 << 30)}));
    }
    return this;
  }

  /** Reads so many subjects, evenly over a time, in pages of that size. */
  Traffic walk(
      Instant from, Instant to, String actor, String role, Form form, int subjects, int page) {
    int pages = (subjects + page - 1) / page;
    long step = (to.toEpochMilli() - from.toEpochMilli()) / Math.max(1, pages);
    for (int p = 0; p < pages; p++) {
      int[] some = new int[Math.min(page, subjects - p * page)];
      for (int i = 0; i < some.length; i++) {
        some[i] = random.nextInt(1 << 30);
      }
      events.add(new Event(from.toEpochMilli() + p * step, actor, role, form, some));
    }
    return this;
  }

  /** Reads one and the same page again and again, evenly over a time. */
  Traffic again(Instant from, Instant to, String actor, Form form, int subjects, int times) {
    int[] page = random.ints(subjects, 0, 1 << 30).toArray();
    long step = (to.toEpochMilli() - from.toEpochMilli()) / times;
    for (int i = 0; i < times; i++) {
      events.add(new Event(from.toEpochMilli() + i * step, actor, "staff", form, page));
    }
    return this;
  }

  /** Exports so many subjects in pages, and lists each page after it was exported. */
  Traffic exportAndList(Instant from, Instant to, String actor, int subjects, int page) {
    long step = (to.toEpochMilli() - from.toEpochMilli()) / (subjects / page);
    for (int p = 0; p < subjects / page; p++) {
      int[] some = random.ints(page, 0, 1 << 30).toArray();
      long time = from.toEpochMilli() + p * step;
      events.add(new Event(time, actor, "staff", Form.FORM_EXPORTED, some));
      events.add(new Event(time + step / 2, actor, "staff", Form.FORM_LISTED, some));
    }
    return this;
  }

  /** Batches of so many accesses each, in order of time. */
  List<Batch> batches(int accesses) {
    events.sort(Comparator.comparingLong(Event::time));
    List<Batch> batches = new ArrayList<>();
    for (int from = 0; from < events.size(); from += accesses) {
      batches.add(
          batch(
              events.subList(from, Math.min(events.size(), from + accesses)), batches.size() + 1));
    }
    return batches;
  }

  private static Batch batch(List<Event> events, long sequence) {
    long start = events.get(0).time;
    Batch.Builder batch =
        Batch.newBuilder()
            .setRun(Batches.run(1))
            .setSequence(sequence)
            .setStart(Timestamps.fromMillis(start))
            .setKeyEpoch(1)
            .setInstance("host-1/1")
            .setSender("test/1")
            .addExposures(
                Exposure.newBuilder()
                    .setSubjectKind("order")
                    .addTouched("phone")
                    .addDisclosures(
                        Disclosure.newBuilder()
                            .setChannel(Channel.CHANNEL_RESPONSE)
                            .addPlain("phone")));
    for (Event event : events) {
      String name = event.form == Form.FORM_EXPORTED ? "GET /orders/export" : "GET /orders";
      batch.addOperations(Operation.newBuilder().setName(name).setForm(event.form));
      batch.addCallers(
          Caller.newBuilder()
              .setActor(
                  Actor.newBuilder().setId(event.actor).setRole(event.role).setSource("test")));
      Access.Builder access =
          Access.newBuilder()
              .setOffsetMs(event.time - start)
              .setOperation(batch.getOperationsCount())
              .setCaller(batch.getCallersCount());
      for (int subject : event.subjects) {
        access.addSubjects(Subject.newBuilder().setId(Batches.pseudonym(subject)).setExposure(1));
      }
      batch.addAccesses(access);
    }
    return batch.build();
  }
}
