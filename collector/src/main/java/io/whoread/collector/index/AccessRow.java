package io.whoread.collector.index;

import io.whoread.record.v1.Exposure;
import java.time.Instant;
import java.util.List;

/**
 * One access as a person reads it, resolved from the tables of its batch.
 *
 * @param position of its entry in the log
 * @param ordinal of the access within its batch, from 0
 * @param session its pseudonym, lower-case hexadecimal, or empty
 * @param traceId lower-case hexadecimal, or empty
 * @param request what the parts of one long request have in common, lower-case hexadecimal; empty
 *     where the access is whole
 * @param imported whether it came from a file, not from an agent
 */
public record AccessRow(
    long position,
    int ordinal,
    Instant at,
    String service,
    String instance,
    String operation,
    String form,
    String actor,
    String role,
    String actorSource,
    String onBehalfOf,
    String address,
    String session,
    String traceId,
    String purpose,
    String request,
    long repeats,
    boolean imported,
    List<SubjectRow> subjects,
    List<UnattributedRow> unattributed,
    List<LoadedRow> loaded) {

  public Cursor cursor() {
    return new Cursor(at.toEpochMilli(), position, ordinal);
  }

  /** Where a page ended. */
  public record Cursor(long atMs, long position, int ordinal) {}

  /**
   * @param kind "order" ...
   * @param id pseudonym, lower-case hexadecimal
   * @param placedDay days since 1970-01-01, or null
   */
  public record SubjectRow(
      String kind,
      String id,
      Exposure exposure,
      List<LinkRow> links,
      String owner,
      String status,
      Integer placedDay) {}

  /**
   * Data that was read of objects whose subject is not known.
   *
   * @param source their class
   * @param count how many objects
   */
  public record UnattributedRow(String source, long count, Exposure exposure) {}

  /**
   * Rows with personal columns that were loaded from a database.
   *
   * @param statement its fingerprint, without values
   * @param exposure the columns that were asked for, as touched
   */
  public record LoadedRow(String statement, long rows, Exposure exposure) {}

  public record LinkRow(String kind, String id) {}
}
