package io.whoread.collector.ingest;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.whoread.record.PlainText;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Actor;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Gap;
import io.whoread.record.v1.Link;
import io.whoread.record.v1.Loaded;
import io.whoread.record.v1.Operation;
import io.whoread.record.v1.Subject;
import io.whoread.record.v1.Unattributed;
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
  private static final int MAX_PLACED_DAY = 100_000;

  private final Batch batch;
  private final long latestMs;
  private long startMs;

  private BatchRules(Batch batch, long nowMs) {
    this.batch = batch;
    this.latestMs = nowMs + AHEAD_MS;
  }

  /**
   * @throws InvalidBatchException naming the first fault
   */
  public static void check(Batch batch, long nowMs) throws InvalidBatchException {
    new BatchRules(batch, nowMs).check();
  }

  private void check() throws InvalidBatchException {
    if (batch.getSerializedSize() > MAX_BYTES) {
      throw new InvalidBatchException(
          "batch", batch.getSerializedSize() + " bytes encoded, at most " + MAX_BYTES);
    }
    length(batch.getRun(), 16, "run");
    if (batch.getSequence() < 1) {
      throw new InvalidBatchException("sequence", "must be a number from 1");
    }
    if (!batch.hasStart()) {
      throw new InvalidBatchException("start", "missing");
    }
    startMs = time(batch.getStart(), "start");
    if (batch.getKeyEpoch() < 1) {
      throw new InvalidBatchException("key_epoch", "must be a number from 1");
    }
    text(batch.getInstance(), true, "instance");
    text(batch.getSender(), true, "sender");
    tables();
    if (batch.getAccessesCount() > MAX_ACCESSES) {
      throw new InvalidBatchException(
          "accesses", batch.getAccessesCount() + ", at most " + MAX_ACCESSES);
    }
    for (int i = 0; i < batch.getAccessesCount(); i++) {
      access(batch.getAccesses(i), "accesses", i);
    }
    for (int i = 0; i < batch.getGapsCount(); i++) {
      gap(batch.getGaps(i), "gaps[" + i + "]");
    }
    for (int i = 0; i < batch.getCoverageCount(); i++) {
      coverage(batch.getCoverage(i), "coverage[" + i + "]");
    }
  }

  private void tables() throws InvalidBatchException {
    for (int i = 0; i < batch.getOperationsCount(); i++) {
      Operation operation = batch.getOperations(i);
      text(operation.getName(), true, "operations[" + i + "].name");
    }
    for (int i = 0; i < batch.getCallersCount(); i++) {
      Caller caller = batch.getCallers(i);
      String path = "callers[" + i + "]";
      actor(caller.getActor(), path + ".actor");
      if (caller.getActor().getRole().isEmpty()) {
        throw new InvalidBatchException(path + ".actor.role", "missing");
      }
      actor(caller.getOnBehalfOf(), path + ".on_behalf_of");
      text(caller.getAddress(), false, path + ".address");
      lengthOrNone(caller.getSession(), 16, path + ".session");
    }
    for (int i = 0; i < batch.getExposuresCount(); i++) {
      exposure(batch.getExposures(i), "exposures[" + i + "]");
    }
    texts(batch.getWordsList(), "words");
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

  // Paths are put together only where there is a fault: this runs for each record.
  private void access(Access access, String list, int i) throws InvalidBatchException {
    long atMs = startMs + access.getOffsetMs();
    if (atMs < EARLIEST_MS || atMs > latestMs) {
      throw new InvalidBatchException(
          list + '[' + i + "].offset_ms", "leads to no time of our days");
    }
    refer(
        access.getOperation(),
        batch.getOperationsCount(),
        true,
        "operations",
        list,
        i,
        "operation");
    refer(access.getCaller(), batch.getCallersCount(), true, "callers", list, i, "caller");
    refer(access.getPurpose(), batch.getWordsCount(), false, "words", list, i, "purpose");
    int trace = access.getTraceId().size();
    if (trace != 0 && trace != 16) {
      throw new InvalidBatchException(list + '[' + i + "].trace_id", trace + " bytes, expected 16");
    }
    int request = access.getRequest().size();
    if (request != 0 && request != 8) {
      throw new InvalidBatchException(list + '[' + i + "].request", request + " bytes, expected 8");
    }
    for (int j = 0; j < access.getSubjectsCount(); j++) {
      subject(access.getSubjects(j), list, i, j);
    }
    for (Unattributed each : access.getUnattributedList()) {
      refer(
          each.getSource(), batch.getWordsCount(), false, "words", list, i, "unattributed.source");
      refer(
          each.getExposure(),
          batch.getExposuresCount(),
          true,
          "exposures",
          list,
          i,
          "unattributed.exposure");
    }
    for (Loaded each : access.getLoadedList()) {
      refer(
          each.getStatement(), batch.getWordsCount(), false, "words", list, i, "loaded.statement");
      refer(
          each.getExposure(),
          batch.getExposuresCount(),
          false,
          "exposures",
          list,
          i,
          "loaded.exposure");
    }
  }

  private void subject(Subject subject, String list, int i, int j) throws InvalidBatchException {
    if (subject.getId().size() != 16) {
      throw new InvalidBatchException(
          list + '[' + i + "].subjects[" + j + "].id",
          subject.getId().size() + " bytes, expected 16");
    }
    int exposure = subject.getExposure();
    if (exposure < 1 || exposure > batch.getExposuresCount()) {
      refer(
          exposure,
          batch.getExposuresCount(),
          true,
          "exposures",
          list,
          i,
          "subjects[" + j + "].exposure");
    }
    int words = batch.getWordsCount();
    if (Integer.compareUnsigned(subject.getOwner(), words) > 0) {
      refer(subject.getOwner(), words, false, "words", list, i, "subjects[" + j + "].owner");
    }
    if (Integer.compareUnsigned(subject.getStatus(), words) > 0) {
      refer(subject.getStatus(), words, false, "words", list, i, "subjects[" + j + "].status");
    }
    if (Integer.compareUnsigned(subject.getPlacedDay(), MAX_PLACED_DAY) > 0) {
      throw new InvalidBatchException(
          list + '[' + i + "].subjects[" + j + "].placed_day", "no day of our days");
    }
    for (int k = 0; k < subject.getLinksCount(); k++) {
      Link link = subject.getLinks(k);
      if (link.getId().size() != 16) {
        throw new InvalidBatchException(
            list + '[' + i + "].subjects[" + j + "].links[" + k + "].id",
            link.getId().size() + " bytes, expected 16");
      }
      if (link.getKind() < 1 || link.getKind() > words) {
        refer(
            link.getKind(),
            words,
            true,
            "words",
            list,
            i,
            "subjects[" + j + "].links[" + k + "].kind");
      }
    }
  }

  private static void refer(
      int reference, int count, boolean required, String table, String list, int i, String field)
      throws InvalidBatchException {
    if (reference == 0 && required) {
      throw new InvalidBatchException(
          list + '[' + i + "]." + field, "missing; references count from 1");
    }
    if (Integer.compareUnsigned(reference, count) > 0) {
      throw new InvalidBatchException(
          list + '[' + i + "]." + field,
          Integer.toUnsignedString(reference) + ", but the batch has " + count + " " + table);
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
