package io.whoread.collector.index.lucene;

import io.whoread.collector.log.Log;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.lucene.util.IOUtils;

/**
 * The days of an index, each in a folder of its own. All can be searched; only so many are open for
 * writing at once, with so much memory together. The indexing thread's own, but for {@link #all}.
 */
final class Days implements Closeable {
  private static final int MAX_WRITERS = 16;
  private static final long MAX_RAM_BYTES = 192L << 20;
  private static final long WRITER_IDLE_MS = 120_000;

  private final Path dir;
  private final Log log;
  private final NavigableMap<Long, DayIndex> days = new ConcurrentSkipListMap<>();

  Days(Path dir, Log log) {
    this.dir = dir;
    this.log = log;
  }

  /** By day since 1970; changes as days come. */
  NavigableMap<Long, DayIndex> all() {
    return days;
  }

  List<LocalDate> dates() {
    return days.keySet().stream().map(LocalDate::ofEpochDay).toList();
  }

  /**
   * Opens what there is.
   *
   * @throws IOException where one of those that there must be is missing
   */
  void open(List<LocalDate> expected) throws IOException {
    for (LocalDate day : expected) {
      if (!Files.isDirectory(folder(day.toEpochDay()))) {
        throw new IOException("the index of " + day + " is missing");
      }
      of(day.toEpochDay());
    }
    // Made after it was last noted which there are: they know themselves how far they are.
    try (var folders = Files.list(dir)) {
      for (Path folder : folders.filter(Days::isDay).toList()) {
        of(LocalDate.parse(folder.getFileName().toString()).toEpochDay());
      }
    }
  }

  /** Others may put a folder of their own here, such as the file system its lost+found. */
  private static boolean isDay(Path folder) {
    return Files.isDirectory(folder)
        && folder.getFileName().toString().matches("\\d+-\\d\\d-\\d\\d");
  }

  private Path folder(long day) {
    return dir.resolve(LocalDate.ofEpochDay(day).toString());
  }

  /** A day, which begins where there is none yet. */
  DayIndex of(long day) throws IOException {
    DayIndex index = days.get(day);
    if (index == null) {
      index = new DayIndex(folder(day), log);
      days.put(day, index);
    }
    return index;
  }

  /** Closes the writer that has been idle longest where as many are open as may be. */
  void makeRoom() throws IOException {
    List<DayIndex> open = days.values().stream().filter(DayIndex::writing).toList();
    if (open.size() >= MAX_WRITERS) {
      open.stream().min(Comparator.comparingLong(DayIndex::lastAdded)).orElseThrow().closeWriter();
    }
  }

  /** Writes memory out where the writers together hold too much. */
  void trim() throws IOException {
    long bytes = 0;
    DayIndex largest = null;
    for (DayIndex day : days.values()) {
      if (day.writing()) {
        bytes += day.ramBytes();
        if (largest == null || day.ramBytes() > largest.ramBytes()) {
          largest = day;
        }
      }
    }
    if (bytes > MAX_RAM_BYTES) {
      largest.flush();
    }
  }

  /** Makes what was added visible to searches. */
  void refresh() throws IOException {
    for (DayIndex day : days.values()) {
      day.refresh();
    }
  }

  /** Makes what was added durable, and closes writers that have nothing to do. */
  void commit(long nowMs) throws IOException {
    for (DayIndex day : days.values()) {
      if (day.writing() && nowMs - day.lastAdded() > WRITER_IDLE_MS) {
        day.closeWriter();
      } else {
        day.commit();
      }
    }
  }

  /** Lets go of all of them without committing, whatever happens to one. */
  @Override
  public void close() throws IOException {
    try {
      IOUtils.close(days.values());
    } finally {
      days.clear();
    }
  }
}
