package io.whoread.agent;

import io.whoread.agent.config.Config;
import io.whoread.record.PseudonymKey;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The key that pseudonyms are made with; one of its own for a service that has not been given one.
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
    return PseudonymKey.read(file.toPath()).get(0);
  }

  /** Guesses everything, and keeps records in a spool in the user's home. */
  static Config unconfigured() {
    Config config = new Config();
    config.spoolDir = new File(new File(System.getProperty("user.home", "."), ".whoread"), "spool");
    return config;
  }

  private static void create(File file) throws IOException {
    File folder = file.getAbsoluteFile().getParentFile();
    if (!folder.isDirectory() && !folder.mkdirs()) {
      throw new IOException("the spool's folder " + folder + " cannot be made");
    }
    File fresh = File.createTempFile("key", ".new", folder);
    boolean ownersAlone =
        fresh.setReadable(false, false)
            && fresh.setReadable(true, true)
            && fresh.setWritable(false, false)
            && fresh.setWritable(true, true);
    if (!ownersAlone) {
      throw new IOException("the key's file " + fresh + " cannot be kept from others");
    }
    try (OutputStream out = new FileOutputStream(fresh)) {
      String line = PseudonymKey.generate(1).toLine() + "\n";
      out.write(line.getBytes(StandardCharsets.US_ASCII));
    }
    if (!fresh.renameTo(file) && !file.isFile()) {
      throw new IOException("the key's file " + file + " cannot be written");
    }
  }
}
