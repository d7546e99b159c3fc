package io.whoread.collector.index;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Answers questions about accesses. It is made from the log: what it returns lags behind the last
 * ack by about a second. Times are half-open intervals {@code [from, to)} of event time.
 *
 * <p>What sums up reads all that matches, in bounded memory, and throws {@link BusyException} where
 * too many ask for that at a time.
 */
public interface Index {
  /**
   * Accesses in reverse order of time.
   *
   * @param after continue behind this row of the page before; null for the first page
   * @param limit 1 to 1,000
   */
  List<AccessRow> accesses(AccessFilter filter, AccessRow.Cursor after, int limit)
      throws IOException;

  /** Hands over all accesses of a filter, day by day, in no order within a day. */
  void each(AccessFilter filter, Visitor visitor) throws IOException;

  /**
   * How many accesses and distinct subjects; distinct counts are exact to 128 bits up to 100,000.
   */
  Totals totals(AccessFilter filter) throws IOException;

  /**
   * Reads of a filter by day of the week and hour. A subject read twice in one hour of one day
   * counts once; an access that goes on for hours counts in each.
   */
  Heatmap heatmap(AccessFilter filter, ZoneId zone) throws IOException;

  /** Subjects read a day by form; a subject read twice in one day in one form counts once. */
  Map<LocalDate, FormCounts> days(AccessFilter filter, ZoneId zone) throws IOException;

  /**
   * Actors by distinct subjects read, most first. Exact up to some million subjects of all actors
   * together, then estimated.
   */
  List<ActorTotal> actors(AccessFilter filter, int limit) throws IOException;

  /** The roles in which there are accesses of an actor's id. */
  Set<String> roles(String actor) throws IOException;

  /**
   * The kinds of subjects and links of all accesses: what a number may have to be looked up as.
   * Costs nothing.
   */
  Set<String> kinds();

  /** How far the index goes. Never fails, and costs nothing. */
  Reach reach();

  /**
   * @param until of the records received until then all are found; null where nothing is known
   * @param behind whether there are further ones that are not found, and not only those of the last
   *     seconds: the index is being made again, or stands still
   */
  record Reach(Instant until, boolean behind) {}

  interface Visitor {
    void access(AccessRow row) throws IOException;
  }

  /**
   * Interval and number of a filter's accesses. Here as wherever accesses are counted, one that is
   * told in several parts because it is long counts once.
   */
  record Totals(long accesses, long subjects, Instant first, Instant last) {}

  /** By day of the week (Monday first) and hour: [7][24]. */
  record Heatmap(long[][] accesses, long[][] subjects) {}

  /** Distinct subjects by form label ("listed", "opened" ...). */
  record FormCounts(Map<String, Long> byForm) {}

  record ActorTotal(String actor, String role, long subjects, long accesses, Instant last) {}
}
