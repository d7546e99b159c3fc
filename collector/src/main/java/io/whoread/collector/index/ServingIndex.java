package io.whoread.collector.index;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The index that answers now. Another can take its place while questions are asked. */
public final class ServingIndex implements Index {
  private volatile Place serving;

  private record Place(LogIndex index, ReentrantReadWriteLock lock) {
    private Place(LogIndex index) {
      this(index, new ReentrantReadWriteLock());
    }
  }

  public ServingIndex(LogIndex first) {
    serving = new Place(first);
  }

  /** The one that answers now. */
  public LogIndex now() {
    return serving.index();
  }

  /**
   * Puts another in its place.
   *
   * @return the one before, of which nothing is asked any more
   */
  public LogIndex replace(LogIndex next) {
    Place before = serving;
    serving = new Place(next);
    // Waits for the questions that are being answered; the lock is never given back.
    before.lock().writeLock().lock();
    return before.index();
  }

  private interface Question<T> {
    T ask(LogIndex index) throws IOException;
  }

  private <T> T ask(Question<T> question) throws IOException {
    while (true) {
      Place place = serving;
      if (!place.lock().readLock().tryLock()) {
        // It was replaced just now.
        continue;
      }
      try {
        return question.ask(place.index());
      } finally {
        place.lock().readLock().unlock();
      }
    }
  }

  @Override
  public List<AccessRow> accesses(AccessFilter filter, AccessRow.Cursor after, int limit)
      throws IOException {
    return ask(index -> index.accesses(filter, after, limit));
  }

  @Override
  public void each(AccessFilter filter, Visitor visitor) throws IOException {
    ask(
        index -> {
          index.each(filter, visitor);
          return null;
        });
  }

  @Override
  public Totals totals(AccessFilter filter) throws IOException {
    return ask(index -> index.totals(filter));
  }

  @Override
  public Heatmap heatmap(AccessFilter filter, ZoneId zone) throws IOException {
    return ask(index -> index.heatmap(filter, zone));
  }

  @Override
  public Map<LocalDate, FormCounts> days(AccessFilter filter, ZoneId zone) throws IOException {
    return ask(index -> index.days(filter, zone));
  }

  @Override
  public List<ActorTotal> actors(AccessFilter filter, int limit) throws IOException {
    return ask(index -> index.actors(filter, limit));
  }

  @Override
  public Set<String> roles(String actor) throws IOException {
    return ask(index -> index.roles(actor));
  }

  @Override
  public Set<String> kinds() {
    return now().kinds();
  }

  @Override
  public Reach reach() {
    return now().reach();
  }
}
