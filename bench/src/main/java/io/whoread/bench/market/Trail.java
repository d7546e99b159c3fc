package io.whoread.bench.market;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.log.v1.Canary;
import io.whoread.collector.log.v1.CanaryChange;
import io.whoread.collector.log.v1.CanaryName;
import io.whoread.collector.log.v1.PeopleChange;
import io.whoread.record.Roles;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Actor;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Channel;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Link;
import io.whoread.record.v1.Subject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Writes visits as an agent in each service would: batches that are sent every few seconds, or when
 * they are full.
 */
public final class Trail implements Consumer<Visit> {
  private static final long SENT_EVERY_MS = 5_000;
  private static final int MOST_BYTES = 50_000;
  private static final int MOST_ACCESSES = 4_000;

  /** About what a subject and its links take, and an access with a caller of its own. */
  private static final int SUBJECT_BYTES = 80;

  private static final int ACCESS_BYTES = 160;

  /** Takes what a service sends. */
  public interface Sink {
    /**
     * @param receivedMs when it came, milliseconds since 1970; ascends
     */
    void batch(String service, Batch batch, long receivedMs);

    /** What the register of people says anew; passed over where nobody asks for it. */
    default void people(PeopleChange change, long receivedMs) {}

    /** What is a canary from now on; passed over where nobody asks for it. */
    default void canaries(CanaryChange change, long receivedMs) {}
  }

  private final World world;
  private final Sink sink;
  private final long sentEveryMs;
  private final Map<String, Sender> senders = new LinkedHashMap<>();
  private final Register register;
  private int today = -1;
  private int planted;
  private long now;
  private long nextCheck;

  public Trail(World world, Sink sink) {
    this(world, sink, SENT_EVERY_MS);
  }

  /**
   * @param sentEveryMs how long a service gathers what it sends; for whoever asks for no alert the
   *     trail is the same with fewer batches
   */
  public Trail(World world, Sink sink, long sentEveryMs) {
    this.world = world;
    this.sink = sink;
    this.sentEveryMs = sentEveryMs;
    this.register = new Register(world);
  }

  @Override
  public void accept(Visit visit) {
    now = visit.time();
    while (today < world.days.of(now)) {
      PeopleChange change = register.on(++today);
      if (change != null) {
        sink.people(change, world.days.start(today));
      }
    }
    if (planted < world.canaries().size()) {
      sink.canaries(plant(), now);
    }
    if (now >= nextCheck) {
      senders.values().forEach(Sender::sendInTime);
      nextCheck = now + sentEveryMs / 5;
    }
    senders
        .computeIfAbsent(visit.operation().service, service -> new Sender(service, senders.size()))
        .add(visit);
  }

  /** The canaries that were placed since, as whoever placed them declares them. */
  private CanaryChange plant() {
    CanaryChange.Builder change = CanaryChange.newBuilder();
    for (; planted < world.canaries().size(); planted++) {
      ByteString pseudonym = world.orders.subject(world.canaries().get(planted));
      change.addAdded(
          Canary.newBuilder()
              .setId("%016x".formatted(planted))
              .setKind("order")
              .setLabel("canary " + planted)
              .addNames(CanaryName.newBuilder().setKeyEpoch(1).setPseudonym(pseudonym)));
    }
    return change.build();
  }

  /** All that send anything. */
  public static Set<String> services() {
    return Arrays.stream(Operation.values())
        .map(operation -> operation.service)
        .collect(Collectors.toSet());
  }

  /** Sends what is left. */
  public void finish() {
    senders.values().forEach(Sender::send);
  }

  private record Who(Reader reader, Reader behalf, String address, long session) {}

  private record How(Operation operation, boolean logged) {}

  /** One service's agent. */
  private final class Sender {
    private final String service;
    private final ByteString run;
    private final Map<Object, Integer> places = new HashMap<>();
    private Batch.Builder batch = Batch.newBuilder();
    private long sequence;
    private long start;
    private int bytes;

    Sender(String service, int number) {
      this.service = service;
      this.run = Orders.pseudonym(world.seed, 100, number);
    }

    void sendInTime() {
      if (batch.getAccessesCount() > 0 && now >= start + sentEveryMs) {
        send();
      }
    }

    void send() {
      if (batch.getAccessesCount() == 0) {
        return;
      }
      batch
          .setRun(run)
          .setSequence(++sequence)
          .setStart(Timestamps.fromMillis(start))
          .setKeyEpoch(1)
          .setInstance(service + "-1")
          .setSender("marketplace");
      sink.batch(service, batch.build(), now);
      batch = Batch.newBuilder();
      places.clear();
      bytes = 0;
    }

