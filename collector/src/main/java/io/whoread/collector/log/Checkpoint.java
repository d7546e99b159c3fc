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
 * The head of the log's Merkle tree at a size, as C2SP tlog-checkpoint writes it into the file
 * {@code checkpoint}.
 */
record Checkpoint(long size, byte[] root) {
  static final String FILE = "checkpoint";

  /**
   * The last one written; null where there is none.
   *
   * @throws BrokenSealException where it is none that this key has signed
   */
  static Checkpoint read(Path dir, SigningKey key) throws IOException {
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
    return new Checkpoint(Long.parseLong(lines[1]), Base64.getDecoder().decode(lines[2]));
  }

  void write(Path dir, SigningKey key) throws IOException {
    String text =
        key.origin() + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
    DurableFile.replace(
        dir.resolve(FILE), ByteBuffer.wrap(key.sign(text).getBytes(StandardCharsets.UTF_8)));
  }

  boolean hasRoot(byte[] other) {
    return Arrays.equals(root, other);
  }
}
