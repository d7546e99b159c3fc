package io.whoread.collector.detect;

import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A log in memory with a clock of its own whose crashes lose what was appended and not yet flushed:
 * any part of its end.
 */
final class CrashingLog implements Log {
  private final List<Entry> entries = new ArrayList<>();
  private final List<Entry> queued = new ArrayList<>();

  private long now;

  /** The clock that entries are stamped by. */
  long now() {
    return now;
  }

  void passUntil(long time) {
    now = Math.max(now, time);
  }

  @Override
  public CompletableFuture<Long> append(Entry entry) {
    queued.add(entry.toBuilder().setReceivedMs(now).build());
    return new CompletableFuture<>();
  }

  void flush() {
    entries.addAll(queued);
    queued.clear();
  }

  /** So many of the entries not yet flushed reach the disk all the same. */
  void crash(int saved) {
    entries.addAll(queued.subList(0, Math.min(saved, queued.size())));
    queued.clear();
  }

  Entry get(long position) {
    return entries.get((int) position);
  }

  @Override
  public long end() {
    return entries.size();
  }

  @Override
  public long start() {
    return 0;
  }

  @Override
  public Cursor read(long from) {
    throw new UnsupportedOperationException("entries are handed to the view by the test");
  }

  @Override
  public Lookup lookup() {
    throw new UnsupportedOperationException("the detector looks nothing up");
  }

  @Override
  public IOException failure() {
    return null;
  }

  @Override
  public boolean await(long position, Duration timeout) {
    return end() > position;
  }

  @Override
  public void close() {}
}
