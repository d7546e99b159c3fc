package io.whoread.collector.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.ingest.BatchRules;
import io.whoread.collector.ingest.Intake;
import io.whoread.record.ClearText;
import io.whoread.record.PersonalId;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Actor;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Operation;
import io.whoread.record.v1.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;

/**
 * Writes records from a file as batches, as full as batches may be. Records that follow each other
 * with the same time, caller and operation become one access.
 */
final class RecordBatches {
  private static final int MAX_ACCESSES = 4_096;

  /** As agents call a request that matches no route. */
  private static final String UNMATCHED = "unmatched";

  /** More than tag, lengths and indices of a subject and its access take together. */
  private static final int OVERHEAD = 64;

  private final ByteString run;
  private final int keyEpoch;
  private final String instance;
  private final BinaryOperator<String> pseudonym;
  private final BiConsumer<String, Batch> out;

  private long sequence;
  private Batch.Builder batch;
  private String service;
  private Access.Builder access;
  private int bytes;
  private final Map<Object, Integer> places = new HashMap<>();

  private record Key(long timeMs, int operation, int caller) {}

  private Key accessKey;

  /**
   * @param run identifies the file: 16 bytes
   * @param pseudonym of a kind and an id, in hexadecimal
   * @param out takes a service and a batch
   */
  RecordBatches(
      ByteString run,
      int keyEpoch,
      String instance,
      BinaryOperator<String> pseudonym,
      BiConsumer<String, Batch> out) {
    this.pseudonym = pseudonym;
    this.run = run;
    this.keyEpoch = keyEpoch;
    this.instance = instance;
    this.out = out;
  }

  /** Adds a record of a service; records come in order of time. */
  void add(CsvRecord record, String ofService) {
    if (batch != null
        && (bytes > BatchRules.MAX_BYTES - size(record)
            || batch.getAccessesCount() >= MAX_ACCESSES - 1
            || !service.equals(ofService))) {
      finish();
    }
    if (batch == null) {
      begin(record, ofService);
    }
    int operation =
        place(
            Operation.newBuilder().setName(operation(record)).setForm(record.form()).build(),
            batch.getOperationsCount(),
            (b, o) -> b.addOperations((Operation) o));
    int caller =
        place(
            Caller.newBuilder().setActor(actor(record)).setAddress(record.address()).build(),
            batch.getCallersCount(),
            (b, o) -> b.addCallers((Caller) o));
    Key key = new Key(record.timeMs(), operation, caller);
    if (!key.equals(accessKey)) {
      finishAccess();
      accessKey = key;
      access =
          Access.newBuilder()
              .setOffsetMs(record.timeMs() - Timestamps.toMillis(batch.getStart()))
              .setOperation(operation)
              .setCaller(caller);
    }
    access.addSubjects(
        Subject.newBuilder()
            .setId(ByteString.copyFrom(record.subject()))
            .setExposure(
                place(
                    exposure(record.fields()),
                    batch.getExposuresCount(),
                    (b, o) -> b.addExposures((Exposure) o)))
            .setOwner(word(ClearText.owner(record.owner(), id -> pseudonym.apply("actor", id))))
            .setStatus(word(ClearText.word(record.status())))
            .setPlacedDay(record.placedDay()));
    bytes += record.subject().length + OVERHEAD;
  }

  /** Hands out what is left. */
  void finish() {
    if (batch != null) {
      finishAccess();
      Batch full = batch.build();
      batch = null;
      places.clear();
      out.accept(service, full);
    }
  }

  private void begin(CsvRecord record, String ofService) {
    service = ofService;
    batch =
        Batch.newBuilder()
            .setRun(run)
            .setSequence(++sequence)
            .setStart(Timestamps.fromMillis(record.timeMs()))
            .setKeyEpoch(keyEpoch)
            .setInstance(instance)
            .setSender(Intake.IMPORT_SENDER);
    bytes = batch.buildPartial().getSerializedSize();
  }

  private void finishAccess() {
    if (access != null) {
      batch.addAccesses(access);
      access = null;
      accessKey = null;
    }
  }

  /** What holds a phone number or the like was asked for, and is no name of a route. */
  private static String operation(CsvRecord record) {
    boolean route = !record.operation().isEmpty() && !PersonalId.holdsPersonal(record.operation());
    return route ? record.operation() : UNMATCHED;
  }

  private Actor actor(CsvRecord record) {
    String kind = ClearText.actorKind(record.actor(), record.role());
    return Actor.newBuilder()
        .setId(kind == null ? record.actor() : pseudonym.apply(kind, record.actor()))
        .setPseudonymous(kind != null)
        .setRole(record.role())
        .setSource("import")
        .build();
  }

  /** That a field was read does not say whether it left, and whether in plain. */
  private static Exposure exposure(List<String> fields) {
    return Exposure.newBuilder().setSubjectKind("order").addAllTouched(fields).build();
  }

  private int word(String text) {
    return text.isEmpty()
        ? 0
        : place(text, batch.getWordsCount(), (b, o) -> b.addWords((String) o));
  }

  /** The place of a value in its table, from 1. */
  private int place(Object value, int tableSize, BiConsumer<Batch.Builder, Object> add) {
    Integer known = places.get(value);
    if (known != null) {
      return known;
    }
    add.accept(batch, value);
    places.put(value, tableSize + 1);
    bytes +=
        4 + (value instanceof Message m ? m.getSerializedSize() : 3 * ((String) value).length());
    return tableSize + 1;
  }

  /** At most so many bytes are added by a record. */
  private static int size(CsvRecord record) {
    List<String> texts = new ArrayList<>(record.fields());
    texts.addAll(
        List.of(
            record.actor(),
            record.role(),
            record.operation(),
            record.address(),
            record.owner(),
            record.status()));
    return 4 * OVERHEAD + texts.stream().mapToInt(t -> 3 * t.length() + 4).sum();
  }
}
