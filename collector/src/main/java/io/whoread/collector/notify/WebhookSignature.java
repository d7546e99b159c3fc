package io.whoread.collector.notify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures. Those of webhooks follow Standard Webhooks 1.0.0 (standard-webhooks.md, "Signature
 * scheme"): HMAC-SHA-256 over id, time and body with full stops between, told as {@code v1,} and
 * base64; one for each secret, so that a secret can be changed without a gap.
 */
final class WebhookSignature {
  private static final String PREFIX = "whsec_";
  private static final int LEAST_BYTES = 24;
  private static final int MOST_BYTES = 64;

  private WebhookSignature() {}

  /** The key that a secret stands for; null where it is none. */
  static byte[] key(String secret) {
    if (!secret.startsWith(PREFIX)) {
      return null;
    }
    try {
      byte[] key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
      return key.length >= LEAST_BYTES && key.length <= MOST_BYTES ? key : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * @param id of the message; holds no full stop
   * @param seconds since 1970
   */
  static String of(List<String> secrets, String id, long seconds, byte[] body) {
    byte[] head = (id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8);
    return secrets.stream()
        .map(secret -> "v1," + base64(hmac(key(secret), head, body)))
        .collect(Collectors.joining(" "));
  }

  static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
