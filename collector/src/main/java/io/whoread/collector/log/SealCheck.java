package io.whoread.collector.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;

/**
 * Hashes a partition of the log as far as its last checkpoint goes, and compares the heads. Writes
 * nothing: tiles that are still there tell which entry is another than the one that was sealed.
 */
final class SealCheck {
  private SealCheck() {}

  /**
   * @throws BrokenSealException where the log is not what the checkpoint tells of
   */
  static void run(Path dir, Log log, int partition, Checkpoint last) throws IOException {
    MerkleTree tree = new MerkleTree(null);
    MerkleTree tiles = new MerkleTree(dir);
    String first = null;
    try (Log.Cursor cursor = log.readPartition(partition)) {
      byte[] tile = null;
      while (tree.size() < last.size() && cursor.next()) {
        int place = (int) (tree.size() % MerkleTree.WIDTH);
        if (place == 0) {
          tile = tiles.leaves(tree.size() / MerkleTree.WIDTH, last.size());
        }
        byte[] leaf = MerkleTree.leaf(cursor.encoded());
        if (first == null && tile != null && !equal(leaf, tile, place)) {
          first = cursor.place();
        }
        tree.add(leaf);
      }
    }
    if (tree.size() < last.size()) {
      throw new BrokenSealException(
          dir.resolve(Checkpoint.FILE),
          "it tells of " + last.size() + " entries, and the log holds " + tree.size());
    }
    byte[] root = tree.root();
    if (!last.hasRoot(root)) {
      throw first != null
          ? new BrokenSealException(first, "the entry there is not the one that was sealed")
          : new BrokenSealException(
              dir.resolve(Checkpoint.FILE),
              "it tells of "
                  + last.size()
                  + " entries with the head "
                  + Base64.getEncoder().encodeToString(last.root())
                  + ", and those of the log have the head "
                  + Base64.getEncoder().encodeToString(root)
                  + "; there is no tile that tells which of them is another");
    }
  }

  private static boolean equal(byte[] leaf, byte[] tile, int place) {
    int from = place * MerkleTree.HASH;
    return from >= tile.length
        || Arrays.equals(leaf, 0, MerkleTree.HASH, tile, from, from + MerkleTree.HASH);
  }
}
