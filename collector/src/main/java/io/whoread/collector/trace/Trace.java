package io.whoread.collector.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A list of victims in a table of reads: which sources of each kind explain it, and whether chance
 * would do as well; who surely is none; and what else may have been.
 *
 * <p>Of the same list in another order it says the same. For one thread.
 */
public final class Trace {
  /** An adjusted p-value up to which a source is supported: one list in two hundred by chance. */
  public static final double SUPPORTED = 0.005;

  /**
   * So much likelier (ten times) a list must be if a source leaked a part of it. Where a kind has
   * few sources that all read nearly everything, one is easily the best that chance gives.
   */
  private static final double LEAST_LOG_RATIO = Math.log(10);

  private final ReadTable table;
  private final List<Victim> untraced = new ArrayList<>();
  private final List<Victim.Window> windows = new ArrayList<>();
  private final Controls controls;

  /** Asked for more than once, as no other kind is. */
  private Ranker persons;

  private Trace(ReadTable table, List<Victim> victims) {
    this.table = table;
    for (Victim victim : victims) {
      Victim.Window window = window(victim);
      if (window == null) {
        untraced.add(victim);
      } else {
        windows.add(window);
      }
    }
    windows.sort(Comparator.comparingInt(Victim.Window::row));
    controls = Controls.of(table, windows);
  }

  /**
   * @param victims of one case, no subject twice
   */
  public static Trace of(ReadTable table, List<Victim> victims) {
    return new Trace(table, victims);
  }

  static boolean isSupported(double p, double logRatio) {
    return p <= SUPPORTED && logRatio >= LEAST_LOG_RATIO;
  }

  /** Null where nothing was read of the victim, or it was placed after the fraud. */
  private Victim.Window window(Victim victim) {
    int row = table.row(victim.subject());
    if (row < 0) {
      return null;
    }
    long placed = table.placed(row);
    // The records know the hour of a purchase of which the list knows the day.
    boolean within =
        victim.from() == Victim.UNKNOWN || victim.from() <= placed && placed <= victim.boughtBy();
    long from = within ? placed : ReadTable.cut(victim.from());
    long to = victim.to() == Victim.UNKNOWN ? table.last() : ReadTable.cut(victim.to());
    int knew = victim.knew().fields() & table.guarded();
    return to < from ? null : new Victim.Window(victim, row, from, to - from, knew);
  }

  /** The victims of whose subject nothing was read, or not within the time. */
  public List<Victim> untraced() {
    return List.copyOf(untraced);
  }

  /** How many victims are traced. */
  public int victims() {
    return windows.size();
  }

  /** The victims that are traced, with the times in which their data must have leaked. */
  List<Victim.Window> windows() {
    return List.copyOf(windows);
  }

  /** All sources of a kind that read of a victim. */
  public Ranking rank(SourceKind kind) {
    return ranker(kind).rank();
  }

  /**
   * Who is surely no source of the list, and what it says of some.
   *
   * @param about persons to be told of, whatever they read
   */
  public Exclusion exclusion(List<SourceName> about) {
    return Exclusion.of(table, windows, ranker(SourceKind.PERSON), about);
  }

  /** What speaks for it that accounts of customers were taken over. */
  public Takeover takeover() {
    return Takeover.of(table, windows);
  }

  /** What callers knew and no record tells of: it was asked of no source. */
  public int unguarded() {
    int knew = PlainFields.NONE;
    for (Victim.Window window : windows) {
      knew |= window.victim().knew().fields() & ~table.guarded();
    }
    return knew;
  }

  private Ranker ranker(SourceKind kind) {
    List<int[]> rows = controls.rows(kind);
    if (kind != SourceKind.PERSON) {
      return new Ranker(table, kind, windows, rows);
    }
    if (persons == null) {
      persons = new Ranker(table, kind, windows, rows);
    }
    return persons;
  }
}
