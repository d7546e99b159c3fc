package io.whoread.agent;

import io.whoread.agent.config.Config;
import io.whoread.agent.ship.PrivateFiles;
import io.whoread.record.PseudonymKey;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;

/**
 * The keys that pseudonyms are made with; one of its own for a service that has not been given one.
 * Read and written with plain {@link File}s: in {@code premain} the application's file systems must
 * not be started.
 */
final class Keys {
  private Keys() {}

  static PseudonymKey current(Config config) throws IOException {
    File file = config.keyFile;
    if (file == null) {
      file = new File(config.spoolDir, "key");
      if (!file.isFile()) {
        create(file);
      }
    }
    return PseudonymKey.read(file).get(0);
  }

  /**
   * The key of the epoch before, while both are in use; else null.
   *
   * @throws IOException where the file holds none
   */
  static PseudonymKey previous(Config config, PseudonymKey current) throws IOException {
    if (config.previousKeyFile == null) {
      return null;
    }
    for (PseudonymKey key : PseudonymKey.read(config.previousKeyFile)) {
      if (key.epoch() < current.epoch()) {
        return key;
      }
    }
    throw new IOException(
        "previous-key-file "
            + config.previousKeyFile
            + " holds no key of an epoch before "
            + current.epoch()
            + ", which is the one in key-file; leave it out where the keys do not change");
  }

  /** Guesses everything, and keeps records in a spool in the user's home. */
  static Config unconfigured() {
    Config config = new Config();
    config.spoolDir = new File(new File(System.getProperty("user.home", "."), ".whoread"), "spool");
    return config;
  }

  /**
   * Of processes that start at the same time one makes the key and all use it. The lock is gone
   * with the process that holds it, however that ends, and the file appears whole.
   */
  private static void create(File file) throws IOException {
    File folder = file.getAbsoluteFile().getParentFile();
    PrivateFiles.make(folder);
    try (RandomAccessFile lock = new RandomAccessFile(new File(folder, "key.lock"), "rw")) {
      lock.getChannel().lock();
      if (!file.isFile()) {
        write(new File(folder, "key.new"), file);
      }
    }
  }

  private static void write(File fresh, File file) throws IOException {
    try (FileOutputStream out = new FileOutputStream(fresh)) {
      if (!PrivateFiles.isRestricted(fresh)) {
        throw new IOException("the key's file " + fresh + " cannot be kept from others");
      }
      String line = PseudonymKey.generate(1).toLine() + "\n";
      out.write(line.getBytes(StandardCharsets.US_ASCII));
      // A key that is lost with the host's power makes the records so far meaningless.
      out.getFD().sync();
    }
    if (!fresh.renameTo(file)) {
      throw new IOException("the key's file " + file + " cannot be written");
    }
  }
}
