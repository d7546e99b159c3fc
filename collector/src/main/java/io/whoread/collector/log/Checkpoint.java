package io.whoread.collector.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;

/**
 * The head of a partition's Merkle tree at a size, as C2SP tlog-checkpoint writes it into the file
 * {@code checkpoint}. Its first line is the log's name, with the number of the partition where that
 * is not 0.
 *
 * @param end offset behind the last entry; told in a line of its own where it is not the size
 */
record Checkpoint(long size, byte[] root, long end) {
  static final String FILE = "checkpoint";
  private static final String END = "end-offset ";

  /**
   * The last one written; null where there is none.
   *
   * @throws BrokenSealException where it is none that this key has signed
   */
  static Checkpoint read(Path dir, SigningKey key, int partition) throws IOException {
    Path file = dir.resolve(FILE);
    String note;
    try {
      note = Files.readString(file);
    } catch (NoSuchFileException e) {
      return null;
    }
    String text = key.verify(note);
    if (text == null) {
      throw new BrokenSealException(file, "it is not signed with the key in " + SigningKey.FILE);
    }
    String[] lines = text.split("\n");
    if (!lines[0].equals(name(key, partition))) {
      throw new BrokenSealException(file, "it is that of " + lines[0]);
    }
    long size = Long.parseLong(lines[1]);
    long end =
        lines.length > 3 && lines[3].startsWith(END)
            ? Long.parseLong(lines[3].substring(END.length()))
            : size;
    return new Checkpoint(size, Base64.getDecoder().decode(lines[2]), end);
  }

  private static String name(SigningKey key, int partition) {
    return partition == 0 ? key.origin() : key.origin() + "/" + partition;
  }

  void write(Path dir, SigningKey key, int partition) throws IOException {
    String text =
        name(key, partition)
            + "\n"
            + size
            + "\n"
            + Base64.getEncoder().encodeToString(root)
            + "\n"
            + (end == size ? "" : END + end + "\n");
    DurableFile.replace(
        dir.resolve(FILE), ByteBuffer.wrap(key.sign(text).getBytes(StandardCharsets.UTF_8)));
  }

  boolean hasRoot(byte[] other) {
    return Arrays.equals(root, other);
  }
}
