package io.whoread.collector.index.lucene;

import io.whoread.collector.log.Log;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;

/**
 * The accesses of one day (UTC, event time). Written by the indexing thread alone, read by any.
 *
 * <p>A commit carries the position behind the last entry that this day took in, so data and
 * position cannot part.
 */
final class DayIndex implements Closeable {
  private static final String POSITION = "position";
  private static final double RAM_BUFFER_MB = 192;

  private final Log log;
  private final FSDirectory directory;
  private volatile SearcherManager searchers;

  // The indexing thread's own.
  private IndexWriter writer;
  private long applied;
  // It may hold what the index is given again.
  private boolean ahead;
  private boolean dirty;
  private boolean stale;
  private long lastAdded;

  /** Opens what is there. */
  DayIndex(Path dir, Log log) throws IOException {
    this.log = log;
    directory = FSDirectory.open(dir);
    if (DirectoryReader.indexExists(directory)) {
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        applied = Long.parseLong(reader.getIndexCommit().getUserData().get(POSITION));
        ahead = true;
      }
      searchers = new SearcherManager(directory, null);
    }
  }

  /** Whether this day already holds what an entry says of it. */
  boolean holds(long position) {
    ahead = ahead && !log.isBefore(applied, position + 1);
    return ahead;
  }

  boolean writing() {
    return writer != null;
  }

  void add(AccessDocument document) throws IOException {
    if (writer == null) {
      openWriter();
    }
    writer.addDocument(document);
    dirty = true;
    stale = true;
  }

  /** Notes that all that the entries below a position say of this day has been added. */
  void complete(long position, long nowMs) {
    applied = position;
    lastAdded = nowMs;
  }

  private void openWriter() throws IOException {
    writer =
        new IndexWriter(
            directory,
            new IndexWriterConfig()
                .setMergePolicy(new TieredMergePolicy())
                .setRAMBufferSizeMB(RAM_BUFFER_MB)
                .setCommitOnClose(false));
    replace(new SearcherManager(writer, null));
  }

  private void replace(SearcherManager fresh) throws IOException {
    SearcherManager old = searchers;
    searchers = fresh;
    if (old != null) {
      old.close();
    }
  }

  long lastAdded() {
    return lastAdded;
  }

  long ramBytes() {
    return writer == null ? 0 : writer.ramBytesUsed();
  }

  void flush() throws IOException {
    writer.flushNextBuffer();
  }

  /** Makes what was added visible to searches. */
  void refresh() throws IOException {
    if (stale && writer != null) {
      searchers.maybeRefreshBlocking();
      stale = false;
    }
  }

  /** Makes what was added durable. */
  void commit() throws IOException {
    if (dirty) {
      writer.setLiveCommitData(Map.of(POSITION, Long.toString(applied)).entrySet());
      writer.commit();
      dirty = false;
    }
  }

  /** Commits, and gives the memory of the writer back. */
  void closeWriter() throws IOException {
    commit();
    writer.close();
    writer = null;
    stale = false;
    replace(new SearcherManager(directory, null));
  }

  /** Searches what is visible now; null where nothing is yet. */
  <T> T search(Search<T> search) throws IOException {
    while (true) {
      SearcherManager now = searchers;
      if (now == null) {
        return null;
      }
      IndexSearcher searcher;
      try {
        searcher = now.acquire();
      } catch (AlreadyClosedException e) {
        if (now == searchers) {
          throw e;
        }
        continue;
      }
      try {
        return search.run(searcher);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      } finally {
        now.release(searcher);
      }
    }
  }

  interface Search<T> {
    T run(IndexSearcher searcher) throws IOException;
  }

  /** Lets go without committing. */
  @Override
  public void close() throws IOException {
    IOUtils.close(searchers, writer == null ? null : writer::rollback, directory);
  }
}
