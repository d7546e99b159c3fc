package io.whoread.collector.ingest;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.index.LazyBatch;
import io.whoread.record.PlainText;
import io.whoread.record.v1.Actor;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Gap;
import java.util.List;

/**
 * What every batch in the log fulfils, so that no view has to ask again: references point to
 * something, pseudonyms have their length, texts are short and {@linkplain PlainText plain}, times
 * are of our days. The texts of coverage reports are not looked at: they come from the service's
 * JVM as they are, no read may be refused for them, and they are made plain where they are shown.
 */
public final class BatchRules {
  /** The largest encoded batch, in bytes. */
  public static final int MAX_BYTES = 61_440;

  private static final int MAX_ACCESSES = 4_096;
  private static final int MAX_TEXT = 1_024;
  private static final long EARLIEST_MS = 946_684_800_000L; // 2000-01-01
  private static final long AHEAD_MS = 2 * 86_400_000L;

  private final LazyBatch batch;
  private final long latestMs;

  private BatchRules(LazyBatch batch, long nowMs) {
    this.batch = batch;
    this.latestMs = nowMs + AHEAD_MS;
  }

  /**
   * @throws InvalidBatchException naming the first fault
   */
  public static void check(LazyBatch batch, long nowMs) throws InvalidBatchException {
    new BatchRules(batch, nowMs).check();
  }

  private void check() throws InvalidBatchException {
    if (batch.encodedSize() > MAX_BYTES) {
      throw new InvalidBatchException(
          "batch", batch.encodedSize() + " bytes encoded, at most " + MAX_BYTES);
    }
    try {
      batch.decodeTables();
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidBatchException("the body is not an encoded whoread.v1.Batch");
    }
    length(batch.run(), 16, "run");
    if (batch.sequence() < 1) {
      throw new InvalidBatchException("sequence", "must be a number from 1");
    }
    if (batch.start() == null) {
      throw new InvalidBatchException("start", "missing");
    }
    time(batch.start(), "start");
    if (batch.keyEpoch() < 1) {
      throw new InvalidBatchException("key_epoch", "must be a number from 1");
    }
    text(batch.instance(), true, "instance");
    text(batch.sender(), true, "sender");
    tables();
    if (batch.size() > MAX_ACCESSES) {
      throw new InvalidBatchException("accesses", batch.size() + ", at most " + MAX_ACCESSES);
    }
    new AccessRules(batch, EARLIEST_MS, latestMs).check();
    each(batch.gaps(), "gaps", this::gap);
    each(batch.coverage(), "coverage", this::coverage);
  }

  private void tables() throws InvalidBatchException {
    each(
        batch.operations(),
        "operations",
        (operation, path) -> text(operation.getName(), true, path + ".name"));
    each(batch.callers(), "callers", BatchRules::caller);
    each(batch.exposures(), "exposures", BatchRules::exposure);
    texts(batch.words(), "words");
  }

  private interface Rule<T> {
    void check(T row, String path) throws InvalidBatchException;
  }

  private static <T> void each(List<T> rows, String table, Rule<T> rule)
      throws InvalidBatchException {
    for (int i = 0; i < rows.size(); i++) {
      rule.check(rows.get(i), table + "[" + i + "]");
    }
  }

  private static void caller(Caller caller, String path) throws InvalidBatchException {
    actor(caller.getActor(), path + ".actor");
    if (caller.getActor().getRole().isEmpty()) {
      throw new InvalidBatchException(path + ".actor.role", "missing");
    }
    actor(caller.getOnBehalfOf(), path + ".on_behalf_of");
    text(caller.getAddress(), false, path + ".address");
    lengthOrNone(caller.getSession(), 16, path + ".session");
  }

  private static void actor(Actor actor, String path) throws InvalidBatchException {
    text(actor.getId(), false, path + ".id");
    text(actor.getRole(), false, path + ".role");
    text(actor.getSource(), false, path + ".source");
    text(actor.getAlias(), false, path + ".alias");
    if (actor.getPseudonymous() && !actor.getId().matches("[0-9a-f]{32}")) {
      throw new InvalidBatchException(
          path + ".id", "must be 32 lower-case hexadecimal digits, for it is pseudonymous");
    }
    if (!actor.getPreviousId().isEmpty() && !actor.getPreviousId().matches("[0-9a-f]{32}")) {
      throw new InvalidBatchException(
          path + ".previous_id", "must be 32 lower-case hexadecimal digits");
    }
  }

  private static void exposure(Exposure exposure, String path) throws InvalidBatchException {
    text(exposure.getSubjectKind(), false, path + ".subject_kind");
    texts(exposure.getTouchedList(), path + ".touched");
    texts(exposure.getFrameworkList(), path + ".framework");
    for (int i = 0; i < exposure.getDisclosuresCount(); i++) {
      Disclosure left = exposure.getDisclosures(i);
      texts(left.getPlainList(), path + ".disclosures[" + i + "].plain");
      texts(left.getMaskedList(), path + ".disclosures[" + i + "].masked");
    }
  }

  private void gap(Gap gap, String path) throws InvalidBatchException {
    if (!gap.hasFrom()) {
      throw new InvalidBatchException(path + ".from", "missing");
    }
    if (!gap.hasTo()) {
      throw new InvalidBatchException(path + ".to", "missing");
    }
    if (time(gap.getFrom(), path + ".from") > time(gap.getTo(), path + ".to")) {
      throw new InvalidBatchException(path + ".to", "before its from");
    }
    text(gap.getDetail(), false, path + ".detail");
  }

  private void coverage(Coverage coverage, String path) throws InvalidBatchException {
    if (!coverage.hasAt()) {
      throw new InvalidBatchException(path + ".at", "missing");
    }
    time(coverage.getAt(), path + ".at");
  }

  private long time(Timestamp time, String path) throws InvalidBatchException {
    if (!Timestamps.isValid(time)) {
      throw new InvalidBatchException(path, "no valid timestamp");
    }
    long ms = Timestamps.toMillis(time);
    if (ms < EARLIEST_MS || ms > latestMs) {
      throw new InvalidBatchException(
          path,
          ms < EARLIEST_MS ? "before the year 2000" : "more than two days ahead of the collector");
    }
    return ms;
  }

  private static void texts(List<String> texts, String path) throws InvalidBatchException {
    for (int i = 0; i < texts.size(); i++) {
      text(texts.get(i), true, path, i);
    }
  }

  private static void text(String text, boolean required, String path, int i)
      throws InvalidBatchException {
    if (required && text.isEmpty() || !wellFormed(text)) {
      text(text, required, path + '[' + i + ']');
    }
  }

  private static void text(String text, boolean required, String path)
      throws InvalidBatchException {
    if (required && text.isEmpty()) {
      throw new InvalidBatchException(path, "missing");
    }
    if (text.length() > MAX_TEXT) {
      throw new InvalidBatchException(path, text.length() + " characters, at most " + MAX_TEXT);
    }
    if (!wellFormed(text)) {
      throw new InvalidBatchException(path, "contains a control character or a mark of direction");
    }
  }

  private static boolean wellFormed(String text) {
    return text.length() <= MAX_TEXT && PlainText.isPlain(text);
  }

  private static void length(ByteString bytes, int expected, String path)
      throws InvalidBatchException {
    if (bytes.size() != expected) {
      throw new InvalidBatchException(path, bytes.size() + " bytes, expected " + expected);
    }
  }

  private static void lengthOrNone(ByteString bytes, int expected, String path)
      throws InvalidBatchException {
    if (!bytes.isEmpty()) {
      length(bytes, expected, path);
    }
  }
}
