package io.whoread.collector.coverage;

import io.whoread.collector.log.View;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Disclosure;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * How far the trail can be trusted: which services send, what their agents guard, and where records
 * may be missing. A view of the log; times are event times unless said otherwise. Safe for many
 * threads.
 */
public interface Coverages extends View {
  /** So many accesses by nobody known are no accident: actors or roles are not understood. */
  static boolean areManyUnknown(long unknown, long accesses) {
    return unknown > 0.1 * accesses;
  }

  /** Every service that ever sent or was added, by name. */
  List<ServiceStatus> services(Instant now);

  /** How many services ever sent or were added, those left out that were removed. */
  int attached();

  Optional<ServiceStatus> service(String name, Instant now);

  /**
   * One row a service and day of {@code [from, to)}, days without anything left out. Days are cut
   * at the whole hour of UTC nearest to the zone's midnight.
   */
  List<DayStatus> days(LocalDate from, LocalDate to, ZoneId zone);

  /**
   * Gaps that overlap {@code [from, to)}, latest first.
   *
   * @param service null for all
   * @param limit 1 to 1,000
   */
  List<GapRow> gaps(String service, Instant from, Instant to, int limit);

  /**
   * Where the trail of {@code [from, to)} is not whole, service by service, as far as is known;
   * what looks alike is told once. Nothing after {@code now}.
   */
  List<Hole> holes(Instant from, Instant to, Instant now);

  /**
   * @param lastBatch by the collector's clock; null where none came yet
   * @param accesses24h accesses in the 24 hours before now, and the records (subjects) in them;
   *     what came from files is no part of any of this
   * @param unknown24h those of the accesses in a role that is not known
   * @param nameless24h those of them of which nobody could be named
   * @param ofNobody24h those that read personal data, and of nobody who is known: nothing in the
   *     trail leads to whom it belongs
   * @param partOfNobody24h those that read data of somebody known, and of which more left that is
   *     of nobody who is known
   * @param gaps24h how often the trail was not whole in the 24 hours before now: the doubts of
   *     {@link #holes}
   * @param last null where none came yet
   * @param removed its token is no longer accepted
   */
  record ServiceStatus(
      String name,
      boolean removed,
      Instant lastBatch,
      long accesses24h,
      long records24h,
      long unknown24h,
      long nameless24h,
      long ofNobody24h,
      long partOfNobody24h,
      int gaps24h,
      List<InstanceStatus> instances,
      LastAccess last) {}

  /**
   * One process of a service.
   *
   * @param run lower-case hexadecimal
   * @param lastBatch by the collector's clock
   * @param alive the last time of which anything came, by its own clock
   * @param coverage its latest report; null where none came yet
   * @param offSince since when it is switched off; null where it is not, as far as is known
   * @param accesses since its start, with unknown, nameless, ofNobody and partOfNobody as in {@link
   *     ServiceStatus}
   * @param together accesses to orders and customers
   * @param unlinked those of them in which no order names a customer
   * @param unattributed classes of which objects were read whose subject is not known
   * @param faults errors inside the agent
   */
  record InstanceStatus(
      String instance,
      String run,
      String sender,
      Instant firstBatch,
      Instant lastBatch,
      Instant alive,
      Coverage coverage,
      Instant offSince,
      long accesses,
      long unknown,
      long nameless,
      long ofNobody,
      long partOfNobody,
      long together,
      long unlinked,
      List<String> unattributed,
      List<FaultRow> faults) {}

  /**
   * @param where hook of the agent
   * @param error class
   * @param count since the agent's start
   * @param last when the count was last heard to have grown, by the collector's clock
   */
  record FaultRow(String where, String error, long count, Instant last) {}

  /**
   * What the latest access was taken for.
   *
   * @param form label: "listed", "opened" ..., empty for none
   * @param disclosures fields that left, over all its subjects
   * @param touched fields that code read, over all its subjects
   * @param rows with personal columns that it loaded from databases
   * @param loaded kinds of these columns
   */
  record LastAccess(
      Instant at,
      String operation,
      String form,
      String actor,
      String role,
      String actorSource,
      int subjects,
      List<String> touched,
      List<Disclosure> disclosures,
      long rows,
      List<String> loaded) {

    /** The same, of so many subjects. */
    LastAccess of(int subjects) {
      return new LastAccess(
          at,
          operation,
          form,
          actor,
          role,
          actorSource,
          subjects,
          touched,
          disclosures,
          rows,
          loaded);
    }
  }

  /**
   * @param accesses that the service itself told of, with records and unknown as in {@link
   *     ServiceStatus}
   * @param imported accesses that came from files
   */
  record DayStatus(
      String service,
      LocalDate day,
      long accesses,
      long records,
      long unknown,
      long imported,
      int gaps) {}

  /**
   * An interval in which records may be missing.
   *
   * @param position of the entry that told of it
   * @param instance empty where not known
   * @param reason number of a {@link io.whoread.record.v1.GapReason}, which may be one of a later
   *     version that is not known here
   * @param accesses known to be lost; 0 where the number is not known
   */
  record GapRow(
      long position,
      String service,
      String instance,
      Instant from,
      Instant to,
      int reason,
      long accesses,
      String detail) {}

  /**
   * Look-alike intervals in which a service was not covered, or not wholly.
   *
   * @param reason as in {@link GapRow}, where a gap tells of it; else 0
   * @param from when the first of them begins
   * @param to when the last of them ends
   * @param count how many they are
   * @param accesses known to be lost; 0 where the number is not known
   * @param instance the process of all of them; empty where they differ, or none is known
   * @param detail what agents say of it; empty where they differ, or nothing is said
   */
  record Hole(
      String service,
      Why why,
      int reason,
      Instant from,
      Instant to,
      int count,
      long accesses,
      String instance,
      String detail) {

    /**
     * Whether somebody was there to see, and may not have seen all. That there was nobody before a
     * service was attached is no doubt: it is where the trail begins.
     */
    public boolean isDoubt() {
      return why != Why.BEFORE && why != Why.NEVER;
    }

    /** What is known of an interval. */
    public enum Why {
      /** Nothing ever came. */
      NEVER,
      /** Nothing had come yet. */
      BEFORE,
      /** No sender was heard. */
      SILENT,
      /** A gap. */
      GAP,
      /** What was loaded from databases was not looked for: an agent was told so. */
      LOADED,
      /** Likewise, what code read. */
      TOUCHED,
      /** Likewise, what left. */
      DISCLOSED,
      /** An agent could not place a hook, or not wholly. */
      HOOK,
      /** An agent had met none of the classes that it is to guard. */
      UNGUARDED,
      /** There were more gaps than are kept. */
      FORGOTTEN;

      static Why ofSignal(String signal) {
        return switch (signal) {
          case "loaded" -> LOADED;
          case "touched" -> TOUCHED;
          case "disclosed" -> DISCLOSED;
          default -> throw new IllegalArgumentException("no signal: " + signal);
        };
      }
    }
  }
}
