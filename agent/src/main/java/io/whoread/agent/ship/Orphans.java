package io.whoread.agent.ship;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** What dead runs of the service left, and this process has taken over. For the sender's thread. */
final class Orphans {
  private final File parent;
  private final Faults faults;
  private final Orphan.Losses losses;
  private final List<Orphan> taken = new ArrayList<>();

  /**
   * @param parent the service's folder
   */
  Orphans(File parent, Faults faults, Orphan.Losses losses) {
    this.parent = parent;
    this.faults = faults;
    this.losses = losses;
  }

  /** Looks for runs that nobody holds. */
  void adopt() {
    File[] dirs = parent.listFiles();
    if (dirs == null) {
      return;
    }
    Arrays.sort(dirs);
    for (File dir : dirs) {
      if (dir.getName().matches("[0-9a-f]{32}") && dir.isDirectory()) {
        try {
          RunFolder folder = RunFolder.adopt(dir);
          if (folder != null) {
            take(folder);
          }
        } catch (IOException e) {
          faults.count("ship.adopt", e);
        }
      }
    }
  }

  private void take(RunFolder folder) throws IOException {
    boolean mine = false;
    try {
      if (folder.isOfThisVersion()) {
        taken.add(new Orphan(folder, faults, losses));
        mine = true;
      }
    } finally {
      if (!mine) {
        // What could not be read now may be later, by this process or another.
        folder.release();
      }
    }
  }

  /** Those that are not finished. */
  List<Orphan> all() {
    taken.removeIf(Orphan::isFinished);
    return taken;
  }

  /** On disk. */
  long bytes() {
    long bytes = 0;
    for (Orphan orphan : all()) {
      bytes += orphan.bytes();
    }
    return bytes;
  }

  /**
   * Lets the oldest go until the others take no more than that.
   *
   * @param maxBytes less than 0 where this run alone takes more than there is
   * @throws IOException where one cannot be read; to be tried again
   */
  void makeRoom(long maxBytes) throws IOException {
    while (!all().isEmpty() && bytes() > maxBytes) {
      Collections.min(all(), Comparator.comparingLong(Orphan::modifiedMs)).giveUp();
    }
  }

  /** Leaves the rest to others. */
  void release() {
    for (Orphan orphan : all()) {
      try {
        orphan.release();
      } catch (IOException e) {
        faults.count("ship.sender", e);
      }
    }
  }
}
