package io.whoread.record;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the pseudonyms that stand for people in the trail: the first 128 bits of HMAC-SHA-256 (RFC
 * 2104, FIPS 180-4), keyed, over {@code kind 0x00 normalised-id} in UTF-8.
 *
 * <p>One instance belongs to one thread at a time: it keeps a keyed {@link Mac}, because keying one
 * costs more than using it. {@link #copy} gives another thread its own.
 */
public final class Pseudonyms {
  /** Bytes in a pseudonym. */
  public static final int LENGTH = 16;

  private static final String ALGORITHM = "HmacSHA256";

  private final PseudonymKey key;
  private final Mac mac;

  /**
   * @throws IllegalStateException where the JVM has no HMAC-SHA-256, which every Java platform must
   *     have
   */
  public Pseudonyms(PseudonymKey key) {
    this.key = key;
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.secret(), ALGORITHM));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("no usable " + ALGORITHM + " in this JVM", e);
    }
  }

  public Pseudonyms copy() {
    return new Pseudonyms(key);
  }

  /** Epoch of the key, from 1. */
  public int epoch() {
    return key.epoch();
  }

  /**
   * The pseudonym of an identity.
   *
   * @param kind what it identifies: {@code order}, {@code customer}, {@code waybill} ...; two kinds
   *     never share a pseudonym
   * @param id as found; normalised here
   * @return {@value #LENGTH} bytes, new
   */
  public byte[] of(String kind, String id) {
    mac.update(kind.getBytes(StandardCharsets.UTF_8));
    mac.update((byte) 0);
    mac.update(normalise(id).getBytes(StandardCharsets.UTF_8));
    return Arrays.copyOf(mac.doFinal(), LENGTH);
  }

  /**
   * The one form of an identity's spellings: Unicode NFKC (full-width digits as typed in Chinese
   * input methods become plain ones), without surrounding white space, Latin letters in lower case.
   */
  public static String normalise(String id) {
    boolean plain = true;
    for (int i = 0; i < id.length() && plain; i++) {
      char c = id.charAt(i);
      plain = c > ' ' && c < 0x7f && (c < 'A' || c > 'Z');
    }
    if (plain) {
      return id;
    }
    // Once more after the change of case: a small letter may have a form that its capital lacks.
    String small = Normalizer.normalize(id, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(small, Normalizer.Form.NFKC).trim();
  }
}
