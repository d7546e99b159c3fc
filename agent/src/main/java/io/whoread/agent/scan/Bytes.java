package io.whoread.agent.scan;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads what stands in a file or an entry of an archive, up to a bound. */
final class Bytes {
  /** No class file, mapper or manifest is larger. */
  static final int MOST = 16 << 20;

  /** As large as a library in an archive may be. */
  static final int MOST_OF_A_JAR = 512 << 20;

  private Bytes() {}

  /**
   * @throws IOException where it cannot be read, or is larger
   */
  static byte[] read(InputStream in, int most) throws IOException {
    byte[] read = first(in, most + 1);
    if (read.length > most) {
      throw new IOException("is larger than " + (most >> 20) + " MB");
    }
    return read;
  }

  /** No more than the first bytes. */
  static byte[] first(InputStream in, int most) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    int left = most;
    for (int n = in.read(buffer); n >= 0 && left > 0; n = in.read(buffer)) {
      out.write(buffer, 0, Math.min(n, left));
      left -= Math.min(n, left);
    }
    return out.toByteArray();
  }
}
