package io.whoread.collector.engine;

import io.whoread.collector.Followers;
import io.whoread.collector.engine.Engines.IndexEngine;
import io.whoread.collector.index.LogIndex;
import io.whoread.collector.index.ServingIndex;
import io.whoread.collector.index.elastic.ElasticIndex;
import io.whoread.collector.index.lucene.LuceneIndex;
import io.whoread.collector.log.DurableFile;
import io.whoread.collector.log.Log;
import io.whoread.collector.settings.SettingsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Moves the trail to the engine that {@code engines.yaml} names. The index that there is answers
 * until the other one holds all; which of them answers is kept in a file, so that a collector that
 * ends in between goes on with the move.
 */
public final class IndexMove implements AutoCloseable {
  static final String SERVING = "index-engine";
  private static final String NAME = "index";
  private static final String NEXT = "index-next";
  private static final Logger LOGGER = LoggerFactory.getLogger(IndexMove.class);

  private final Path data;
  private final Log log;
  private final Followers followers;
  private final ServingIndex serving;
  private IndexEngine engine;
  private IndexEngine wanted;
  private LogIndex next;

  /**
   * How far the move is.
   *
   * @param from the engine that answers
   * @param to the one that is to; the same where nothing moves
   * @param position how many entries of the log the other one holds
   * @param end how many there are
   */
  public record Progress(IndexEngine from, IndexEngine to, long position, long end) {}

  /**
   * @param engines as the file names them at the start
   * @param reindex whether to make the index that answers anew
   * @throws SettingsException where an engine cannot be used
   */
  public IndexMove(Path data, Engines engines, Log log, Followers followers, boolean reindex)
      throws IOException {
    this.data = data;
    this.log = log;
    this.followers = followers;
    this.engine = known(data, engines.index());
    this.wanted = engine;
    this.serving = new ServingIndex(open(engine, engines, reindex));
    followers.add(NAME, serving.now());
    write();
    move(engines);
  }

  /** The index that answers. */
  public ServingIndex index() {
    return serving;
  }

  /**
   * The index as one keeps it who but reads the log, and has nobody who asks.
   *
   * @return null where there is nothing to keep: it is in Elasticsearch, or on its way
   */
  public static LogIndex kept(Path data, Engines engines, Log log) throws IOException {
    boolean local =
        engines.index() == IndexEngine.LUCENE
            && known(data, IndexEngine.LUCENE) == IndexEngine.LUCENE;
    return local ? LuceneIndex.open(data.resolve(NAME), log, false) : null;
  }

  private static Path file(Path data) {
    return data.resolve("state").resolve(SERVING);
  }

  /** The engine that answered last; where there was none the one that is wanted. */
  private static IndexEngine known(Path data, IndexEngine wanted) throws IOException {
    try {
      return IndexEngine.valueOf(Files.readString(file(data)).strip().toUpperCase(Locale.ROOT));
    } catch (NoSuchFileException e) {
      // Before there was a choice there was Lucene.
      return Files.exists(data.resolve(NAME)) ? IndexEngine.LUCENE : wanted;
    } catch (IllegalArgumentException e) {
      throw new IOException(file(data) + ": names no engine", e);
    }
  }

  private void write() throws IOException {
    Files.createDirectories(file(data).getParent());
    byte[] text = (engine.name().toLowerCase(Locale.ROOT) + "\n").getBytes(StandardCharsets.UTF_8);
    DurableFile.replace(file(data), ByteBuffer.wrap(text));
  }

  private LogIndex open(IndexEngine of, Engines engines, boolean anew) throws IOException {
    return switch (of) {
      case LUCENE -> LuceneIndex.open(data.resolve(NAME), log, anew);
      case ELASTICSEARCH -> {
        if (engines.elasticsearch() == null) {
          throw new SettingsException(
              data.resolve(EnginesFile.NAME)
                  + ": the index is in Elasticsearch: leave \"elasticsearch\" there until it has"
                  + " moved");
        }
        yield ElasticIndex.open(engines.elasticsearch(), log, anew);
      }
    };
  }

  /** Looks at {@code engines.yaml} again, and begins to move where it names another engine. */
  public synchronized Progress move() throws IOException {
    move(EnginesFile.read(data.resolve(EnginesFile.NAME)));
    return progress();
  }

  private synchronized void move(Engines engines) throws IOException {
    if (engines.index() == wanted) {
      return;
    }
    if (next != null) {
      giveUp();
    }
    if (engines.index() != engine) {
      next = open(engines.index(), engines, false);
      followers.add(NEXT, next);
      LOGGER.info("the index moves from {} to {}", engine, engines.index());
    }
    wanted = engines.index();
  }

  private void giveUp() throws IOException {
    followers.remove(NEXT);
    next.close();
    next = null;
  }

  public synchronized Progress progress() {
    long end = log.entriesFrom(log.start());
    long position = next == null ? serving.now().position() : next.position();
    return new Progress(engine, wanted, end - log.entriesFrom(position), end);
  }

  /** Lets the other one answer once it holds all. */
  @Scheduled(fixedDelay = 1_000)
  public synchronized void look() throws IOException {
    if (next == null || !followers.caughtUp(next) || next.reach().behind()) {
      return;
    }
    followers.remove(NEXT);
    followers.remove(NAME);
    engine = wanted;
    write();
    LogIndex before = serving.replace(next);
    followers.add(NAME, next);
    next = null;
    before.close();
    before.delete();
    LOGGER.info("the index is in {} now", engine);
  }

  /** Called when nothing is fed any more. */
  @Override
  public synchronized void close() throws IOException {
    try {
      serving.now().close();
    } finally {
      if (next != null) {
        next.close();
      }
    }
  }
}
