package io.whoread.collector.log;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Merkle tree as of RFC 9162, section 2.1, on disk as of C2SP tlog-tiles: a tile of level L holds
 * up to 256 hashes, each over 256 to the power of L entries. Full tiles never change; the tiles at
 * the right edge are written, as partial ones, whenever {@link #save} is called.
 */
final class MerkleTree {
  static final int HASH = 32;
  static final int WIDTH = 256;

  private final Path dir;
  private final MessageDigest sha256 = Sha256.digest();
  // The right edge: of each level the hashes since its last full tile.
  private final List<Level> levels = new ArrayList<>();
  private long size;

  private static final class Level {
    private final byte[] hashes = new byte[WIDTH * HASH];
    private int width;
    // How much of it lies in a partial tile on disk.
    private int saved;
  }

  /**
   * @param dir under which {@code tile/} lies; null for a tree of which nothing is written
   */
  MerkleTree(Path dir) {
    this.dir = dir;
  }

  /** What the tree holds of an entry. */
  static byte[] leaf(ByteString entry) {
    MessageDigest digest = Sha256.digest();
    digest.update((byte) 0);
    digest.update(entry.asReadOnlyByteBuffer());
    return digest.digest();
  }

  /**
   * Reads the right edge of a tree that was saved with this size.
   *
   * @return whether it is there
   */
  boolean load(long entries) throws IOException {
    levels.clear();
    size = entries;
    long count = entries;
    for (int l = 0; count > 0; l++, count /= WIDTH) {
      Level level = new Level();
      level.width = (int) (count % WIDTH);
      level.saved = level.width;
      levels.add(level);
      if (level.width > 0) {
        byte[] tile = read(l, count / WIDTH, level.width);
        if (tile == null) {
          return false;
        }
        System.arraycopy(tile, 0, level.hashes, 0, level.width * HASH);
      }
    }
    return true;
  }

  /**
   * The hashes of entries as a tile on disk tells them, as many as there are; null where it tells
   * none.
   *
   * @param index of the tile
   * @param entries that the tree had when it was saved
   */
  byte[] leaves(long index, long entries) throws IOException {
    return read(0, index, (int) Math.min(WIDTH, entries - index * WIDTH));
  }

  /**
   * A tile of at least a width: one that was partial grows, so that a copy of a living log may hold
   * a later one than the checkpoint beside it tells of. Null where there is none.
   */
  private byte[] read(int l, long index, int width) throws IOException {
    for (int w = width; w <= WIDTH; w++) {
      try {
        byte[] tile = Files.readAllBytes(file(l, index, w));
        return tile.length == w * HASH ? tile : null;
      } catch (NoSuchFileException e) {
        // Perhaps a later one.
      }
    }
    return null;
  }

  long size() {
    return size;
  }

  /**
   * Adds an entry; a tile that becomes full is written at once. Where that fails, the tree is as it
   * was, and the entry can be added again.
   *
   * @param leaf what {@link #leaf} makes of it
   */
  void add(byte[] leaf) throws IOException {
    add(0, leaf);
    size++;
  }

  private void add(int l, byte[] hash) throws IOException {
    if (l == levels.size()) {
      levels.add(new Level());
    }
    Level level = levels.get(l);
    // Behind the width there is nothing yet: what lies there does not count.
    System.arraycopy(hash, 0, level.hashes, level.width * HASH, HASH);
    if (level.width + 1 < WIDTH) {
      level.width++;
      return;
    }
    // All that can fail comes first, and does no harm where it is done again.
    write(l, (size >> 8 * l) / WIDTH, level, WIDTH);
    add(l + 1, root(level.hashes, 0, WIDTH));
    level.width = 0;
    level.saved = 0;
  }

  /** Writes the partial tiles of the right edge, and deletes those that they replace. */
  void save() throws IOException {
    long count = size;
    for (int l = 0; l < levels.size(); l++, count /= WIDTH) {
      Level level = levels.get(l);
      if (level.width > level.saved) {
        write(l, count / WIDTH, level, level.width);
        level.saved = level.width;
      }
    }
  }

  /** Whether the tiles of the right edge are on disk as they are. */
  boolean saved() {
    return levels.stream().allMatch(level -> level.width == level.saved);
  }

  private void write(int l, long index, Level level, int width) throws IOException {
    if (dir == null) {
      return;
    }
    Path file = file(l, index, width);
    Files.createDirectories(file.getParent());
    DurableFile.replace(file, ByteBuffer.wrap(level.hashes, 0, width * HASH));
  }

  /**
   * Deletes the partial tiles of the right edge as it was saved before, but for those of now.
   *
   * @param before entries that the tree had then
   */
  void clean(long before) throws IOException {
    long then = before;
    long now = size;
    for (int l = 0; l < levels.size(); l++, then /= WIDTH, now /= WIDTH) {
      deletePartials(l, then / WIDTH, then / WIDTH == now / WIDTH ? levels.get(l).width : 0);
    }
  }

  private void deletePartials(int l, long index, int except) throws IOException {
    Path partials = file(l, index, 1).getParent();
    if (!Files.isDirectory(partials)) {
      return;
    }
    try (Stream<Path> files = Files.list(partials)) {
      for (Path file : files.toList()) {
        if (!file.getFileName().toString().equals(Integer.toString(except))) {
          Files.delete(file);
        }
      }
    }
    if (except == 0) {
      Files.delete(partials);
    }
  }

  /** {@code tile/L/x001/x234/067}, and {@code .p/W} behind it where it is not full. */
  private Path file(int l, long index, int width) {
    StringBuilder name = new StringBuilder(String.format("%03d", index % 1_000));
    for (long rest = index / 1_000; rest > 0; rest /= 1_000) {
      name.insert(0, String.format("x%03d/", rest % 1_000));
    }
    Path file = dir.resolve("tile").resolve(Integer.toString(l)).resolve(name.toString());
    return width == WIDTH
        ? file
        : file.resolveSibling(file.getFileName() + ".p").resolve(Integer.toString(width));
  }

  /** The tree's head; of no entries, the hash of nothing. */
  byte[] root() {
    byte[] root = null;
    for (Level level : levels) {
      // The levels above are whole subtrees to the left of this one's; so the fold goes upwards.
      if (level.width > 0) {
        byte[] own = root(level.hashes, 0, level.width, root);
        root = own;
      }
    }
    return root == null ? sha256.digest() : root;
  }

  /**
   * The head of a level's hashes with the head of what lies right of them, if anything. The hashes
   * are heads of equal, whole subtrees; RFC 9162 splits at the largest power of two.
   */
  private byte[] root(byte[] hashes, int from, int to, byte[] right) {
    int count = to - from;
    if (right == null) {
      return root(hashes, from, to);
    }
    // With something smaller to the right: the largest power of two not above count splits off.
    int split = Integer.highestOneBit(count);
    byte[] left = root(hashes, from, from + split);
    return node(left, split == count ? right : root(hashes, from + split, to, right));
  }

  private byte[] root(byte[] hashes, int from, int to) {
    int count = to - from;
    if (count == 1) {
      byte[] hash = new byte[HASH];
      System.arraycopy(hashes, from * HASH, hash, 0, HASH);
      return hash;
    }
    int split = Integer.highestOneBit(count - 1);
    return node(root(hashes, from, from + split), root(hashes, from + split, to));
  }

  private byte[] node(byte[] left, byte[] right) {
    sha256.update((byte) 1);
    sha256.update(left);
    sha256.update(right);
    return sha256.digest();
  }
}