    void add(Visit visit) {
      int more = ACCESS_BYTES + visit.orders().length * SUBJECT_BYTES;
      if (bytes + more > MOST_BYTES || batch.getAccessesCount() == MOST_ACCESSES) {
        send();
      }
      if (batch.getAccessesCount() == 0) {
        start = visit.time();
      }
      bytes += more;
      int exposure = exposure(new How(visit.operation(), visit.logged()));
      Access.Builder access =
          batch
              .addAccessesBuilder()
              .setOffsetMs(visit.time() - start)
              .setOperation(operation(visit.operation()))
              .setCaller(caller(visit));
      if (!visit.purpose().isEmpty()) {
        access.setPurpose(word(visit.purpose()));
      }
      int day = world.days.of(visit.time());
      for (int order : visit.orders()) {
        access.addSubjects(subject(order, exposure, visit.operation(), day));
      }
    }

    private Subject subject(int order, int exposure, Operation operation, int day) {
      Orders orders = world.orders;
      Subject.Builder subject =
          Subject.newBuilder()
              .setId(orders.subject(order))
              .setExposure(exposure)
              .setPlacedDay(world.days.placedDay(orders.placedOn(order)))
              .setStatus(word(orders.status(order, day)))
              .addLinks(link("customer", orders.customerOf(order)));
      if (operation.ofCouriers()) {
        subject.addLinks(link("waybill", orders.waybillOf(order)));
        if (orders.courier(order) >= 0) {
          subject.setOwner(word(world.everybody().get(orders.courier(order)).reader.id()));
        }
      } else {
        subject.setOwner(word(world.people.shopId(orders.shop(order))));
      }
      return subject.build();
    }

    private Link link(String kind, ByteString id) {
      return Link.newBuilder().setKind(word(kind)).setId(id).build();
    }

    private int word(String word) {
      Integer place = places.get(word);
      if (place == null) {
        place = batch.addWords(word).getWordsCount();
        places.put(word, place);
        bytes += word.length() + 2;
      }
      return place;
    }

    private int operation(Operation operation) {
      return places.computeIfAbsent(
          operation,
          o ->
              batch
                  .addOperations(
                      io.whoread.record.v1.Operation.newBuilder()
                          .setName(operation.route)
                          .setForm(operation.form))
                  .getOperationsCount());
    }

    private int caller(Visit visit) {
      Who who = new Who(visit.reader(), visit.behalf(), visit.address(), visit.session());
      Integer place = places.get(who);
      if (place == null) {
        Caller.Builder caller =
            Caller.newBuilder().setActor(actor(who.reader())).setAddress(who.address());
        if (who.behalf() != null) {
          caller.setOnBehalfOf(actor(who.behalf()));
        }
        if (who.session() != 0) {
          caller.setSession(Orders.pseudonym(world.seed, 101, who.session()));
        }
        place = batch.addCallers(caller).getCallersCount();
        places.put(who, place);
      }
      return place;
    }

    private static Actor actor(Reader reader) {
      boolean machine = reader.role().equals(Roles.SYSTEM);
      return Actor.newBuilder()
          .setRole(reader.role())
          .setId(reader.id())
          .setSource(machine ? "job" : "spring-security")
          .setPseudonymous(reader.role().equals(Roles.CUSTOMER))
          .build();
    }

    private int exposure(How how) {
      return places.computeIfAbsent(
          how, h -> batch.addExposures(exposureOf(how)).getExposuresCount());
    }

    private static Exposure exposureOf(How how) {
      Operation operation = how.operation();
      Exposure.Builder exposure =
          Exposure.newBuilder()
              .setSubjectKind("order")
              .addAllTouched(operation.plain)
              .addAllTouched(operation.masked);
      if (!operation.plain.isEmpty() || !operation.masked.isEmpty()) {
        exposure.addDisclosures(
            Disclosure.newBuilder()
                .setChannel(operation.channel())
                .addAllPlain(operation.plain)
                .addAllMasked(operation.masked));
      }
      if (how.logged()) {
        exposure.addDisclosures(
            Disclosure.newBuilder().setChannel(Channel.CHANNEL_LOG).addAllPlain(operation.plain));
      } else if (operation == Operation.ORDER_SEARCH) {
        // As it should be done: nothing in plain.
        exposure.addDisclosures(
            Disclosure.newBuilder().setChannel(Channel.CHANNEL_LOG).addAllMasked(operation.masked));
      }
      return exposure.build();
    }
  }
}
