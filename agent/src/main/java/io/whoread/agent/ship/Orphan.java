package io.whoread.agent.ship;

import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Gap;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/** What a run left that is no more. */
final class Orphan implements Source {
  private final RunReader reader;
  private final Faults faults;
  private final Losses losses;
  private final long modifiedMs;
  private long bytes;
  private boolean finished;

  /** Told of what cannot be read. */
  interface Losses {
    void damaged(String detail);

    /** What the run could not tell. */
    void inherited(List<Gap> gaps);

    /** Records that had to make room, and the interval that they are of. */
    void givenUp(long fromMs, long toMs, long accesses, String detail);
  }

  Orphan(RunFolder folder, Faults faults, Losses losses) throws IOException {
    this.faults = faults;
    this.losses = losses;
    reader = new RunReader(folder, faults);
    modifiedMs = folder.modifiedMs();
    for (int number : folder.segments().headSet(reader.place.segment)) {
      folder.deleteSegment(number);
    }
    folder.deleteUnused();
    bytes = folder.bytes();
    inherit(folder);
  }

  private void inherit(RunFolder folder) throws IOException {
    List<Gap> gaps = Collections.emptyList();
    try {
      gaps = KeptGaps.read(folder.file(RunFolder.GAPS));
    } catch (IOException e) {
      faults.count("ship.adopt", e);
      losses.damaged("gaps of run " + folder.run());
    }
    if (!gaps.isEmpty()) {
      losses.inherited(gaps);
    }
    folder.deleteGaps();
  }

  @Override
  public SpooledBatch next() throws IOException {
    while (!finished) {
      TreeSet<Integer> segments = reader.folder.segments();
      Integer present = segments.ceiling(reader.place.segment);
      if (present == null) {
        finish();
        return null;
      }
      if (present != reader.place.segment) {
        reader.place.move(present, Frames.MAGIC.length);
      }
      try {
        SpooledBatch batch = reader.read((int) reader.folder.segment(present).length());
        if (batch != null) {
          return batch;
        }
        if (!reader.isEmptyBehind()) {
          // What a host leaves that went down: some pages of the file were on the disk, some not.
          lost(present);
        }
      } catch (DamagedException e) {
        // At the end of the last segment this is the frame that was being written when the process
        // died: its writer never learnt that it was written.
        if (!present.equals(segments.last()) || !isTornTail()) {
          lost(present);
        }
      }
      reader.nextSegment(present + 1);
      bytes = reader.folder.bytes();
    }
    return null;
  }

  private boolean isTornTail() {
    try {
      return reader.isTornTail();
    } catch (IOException e) {
      // Not even that can be read.
      return false;
    }
  }

  private void lost(int segment) {
    losses.damaged("segment " + segment + " of run " + run());
  }

  private void finish() throws IOException {
    finished = true;
    bytes = 0;
    reader.closeFile();
    try {
      reader.folder.delete();
    } catch (IOException e) {
      faults.count("ship.adopt", e);
      reader.folder.release();
    }
  }

  /**
   * Lets all of it go, to make room, and has told what that was.
   *
   * @throws IOException where something cannot be read; to be tried again
   */
  void giveUp() throws IOException {
    Loss loss = new Loss();
    for (int number : reader.folder.segments().tailSet(reader.place.segment)) {
      if (number != reader.place.segment) {
        reader.closeFile();
        reader.place.move(number, Frames.MAGIC.length);
      }
      try {
        int length = (int) reader.folder.segment(number).length();
        for (SpooledBatch batch = reader.read(length); batch != null; batch = reader.read(length)) {
          loss.add(batch.parse());
          reader.place.move(number, batch.end);
        }
      } catch (DamagedException | InvalidProtocolBufferException e) {
        // What stands behind it cannot be counted.
        faults.count("ship.adopt", e);
      }
    }
    if (loss.toMs >= loss.fromMs) {
      losses.givenUp(loss.fromMs, loss.toMs, loss.accesses, "no room for run " + run());
    }
    finish();
  }

  private String run() {
    return reader.folder.run();
  }

  /** When it was last written. */
  long modifiedMs() {
    return modifiedMs;
  }

  /** On disk. */
  long bytes() {
    return bytes;
  }

  /** Whether nothing is left, not even the folder. */
  boolean isFinished() {
    return finished;
  }

  /** Leaves the rest to others. */
  void release() throws IOException {
    reader.closeFile();
    reader.folder.release();
  }

  @Override
  public RunReader reader() {
    return reader;
  }

  @Override
  public void count(long acked, long refused) {
    // The books of that run ended with it.
  }

  /** What is in batches that nobody will have. */
  private static final class Loss {
    long fromMs = Long.MAX_VALUE;
    long toMs = Long.MIN_VALUE;
    long accesses;

    void add(Batch batch) {
      long start = PendingGaps.milliseconds(batch.getStart());
      for (Access access : batch.getAccessesList()) {
        long atMs = start + access.getOffsetMs();
        add(atMs, atMs, 1);
      }
      for (Gap gap : batch.getGapsList()) {
        add(
            PendingGaps.milliseconds(gap.getFrom()),
            PendingGaps.milliseconds(gap.getTo()),
            gap.getAccesses());
      }
    }

    private void add(long from, long to, long accesses) {
      fromMs = Math.min(fromMs, from);
      toMs = Math.max(toMs, to);
      this.accesses += accesses;
    }
  }
}
