package io.whoread.agent.ship;

/** Bytes as lower-case hexadecimal digits. */
public final class Hex {
  private Hex() {}

  public static String of(byte[] bytes) {
    StringBuilder text = new StringBuilder(2 * bytes.length);
    for (byte b : bytes) {
      text.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
    return text.toString();
  }
}
