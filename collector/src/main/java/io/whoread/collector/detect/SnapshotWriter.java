package io.whoread.collector.detect;

import io.whoread.collector.detect.v1.Keyed;
import io.whoread.collector.log.DurableFile;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * Writes a {@link Snapshot} of a detection as it is now, in small steps, while the detection goes
 * on: the state is never held twice. Only where subjects are forgotten meanwhile, once a day or
 * where there are too many, does an alert wait until all of them are written. On the detection's
 * thread, but for {@link #publish}.
 */
final class SnapshotWriter implements Closeable {
  private final DurableFile.Draft draft;
  private final CheckedOutputStream summed;
  private final DataOutputStream out;
  private final List<Copying> copies;
  private int copy;

  /** Why what is handed out cannot be written; it is told when the next step is taken. */
  private IOException failure;

  SnapshotWriter(Path file, Snapshot.Head head, RuleSet rules, Detection detection)
      throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    draft = new DurableFile.Draft(file);
    summed = new CheckedOutputStream(draft.out(), new CRC32C());
    out = new DataOutputStream(summed);
    try {
      Snapshot.begin(out, head, rules, detection);
    } catch (IOException e) {
      failure = e;
    }
    copies = Snapshot.copy(detection, this::take);
  }

  private void take(Keyed cell) {
    if (failure == null) {
      try {
        cell.writeDelimitedTo(out);
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  /**
   * Writes some of what is left.
   *
   * @param nanos about how long it may take
   * @return whether anything is left
   */
  boolean step(long nanos) throws IOException {
    long begun = System.nanoTime();
    while (failure == null && copy < copies.size()) {
      if (!copies.get(copy).goOn()) {
        copies.get(copy++).end();
      }
      if (System.nanoTime() - begun >= nanos) {
        break;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return copy < copies.size();
  }

  /** Once nothing is left: replaces the file. On any thread. */
  void publish() throws IOException {
    Snapshot.end(out, summed.getChecksum());
    draft.publish();
  }

  /** Gives up what was not published. */
  @Override
  public void close() throws IOException {
    copies.forEach(Copying::end);
    draft.close();
  }
}
