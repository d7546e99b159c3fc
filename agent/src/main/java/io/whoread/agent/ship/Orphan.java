package io.whoread.agent.ship;

import java.io.IOException;
import java.util.TreeSet;

/** What a run left that is no more. */
final class Orphan implements Source {
  private final RunReader reader;
  private final Faults faults;
  private final Losses losses;
  private long bytes;
  private boolean finished;

  /** Told of what cannot be read. */
  interface Losses {
    void damaged(String detail);
  }

  Orphan(RunFolder folder, Faults faults, Losses losses) throws IOException {
    this.faults = faults;
    this.losses = losses;
    reader = new RunReader(folder, faults);
    for (int number : folder.segments().headSet(reader.place.segment)) {
      folder.deleteSegment(number);
    }
    folder.deleteUnused();
    bytes = folder.bytes();
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
    losses.damaged("segment " + segment + " of run " + reader.folder.run());
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
}
