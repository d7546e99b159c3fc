package io.whoread.record;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A secret that pseudonyms are made with, and its epoch. Destroying the key of an epoch unlinks the
 * pseudonyms made with it from the people they stand for.
 *
 * <p>A key file has one line an epoch, {@code EPOCH HEX}: the epoch a whole number from 1, the
 * secret 64 hexadecimal digits. Lines that are empty or start with {@code #} are passed over. The
 * highest epoch is the current one; earlier ones stay in the file for as long as pseudonyms made
 * with them are to be found.
 */
public final class PseudonymKey {
  private static final int SECRET_BYTES = 32;

  private final int epoch;
  private final byte[] secret;

  private PseudonymKey(int epoch, byte[] secret) {
    this.epoch = epoch;
    this.secret = secret;
  }

  /** A fresh random key. */
  public static PseudonymKey generate(int epoch) {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return new PseudonymKey(epoch, secret);
  }

  /**
   * The keys of a key file, the current one first.
   *
   * @throws IOException where the file cannot be read, or a line is not as described above; the
   *     message names file and line, never the secret
   */
  public static List<PseudonymKey> read(File file) throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(new FileInputStream(file), StandardCharsets.UTF_8))) {
      return read(in, file);
    }
  }

  /** As {@link #read(File)}. */
  public static List<PseudonymKey> read(Path file) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return read(in, file);
    }
  }

  private static List<PseudonymKey> read(BufferedReader in, Object file) throws IOException {
    List<PseudonymKey> keys = new ArrayList<>();
    Set<Integer> epochs = new HashSet<>();
    int number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      number++;
      String text = line.trim();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      PseudonymKey key = parse(text);
      if (key == null) {
        throw new IOException(
            file + ":" + number + ": expected an epoch from 1 and 64 hexadecimal digits");
      }
      if (!epochs.add(key.epoch)) {
        throw new IOException(file + ":" + number + ": epoch " + key.epoch + " stands here twice");
      }
      keys.add(key);
    }
    if (keys.isEmpty()) {
      throw new IOException(
          file + ": no key; expected a line of an epoch from 1 and 64 hexadecimal digits");
    }
    keys.sort(Comparator.comparingInt(PseudonymKey::epoch).reversed());
    return Collections.unmodifiableList(keys);
  }

  private static PseudonymKey parse(String line) {
    String[] parts = line.split("\\s+");
    if (parts.length != 2
        || !parts[0].matches("[1-9][0-9]{0,8}")
        || !parts[1].matches("[0-9a-fA-F]{64}")) {
      return null;
    }
    byte[] secret = new byte[SECRET_BYTES];
    for (int i = 0; i < SECRET_BYTES; i++) {
      secret[i] = (byte) Integer.parseInt(parts[1].substring(2 * i, 2 * i + 2), 16);
    }
    return new PseudonymKey(Integer.parseInt(parts[0]), secret);
  }

  /** From 1. */
  public int epoch() {
    return epoch;
  }

  byte[] secret() {
    return Arrays.copyOf(secret, secret.length);
  }

  /** The key as a line of a key file: a secret, for writing such a file only. */
  public String toLine() {
    StringBuilder line = new StringBuilder().append(epoch).append(' ');
    for (byte b : secret) {
      line.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
    return line.toString();
  }

  /** Says nothing of the secret. */
  @Override
  public String toString() {
    return "key of epoch " + epoch;
  }
}
