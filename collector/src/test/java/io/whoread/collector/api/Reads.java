package io.whoread.collector.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import io.whoread.record.PseudonymKey;
import io.whoread.record.Pseudonyms;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Actor;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Channel;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Form;
import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GapReason;
import io.whoread.record.v1.GuardedType;
import io.whoread.record.v1.Hook;
import io.whoread.record.v1.Link;
import io.whoread.record.v1.Loaded;
import io.whoread.record.v1.Operation;
import io.whoread.record.v1.Subject;
import io.whoread.record.v1.Unattributed;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What a service would tell: accesses of people to orders, put into batches as an agent does. */
final class Reads {
  private static final int MOST_BYTES = 55_000;

  private final Pseudonyms pseudonyms;
  private final byte[] run = new byte[16];
  private final List<byte[]> batches = new ArrayList<>();
  private Batch.Builder batch;
  private long sequence;
  private int bytes;

  Reads(PseudonymKey key) {
    pseudonyms = new Pseudonyms(key);
    UUID id = UUID.randomUUID();
    java.nio.ByteBuffer.wrap(run)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits());
    begin();
  }

  byte[] pseudonym(String kind, String number) {
    return pseudonyms.of(kind, number);
  }

  /** From here on as the import command sends what stands in a file. */
  Reads fromAFile(String name) {
    batch.setInstance(name).setSender("whoread-import/0.1.0");
    return this;
  }

  byte[] pseudonym(String order) {
    return pseudonyms.of("order", order);
  }

  /**
   * One access.
   *
   * @param who "E1042 staff 10.0.3.7"
   * @param orders real numbers; only their pseudonyms are kept
   */
  Reads access(Instant at, String who, Form form, String operation, List<String> orders) {
    String[] person = who.split(" ");
    // Roughly: an access, and a subject with its link.
    bytes += 100 + 60 * orders.size();
    if (bytes > MOST_BYTES) {
      end();
      bytes = 100 + 60 * orders.size();
    }
    if (batch.getAccessesCount() == 0) {
      batch.setStart(Timestamps.fromMillis(at.toEpochMilli()));
    }
    Actor actor =
        Actor.newBuilder().setId(person[0]).setRole(person[1]).setSource("header").build();
    if (person[1].equals("unknown")) {
      actor = Actor.newBuilder().setRole("unknown").build();
    }
    Access.Builder access =
        Access.newBuilder()
            .setOffsetMs(at.toEpochMilli() - Timestamps.toMillis(batch.getStart()))
            .setOperation(operation(operation, form))
            .setCaller(caller(Caller.newBuilder().setActor(actor).setAddress(person[2]).build()))
            .setTraceId(ByteString.copyFrom(pseudonyms.of("trace", UUID.randomUUID().toString())));
    for (String order : orders) {
      access.addSubjects(
          Subject.newBuilder()
              .setId(ByteString.copyFrom(pseudonym(order)))
              .setExposure(exposure(form))
              .setPlacedDay((int) placed(at).toEpochDay() + 1)
              .addLinks(
                  Link.newBuilder()
                      .setKind(word("customer"))
                      .setId(ByteString.copyFrom(pseudonyms.of("customer", "c" + order)))));
    }
    batch.addAccesses(access);
    return this;
  }

  /** The access before also showed the bank cards of objects whose subject is not known. */
  Reads ofNobody(String className, long count) {
    batch.addExposures(
        Exposure.newBuilder()
            .addTouched("bank-card")
            .addDisclosures(
                Disclosure.newBuilder()
                    .setChannel(Channel.CHANNEL_RESPONSE)
                    .addPlain("bank-card")));
    batch
        .getAccessesBuilder(batch.getAccessesCount() - 1)
        .addUnattributed(
            Unattributed.newBuilder()
                .setSource(word(className))
                .setExposure(batch.getExposuresCount())
                .setCount(count));
    return this;
  }

  /** The access before also showed something of another subject, in plain. */
  Reads also(String kind, String number, String... plain) {
    List<String> fields = List.of(plain);
    batch.addExposures(
        Exposure.newBuilder()
            .setSubjectKind(kind)
            .addAllTouched(fields)
            .addDisclosures(
                Disclosure.newBuilder().setChannel(Channel.CHANNEL_RESPONSE).addAllPlain(fields)));
    batch
        .getAccessesBuilder(batch.getAccessesCount() - 1)
        .addSubjects(
            Subject.newBuilder()
                .setId(ByteString.copyFrom(pseudonyms.of(kind, number)))
                .setExposure(batch.getExposuresCount()));
    return this;
  }

  /** The access before is a part of a request that is told in several. */
  Reads partOf(long request) {
    batch
        .getAccessesBuilder(batch.getAccessesCount() - 1)
        .setRequest(
            ByteString.copyFrom(java.nio.ByteBuffer.allocate(Long.BYTES).putLong(request).flip()));
    return this;
  }

  /** Adds to the last access rows that its request loaded. */
  Reads loaded(String statement, long rows, String... kinds) {
    batch.addExposures(Exposure.newBuilder().addAllTouched(List.of(kinds)));
    batch
        .getAccessesBuilder(batch.getAccessesCount() - 1)
        .addLoaded(
            Loaded.newBuilder()
                .setStatement(word(statement))
                .setRows(rows)
                .setExposure(batch.getExposuresCount()));
    return this;
  }

  /** Orders are read on the day after. */
  static LocalDate placed(Instant read) {
    return LocalDate.ofInstant(read, ZoneOffset.UTC).minusDays(1);
  }

  Reads gap(Instant from, Instant to, long accesses) {
    batch.addGaps(
        Gap.newBuilder()
            .setFrom(Timestamps.fromMillis(from.toEpochMilli()))
            .setTo(Timestamps.fromMillis(to.toEpochMilli()))
            .setReason(GapReason.GAP_REASON_SPOOL)
            .setAccesses(accesses)
            .setDetail("disk full"));
    return this;
  }

  /** The agent is switched off, and says so. */
  Reads off(Instant from, Instant to) {
    batch.addGaps(
        Gap.newBuilder()
            .setFrom(Timestamps.fromMillis(from.toEpochMilli()))
            .setTo(Timestamps.fromMillis(to.toEpochMilli()))
            .setReason(GapReason.GAP_REASON_OFF)
            .setDetail("switched off"));
    return this;
  }

  /** What left did so into a log, and not towards whoever asked. */
  Reads logged() {
    batch
        .getExposuresBuilderList()
        .forEach(
            exposure ->
                exposure
                    .getDisclosuresBuilderList()
                    .forEach(left -> left.setChannel(Channel.CHANNEL_LOG)));
    return this;
  }

  /** As a file tells of it: which fields were read, and no more. */
  Reads untold() {
    batch.getExposuresBuilderList().forEach(exposure -> exposure.clearDisclosures());
    return this;
  }

  Reads coverage(Instant at, long produced) {
    batch.addCoverage(
        Coverage.newBuilder()
            .setAt(Timestamps.fromMillis(at.toEpochMilli()))
            .setAccessesProduced(produced)
            .setAccessesAcked(produced - 3)
            .setAccessesSpooled(3)
            .setConfiguration("whoread.yaml")
            .setJava("21.0.5")
            .addTypes(
                GuardedType.newBuilder()
                    .setName("com.example.shop.order.OrderEntity")
                    .setSubjectKind("order")
                    .putFields("receiverName", "name")
                    .putFields("receiverPhone", "phone")
                    .putFields("receiverAddress", "address")
                    .putFields("cardTail", "card-tail")
                    .setHooked(true))
            .addTypes(
                GuardedType.newBuilder()
                    .setName("com.example.shop.customer.CustomerEntity")
                    .setSubjectKind("customer")
                    .putFields("email", "email"))
            .addHooks(Hook.newBuilder().setName("servlet").setInstalled(true))
            .addHooks(Hook.newBuilder().setName("tomcat-commit").setInstalled(true))
            .addHooks(Hook.newBuilder().setName("jackson2").setInstalled(true))
            .addHooks(Hook.newBuilder().setName("dubbo")));
    return this;
  }

  /** Another process tells of it. */
  Reads in(String instance) {
    batch.setInstance(instance);
    return this;
  }

  /** The agent that told its coverage found no member of that name, and has ended since. */
  Reads misspelt(String member) {
    Hook.Builder accessors = Hook.newBuilder().setName("accessors").setInstalled(true);
    batch
        .getCoverageBuilder(0)
        .setStopping(true)
        .addHooks(accessors.setProblem("com.example.shop.Order has no member " + member));
    return this;
  }

  /** The agent that told its coverage does not look for a signal. */
  Reads without(String signal) {
    batch.getCoverageBuilder(0).addHooks(Hook.newBuilder().setName(signal).setProblem("off"));
    return this;
  }

  List<byte[]> batches() {
    end();
    List<byte[]> all = List.copyOf(batches);
    batches.clear();
    return all;
  }

  private void begin() {
    batch =
        Batch.newBuilder()
            .setRun(ByteString.copyFrom(run))
            .setKeyEpoch(pseudonyms.epoch())
            .setStart(Timestamps.fromMillis(System.currentTimeMillis()))
            .setInstance("shop-7d9f-1")
            .setSender("whoread-agent/0.1.0");
  }

  private void end() {
    if (batch.getAccessesCount() + batch.getGapsCount() + batch.getCoverageCount() > 0) {
      batches.add(batch.setSequence(++sequence).build().toByteArray());
      begin();
    }
  }

  private int operation(String name, Form form) {
    Operation operation = Operation.newBuilder().setName(name).setForm(form).build();
    int place = batch.getOperationsList().indexOf(operation);
    return place >= 0 ? place + 1 : batch.addOperations(operation).getOperationsCount();
  }

  private int caller(Caller caller) {
    int place = batch.getCallersList().indexOf(caller);
    return place >= 0 ? place + 1 : batch.addCallers(caller).getCallersCount();
  }

  private int word(String word) {
    int place = batch.getWordsList().indexOf(word);
    return place >= 0 ? place + 1 : batch.addWords(word).getWordsCount();
  }

  /** What is printed is read by code, and nothing sees it leave. */
  private int exposure(Form form) {
    List<String> open = List.of("name", "phone", "address", "card-tail");
    Disclosure.Builder left = Disclosure.newBuilder().setChannel(Channel.CHANNEL_RESPONSE);
    if (form == Form.FORM_REVEALED || form == Form.FORM_EXPORTED) {
      left.addAllPlain(open);
    } else {
      left.addPlain("name").addMasked("phone").addMasked("card-tail");
    }
    Exposure.Builder builder = Exposure.newBuilder().setSubjectKind("order").addAllTouched(open);
    Exposure exposure =
        (form == Form.FORM_PRINTED ? builder : builder.addDisclosures(left)).build();
    int place = batch.getExposuresList().indexOf(exposure);
    return place >= 0 ? place + 1 : batch.addExposures(exposure).getExposuresCount();
  }
}
